#pragma once

#include "type/type.h"
#include "type/type_use.h"

#include <array>

namespace tunez::type {

// One bound of a number: the constraint's name, what it says when broken, and whether it allows
// what compares so.
struct Limit {
    const char* name;
    const char* message;
    bool (*allows)(int order_to_limit);
};

inline constexpr Limit max_limit { "max", "must be less than or equal to %{max}",
    [](int order) { return order <= 0; } };
inline constexpr Limit min_limit { "min", "must be greater than or equal to %{min}",
    [](int order) { return order >= 0; } };
inline constexpr Limit less_than_limit { "less_than", "must be less than %{less_than}",
    [](int order) { return order < 0; } };
inline constexpr Limit greater_than_limit { "greater_than", "must be greater than %{greater_than}",
    [](int order) { return order > 0; } };

// The limits that were given, in the type's own kind of number, in the order of the table.
struct GivenLimit {
    const Limit* limit;
    Value value;
};
using GivenLimits = std::vector<GivenLimit>;

// `cast` is the type's own cast_input.
GivenLimits given_limits(const TypeUse& use, std::span<const Limit* const> limits,
    bool (*cast)(const TypeUse&, const Value&, Value&, TypeErrors&),
    std::vector<std::string>& problems);
void check_limits(const GivenLimits& limits, const Value& value, TypeErrors& errors);

} // namespace tunez::type
