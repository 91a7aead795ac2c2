#pragma once

#include "expr/expression.h"
#include "expr/function.h"

#include <optional>

namespace tunez {

// Gives the leaves of an expression their values: attributes, and what only the data layer can
// know. unknown() where it has none.
class Leaves {
public:
    virtual ~Leaves() = default;
    virtual Evaluated value(const Expression& leaf) = 0;
};

// The value of an expression in memory (spec §8.3, §8.4), or unknown().
Evaluated evaluate(const Expression& expression, Leaves& leaves);
// Of one that has no leaves.
Evaluated evaluate(const Expression& expression);
// Whether it counts as true where a condition is asked for.
bool is_true(const Value& value);
// A value as a type has it, where expressions cast (`type(x, T)`): scalars become text, nothing is
// trimmed, constraints are not applied. Nullopt when it cannot be.
std::optional<Value> cast_leniently(const TypeUse& use, const Value& value);

} // namespace tunez
