#include "type/limits.h"

namespace tunez::type {

GivenLimits given_limits(const TypeUse& use, std::span<const Limit* const> limits,
    bool (*cast)(const TypeUse&, const Value&, Value&, TypeErrors&),
    std::vector<std::string>& problems)
{
    GivenLimits result;
    for (const Limit* limit : limits) {
        const Value& given = word(use.constraints, limit->name);
        if (given.is_null())
            continue;
        Value value;
        TypeErrors ignored;
        if (cast(use, given, value, ignored))
            result.push_back({ limit, std::move(value) });
        else
            problems.push_back("constraint `" + std::string(limit->name) + "` must be of type `"
                + use.type->name + "`, got " + to_json(given));
    }
    return result;
}

// What does not compare, as NaN, is within no limit.
void check_limits(const GivenLimits& limits, const Value& value, TypeErrors& errors)
{
    for (const auto& [limit, bound] : limits) {
        auto order = compare_values(value, bound);
        if (!order || !limit->allows(*order))
            errors.push_back({ .message = limit->message, .vars = { { limit->name, bound } } });
    }
}

} // namespace tunez::type
