#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/sqlite/refusal.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/shape.h"

#include <deque>
#include <span>
#include <string_view>

namespace tunez::sqlite {

// What columns are set to, as SQL or as the values that are bound to it; as Renderer does either.
class Assignments {
public:
    // `"column" = value, …`; `comma` stands before the first and then between them.
    void render(Renderer& out, std::string_view alias, std::span<const Assignment> assignments,
        std::string_view& comma);
    void render_value(Renderer& out, std::string_view alias, const Assignment& assignment);
    // The same where it is only compared, beside what sets the column to it and refuses it.
    void render_compared(Renderer& out, std::string_view alias, const Assignment& assignment);
    static void add_shape(Shape& shape, std::span<const Assignment> assignments);

    // Why the statement failed, when a function of ours did it.
    Refusal& refusal() { return refusal_; }

private:
    void render_checked(Renderer& out, std::string_view alias, const Assignment& assignment);

    Refusal refusal_;
    std::deque<CheckedAttribute> checked_; // Bound by pointer: their addresses stay.
};

} // namespace tunez::sqlite
