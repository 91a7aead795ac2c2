#include "base/calendar_arithmetic.h"

#include <cmath>

namespace tunez {

namespace {

using Part = int64_t Duration::*;

struct Unit {
    std::string_view name;
    Part part;
    double microseconds; // Of one, at most.
};

constexpr Unit units[] = {
    { "year", &Duration::years, 366 * 86.4e9 },
    { "month", &Duration::months, 31 * 86.4e9 },
    { "week", &Duration::weeks, 7 * 86.4e9 },
    { "day", &Duration::days, 86.4e9 },
    { "hour", &Duration::hours, 3.6e9 },
    { "minute", &Duration::minutes, 6e7 },
    { "second", &Duration::seconds, 1e6 },
    { "microsecond", &Duration::microseconds, 1 },
};

} // namespace

// Whether its microseconds are far from overflowing.
static bool is_bounded(const Duration& duration)
{
    constexpr double most = 4e18;
    double length = 0;
    for (auto& [name, part, microseconds] : units)
        length += std::abs(static_cast<double>(duration.*part)) * microseconds;
    return length < most;
}

static int64_t last_day(CivilDate date)
{
    date.day = 1;
    auto first = days_from_civil(date);
    date.year += date.month == 12 ? 1 : 0;
    date.month = date.month % 12 + 1;
    return days_from_civil(date) - first;
}

int64_t add_months(int64_t days, int64_t months)
{
    auto date = civil_from_days(days);
    auto total = date.year * 12 + (date.month - 1) + months;
    auto month = (total % 12 + 12) % 12;
    date.year = (total - month) / 12;
    date.month = static_cast<unsigned>(month) + 1;
    auto last = static_cast<unsigned>(last_day(date));
    date.day = date.day > last ? last : date.day;
    return days_from_civil(date);
}

int64_t add_years(int64_t days, int64_t years)
{
    auto date = civil_from_days(days);
    bool leap_day = date.month == 2 && date.day == 29;
    auto moved = add_months(days, years * 12);
    return leap_day && civil_from_days(moved).day == 28 ? moved + 1 : moved;
}

std::optional<int64_t> add(int64_t microseconds, const Duration& duration)
{
    if (!is_bounded(duration))
        return std::nullopt;
    auto day = add_months(day_of(microseconds), duration.years * 12 + duration.months);
    auto rest = duration;
    rest.years = rest.months = 0;
    return day * microseconds_per_day + time_of_day(microseconds) + rest.comparable_microseconds();
}

std::optional<Duration> duration_of(int64_t count, std::string_view unit)
{
    Duration duration;
    if (unit == "millisecond") {
        duration.fraction_digits = 3;
        if (__builtin_mul_overflow(count, 1'000, &duration.microseconds))
            return std::nullopt;
    }
    for (auto& [name, part, microseconds] : units) {
        if (name != unit)
            continue;
        duration.*part = count;
        if (part == &Duration::microseconds)
            duration.fraction_digits = 6;
    }
    bool known = count == 0 || duration != Duration();
    return known && is_bounded(duration) ? std::optional(duration) : std::nullopt;
}

Duration negated(const Duration& duration)
{
    auto result = duration;
    for (auto& [name, part, microseconds] : units)
        result.*part = -(duration.*part);
    return result;
}

std::optional<Duration> sum(const Duration& left, const Duration& right)
{
    if (!is_bounded(left) || !is_bounded(right))
        return std::nullopt;
    auto result = left;
    for (auto& [name, part, microseconds] : units)
        result.*part += right.*part;
    if (right.fraction_digits > left.fraction_digits)
        result.fraction_digits = right.fraction_digits;
    return is_bounded(result) ? std::optional(result) : std::nullopt;
}

bool has_time(const Duration& duration)
{
    return duration.hours != 0 || duration.minutes != 0 || duration.seconds != 0
        || duration.microseconds != 0;
}

} // namespace tunez
