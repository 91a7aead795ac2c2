#pragma once

#include "data_layer/sqlite/sql.h"
#include "expr/expression.h"
#include "resource/resource.h"

#include <string_view>

namespace tunez::sqlite {

// Writes a filter as the condition of a statement, each literal as a placeholder in the order in
// which Binder::filter() binds them. A row meets the SQL exactly when the filter, evaluated in
// memory, is neither nil nor false (spec §8.4).
void render_filter(const Expression& filter, std::string_view alias, SqlWriter& sql);

// The attribute whose type decides how literals in that call are stored; null where there is none.
const Attribute* compared_attribute(const Expression& call);
// Whether the call is and, or, not: its arguments are conditions, not operands.
bool is_logic(Operator op);
// Whether the call compares what only tunez_equal() and tunez_order() can: then the type follows as
// one more parameter.
bool compares_by_value(const Expression& call);
// The literal list of an `in` that holds anything but nil.
bool has_present_item(const Value& list);

} // namespace tunez::sqlite
