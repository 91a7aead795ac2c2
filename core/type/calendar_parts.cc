#include "type/calendar_parts.h"

#include "type/type_use.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tunez::type {

static bool is_blank(const Value& value)
{
    return value.is_null() || (value.is(Kind::string) && value.text().empty());
}

static std::optional<int64_t> number(const Value& value)
{
    if (value.is(Kind::integer))
        return value.integer();
    if (!value.is(Kind::string))
        return std::nullopt;
    auto text = value.text();
    int64_t result = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), result);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return result;
}

static bool has_all(const Map& map, std::span<const std::string_view> names)
{
    return std::ranges::all_of(names, [&](auto name) { return map.contains(name); });
}

static bool all_blank(const Map& map, std::span<const std::string_view> names)
{
    return std::ranges::all_of(names, [&](auto name) { return is_blank(word(map, name)); });
}

// A number from 0 to `largest`; blank counts as 0 where that is said.
static std::optional<int64_t> part(
    const Map& map, std::string_view name, int64_t largest, bool may_be_blank = false)
{
    const Value& given = word(map, name);
    if (may_be_blank && is_blank(given))
        return 0;
    auto value = number(given);
    return value && *value >= 0 && *value <= largest ? value : std::nullopt;
}

constexpr std::array<std::string_view, 3> date_names { "year", "month", "day" };
constexpr std::array<std::string_view, 2> time_names { "hour", "minute" };

Parts date_parts(const Map& map)
{
    if (!has_all(map, date_names))
        return {};
    if (all_blank(map, date_names))
        return { .outcome = PartsOutcome::blank };
    auto year = number(word(map, "year"));
    auto month = part(map, "month", 12);
    auto day = part(map, "day", 31);
    if (!year || !month || !day)
        return { .outcome = PartsOutcome::invalid };
    CivilDate date { *year, static_cast<unsigned>(*month), static_cast<unsigned>(*day) };
    if (!is_valid(date))
        return { .outcome = PartsOutcome::invalid };
    return { PartsOutcome::valid, days_from_civil(date) };
}

Parts time_parts(const Map& map)
{
    if (!has_all(map, time_names))
        return {};
    if (all_blank(map, time_names))
        return { .outcome = PartsOutcome::blank };
    auto hour = part(map, "hour", 23);
    auto minute = part(map, "minute", 59);
    auto second = part(map, "second", 59, true);
    auto microsecond = part(map, "microsecond", microseconds_per_second - 1, true);
    if (!hour || !minute || !second || !microsecond)
        return { .outcome = PartsOutcome::invalid };
    int64_t seconds = *hour * 3'600 + *minute * 60 + *second;
    return { PartsOutcome::valid, seconds * microseconds_per_second + *microsecond };
}

bool has_time_parts(const Map& map) { return !all_blank(map, time_names); }

Parts date_time_parts(const Map& map)
{
    if (!has_all(map, date_names) || !has_all(map, time_names))
        return {};
    if (all_blank(map, date_names) && all_blank(map, time_names))
        return { .outcome = PartsOutcome::blank };
    auto date = date_parts(map);
    auto time = time_parts(map);
    if (date.outcome != PartsOutcome::valid || time.outcome != PartsOutcome::valid)
        return { .outcome = PartsOutcome::invalid };
    return { PartsOutcome::valid, date.value * microseconds_per_day + time.value };
}

bool is_printable_day(int64_t days)
{
    constexpr int64_t last_year = 9999;
    return days >= days_from_civil({ -last_year, 1, 1 })
        && days <= days_from_civil({ last_year, 12, 31 });
}

bool is_printable_moment(int64_t microseconds) { return is_printable_day(day_of(microseconds)); }

int64_t truncated(int64_t microseconds, Precision precision)
{
    if (precision == Precision::microsecond)
        return microseconds;
    int64_t fraction = microseconds % microseconds_per_second;
    return microseconds - fraction - (fraction < 0 ? microseconds_per_second : 0);
}

Precision precision_constraint(
    const TypeUse& use, Precision otherwise, std::vector<std::string>& problems)
{
    const Value& given = word(use.constraints, "precision");
    if (given.is_null())
        return otherwise;
    if (given.text() == "microsecond")
        return Precision::microsecond;
    if (given.text() != "second")
        problems.push_back(
            "constraint `precision` must be `second` or `microsecond`, got " + to_json(given));
    return Precision::second;
}

} // namespace tunez::type
