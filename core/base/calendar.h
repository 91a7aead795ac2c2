#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tunez {

// Proleptic Gregorian dates, times of day and instants as plain numbers, and their ISO 8601 text.
// Days and microseconds count from 1970-01-01T00:00:00, negative before.
constexpr int64_t microseconds_per_second = 1'000'000;
constexpr int64_t microseconds_per_day = 86'400 * microseconds_per_second;

struct CivilDate {
    int64_t year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};

bool is_valid(const CivilDate& date);
int64_t days_from_civil(const CivilDate& date);
CivilDate civil_from_days(int64_t days);
int64_t day_of(int64_t microseconds); // The day that a moment is on, and the time of that day.
int64_t time_of_day(int64_t microseconds);

// How many fractional digits a time is written with: seconds (none) or microseconds (always six).
enum class Precision : uint8_t { second, microsecond };

// A time parsed from text. `offset_seconds` is set when the text had `Z` or an offset.
struct ParsedDateTime {
    int64_t microseconds = 0; // As written, the offset not yet applied.
    bool has_fraction = false;
    std::optional<int32_t> offset_seconds;
};

// ISO texts exactly as spec §2.2 accepts them; anything else is nullopt.
std::optional<int64_t> parse_date(std::string_view text);
std::optional<int64_t> parse_time(std::string_view text);
std::optional<ParsedDateTime> parse_date_time(std::string_view text);

std::string format_date(int64_t days);
std::string format_time(int64_t microseconds_of_day, Precision precision);
std::string format_naive_date_time(int64_t microseconds, Precision precision);
std::string format_date_time(int64_t microseconds, Precision precision); // With a final Z.

// A span of time in calendar units; parts may have different signs until normalised.
struct Duration {
    int64_t years = 0;
    int64_t months = 0;
    int64_t weeks = 0;
    int64_t days = 0;
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t seconds = 0;
    int64_t microseconds = 0;
    uint8_t fraction_digits = 0; // How many digits the fraction of a second was written with (0–6),
                                 // like a decimal's scale.

    // Refuses what is so long that its microseconds do not fit 64 bits.
    static std::optional<Duration> parse(std::string_view text);
    // Months into years + months, everything smaller into weeks … microseconds (spec §2.2).
    Duration normalised() const;
    std::string to_string() const;
    // A month counts as 30 days.
    int64_t comparable_microseconds() const;
    bool operator==(const Duration&) const = default;
};

} // namespace tunez
