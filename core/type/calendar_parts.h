#pragma once

#include "type/type.h"

#include <optional>

// Dates and times that come in parts, as forms send them: {"year": "2020", "month": "2", "day":
// "3"}.
namespace tunez::type {

enum class PartsOutcome : uint8_t { absent, blank, invalid, valid };

struct Parts {
    PartsOutcome outcome = PartsOutcome::absent; // Absent: the map has not all the keys; blank: all
                                                 // of them are empty.
    int64_t value = 0; // Days, or microseconds of the day.
};

Parts date_parts(const Map& map);
// Seconds and microseconds may be missing or empty.
Parts time_parts(const Map& map);
// Microseconds since the epoch. All five of year … minute must be there.
Parts date_time_parts(const Map& map);
// Whether an hour or a minute was filled in.
bool has_time_parts(const Map& map);

// Years beyond four digits have no text.
bool is_printable_day(int64_t days);
bool is_printable_moment(int64_t microseconds);

// Without its fraction of a second, where the precision has none.
int64_t truncated(int64_t microseconds, Precision precision);

// The `precision` constraint of times and datetimes.
Precision precision_constraint(
    const TypeUse& use, Precision otherwise, std::vector<std::string>& problems);

} // namespace tunez::type
