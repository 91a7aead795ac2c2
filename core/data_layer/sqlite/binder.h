#pragma once

#include "base/result.h"
#include "data_layer/sqlite/statement_cache.h"
#include "expr/expression.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <cstdint>
#include <span>

namespace tunez::sqlite {

// Whether a list that is bound keeps its nils: in `x IN (list)` one would make NULL of false.
enum class Nils : uint8_t { keep, drop };

// Binds the parameters of a statement from the first on, in the order in which its text was
// written; what they point at is kept with the statement until it is given back or bound again.
class Binder {
public:
    explicit Binder(PreparedStatement& prepared);

    Result<void> integer(int64_t value);
    Result<void> attribute(const Attribute& attribute, const Value& value);
    // The record's values of those attributes.
    Result<void> attributes(std::span<const Attribute* const> attributes, const Record& record);
    // The literals of a filter, each as a column that it is compared with would hold it; null:
    // none.
    Result<void> filter(const Expression* filter);
    // A list for tunez_values(): the values as the attribute's column would hold them.
    Result<void> list(const Attribute* attribute, std::span<const Value> values, Nils nils);

private:
    Result<void> expression(const Expression& expression, const Attribute* beside);
    Result<void> call(const Expression& call);
    Result<void> type(const TypeUse& use);
    Result<void> stored(Value value);
    Result<void> checked(int code);

    PreparedStatement& prepared_;
    int parameter_ = 1;
};

} // namespace tunez::sqlite
