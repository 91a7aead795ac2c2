#pragma once

#include "base/calendar.h"

#include <optional>
#include <string_view>

namespace tunez {

// The day so many months away; one that the month does not have is its last.
// `months` and `years` come from durations that are countable (see below).
int64_t add_months(int64_t days, int64_t months);
// The same day of another year; 29 February becomes 1 March where there is none.
int64_t add_years(int64_t days, int64_t years);
// A moment moved by a duration: months first, then the rest. Nullopt for durations beyond what
// anything lasts, here and below.
std::optional<int64_t> add(int64_t microseconds, const Duration& duration);
// So many of a unit (`year`, `month`, … `microsecond`); nullopt for any other word.
std::optional<Duration> duration_of(int64_t count, std::string_view unit);
Duration negated(const Duration& duration);
std::optional<Duration> sum(const Duration& left, const Duration& right);
// Whether a part of it is shorter than a day.
bool has_time(const Duration& duration);

} // namespace tunez
