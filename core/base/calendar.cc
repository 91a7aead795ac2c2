#include "base/calendar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <span>

namespace tunez {

constexpr int64_t days_per_era = 146'097; // 400 Gregorian years.
constexpr int64_t epoch_shift = 719'468; // From 0000-03-01, where eras begin, to 1970-01-01.
constexpr int64_t last_year = 9999; // Four digits: what ISO texts can say.

static int64_t floor_divide(int64_t dividend, int64_t divisor)
{
    return dividend / divisor - (dividend % divisor < 0 ? 1 : 0);
}

static unsigned days_of_month(int64_t year, unsigned month)
{
    constexpr std::array<unsigned, 12> lengths { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : lengths[month - 1];
}

bool is_valid(const CivilDate& date)
{
    return date.year >= -last_year && date.year <= last_year && date.month >= 1 && date.month <= 12
        && date.day >= 1 && date.day <= days_of_month(date.year, date.month);
}

// Years begin in March here, so that the leap day is the last of its year.
int64_t days_from_civil(const CivilDate& date)
{
    int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    int64_t era = floor_divide(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * days_per_era + day_of_era - epoch_shift;
}

CivilDate civil_from_days(int64_t days)
{
    days += epoch_shift;
    int64_t era = floor_divide(days, days_per_era);
    int64_t day_of_era = days - era * days_per_era;
    int64_t year_of_era
        = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    return { year_of_era + era * 400 + (month <= 2 ? 1 : 0), static_cast<unsigned>(month),
        static_cast<unsigned>(day) };
}

int64_t day_of(int64_t microseconds) { return floor_divide(microseconds, microseconds_per_day); }

int64_t time_of_day(int64_t microseconds)
{
    int64_t rest = microseconds % microseconds_per_day;
    return rest < 0 ? rest + microseconds_per_day : rest;
}

namespace {

// Reads a text from its front. A failed read makes every later one fail too; ask `complete()` once,
// at the end.
class CalendarReader {
public:
    explicit CalendarReader(std::string_view text)
        : rest_(text)
    {
    }

    bool failed() const { return failed_; }
    bool complete() const { return !failed_ && rest_.empty(); }
    bool at_end() const { return rest_.empty(); }
    char front() const { return rest_.empty() ? '\0' : rest_.front(); }
    void fail() { failed_ = true; }

    bool skip(char character)
    {
        if (!rest_.starts_with(character))
            return false;
        rest_.remove_prefix(1);
        return true;
    }

    void expect(char character)
    {
        if (!skip(character))
            fail();
    }

    // Exactly so many digits.
    int64_t digits(size_t count)
    {
        int64_t value = 0;
        for (size_t i = 0; i < count; ++i) {
            if (front() < '0' || front() > '9') {
                fail();
                return 0;
            }
            value = value * 10 + (front() - '0');
            rest_.remove_prefix(1);
        }
        return value;
    }

    // An integer with an optional sign.
    int64_t integer()
    {
        if (skip('+') && front() == '-')
            fail();
        int64_t value = 0;
        auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (problem != std::errc())
            fail();
        else
            rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
        return value;
    }

    // The digits behind a point or comma as microseconds, and how many of them count: those past
    // the sixth do not.
    int64_t fraction(int& count)
    {
        int64_t value = 0;
        count = 0;
        for (; front() >= '0' && front() <= '9'; rest_.remove_prefix(1)) {
            if (count == 6)
                continue;
            value = value * 10 + (front() - '0');
            ++count;
        }
        if (count == 0)
            fail();
        for (int i = count; i < 6; ++i)
            value *= 10;
        return value;
    }

private:
    std::string_view rest_;
    bool failed_ = false;
};

}

static int64_t read_date(CalendarReader& reader)
{
    int64_t sign = reader.skip('-') ? -1 : 1;
    if (sign > 0)
        reader.skip('+');
    CivilDate date;
    date.year = sign * reader.digits(4);
    reader.expect('-');
    date.month = static_cast<unsigned>(reader.digits(2));
    reader.expect('-');
    date.day = static_cast<unsigned>(reader.digits(2));
    if (reader.failed() || !is_valid(date)) {
        reader.fail();
        return 0;
    }
    return days_from_civil(date);
}

// HH:MM ends the text; HH:MM:SS may go on with a fraction and an offset.
static int64_t read_time(CalendarReader& reader, bool& has_seconds, bool& has_fraction)
{
    int64_t hour = reader.digits(2);
    reader.expect(':');
    int64_t minute = reader.digits(2);
    int64_t second = 0;
    int64_t microsecond = 0;
    has_seconds = !reader.at_end();
    has_fraction = false;
    if (has_seconds) {
        reader.expect(':');
        second = reader.digits(2);
        has_fraction = reader.skip('.') || reader.skip(',');
        int count = 0;
        if (has_fraction)
            microsecond = reader.fraction(count);
    }
    if (hour > 23 || minute > 59 || second > 59)
        reader.fail();
    return (hour * 3'600 + minute * 60 + second) * microseconds_per_second + microsecond;
}

// Nothing, `Z`, or ±HH, ±HHMM, ±HH:MM; "-00:00" would be an unknown offset.
static std::optional<int32_t> read_offset(CalendarReader& reader)
{
    if (reader.at_end())
        return std::nullopt;
    if (reader.skip('Z'))
        return 0;
    bool negative = reader.skip('-');
    if (!negative)
        reader.expect('+');
    int64_t hour = reader.digits(2);
    int64_t minute = 0;
    if (!reader.at_end()) {
        reader.skip(':');
        minute = reader.digits(2);
    }
    if (hour > 23 || minute > 59 || (negative && hour == 0 && minute == 0))
        reader.fail();
    auto seconds = static_cast<int32_t>((hour * 60 + minute) * 60);
    return negative ? -seconds : seconds;
}

std::optional<int64_t> parse_date(std::string_view text)
{
    CalendarReader reader(text);
    int64_t days = read_date(reader);
    if (!reader.complete())
        return std::nullopt;
    return days;
}

std::optional<int64_t> parse_time(std::string_view text)
{
    CalendarReader reader(text);
    bool has_prefix = reader.skip('T');
    bool has_seconds = false;
    bool has_fraction = false;
    int64_t microseconds = read_time(reader, has_seconds, has_fraction);
    // An offset says nothing about a time of day that has no date; the reference ignores it too.
    read_offset(reader);
    if (!reader.complete() || (has_prefix && !has_seconds))
        return std::nullopt;
    return microseconds;
}

std::optional<ParsedDateTime> parse_date_time(std::string_view text)
{
    CalendarReader reader(text);
    ParsedDateTime parsed;
    int64_t days = read_date(reader);
    if (!reader.skip('T'))
        reader.expect(' ');
    bool has_seconds = false;
    parsed.microseconds
        = days * microseconds_per_day + read_time(reader, has_seconds, parsed.has_fraction);
    parsed.offset_seconds = read_offset(reader);
    if (!reader.complete())
        return std::nullopt;
    return parsed;
}

namespace {

// Text of a few numbers, written in place: every record that is created has two timestamps.
class ClockText {
public:
    // At least so many digits.
    void digits(int64_t value, size_t width)
    {
        std::array<char, 20> written;
        size_t at = written.size();
        for (; value > 0 || written.size() - at < width; value /= 10)
            written[--at] = static_cast<char>('0' + value % 10);
        for (; at < written.size(); ++at)
            letter(written[at]);
    }

    void letter(char letter) { bytes_[size_++] = letter; }

    void date(int64_t days)
    {
        CivilDate date = civil_from_days(days);
        if (date.year < 0)
            letter('-');
        digits(std::abs(date.year), 4);
        letter('-');
        digits(date.month, 2);
        letter('-');
        digits(date.day, 2);
    }

    void time(int64_t microseconds, Precision precision)
    {
        int64_t seconds = microseconds / microseconds_per_second;
        digits(seconds / 3'600, 2);
        letter(':');
        digits(seconds / 60 % 60, 2);
        letter(':');
        digits(seconds % 60, 2);
        if (precision == Precision::second)
            return;
        letter('.');
        digits(microseconds % microseconds_per_second, 6);
    }

    void date_time(int64_t microseconds, Precision precision)
    {
        date(day_of(microseconds));
        letter('T');
        time(time_of_day(microseconds), precision);
    }

    std::string text() const { return { bytes_.data(), size_ }; }

private:
    // A sign, three numbers of any length, seven letters and the fraction.
    std::array<char, 80> bytes_;
    size_t size_ = 0;
};

} // namespace

std::string format_date(int64_t days)
{
    ClockText text;
    text.date(days);
    return text.text();
}

std::string format_time(int64_t microseconds_of_day, Precision precision)
{
    ClockText text;
    text.time(microseconds_of_day, precision);
    return text.text();
}

std::string format_naive_date_time(int64_t microseconds, Precision precision)
{
    ClockText text;
    text.date_time(microseconds, precision);
    return text.text();
}

std::string format_date_time(int64_t microseconds, Precision precision)
{
    ClockText text;
    text.date_time(microseconds, precision);
    text.letter('Z');
    return text.text();
}

// 128 bits: the sum of parts that each fit 64.
__extension__ using Wide = __int128;

constexpr int64_t days_per_month = 30;
constexpr int64_t microseconds_per_minute = 60 * microseconds_per_second;
constexpr int64_t microseconds_per_hour = 60 * microseconds_per_minute;
constexpr int64_t microseconds_per_week = 7 * microseconds_per_day;

// So bounded, every sum of parts, normalised or compared, fits 64 bits: about 290,000 years.
static bool is_countable(const Duration& duration)
{
    auto counted
        = [](int64_t part, int64_t size) { return (part < 0 ? -Wide(part) : Wide(part)) * size; };
    Wide sum = counted(duration.years, 12 * days_per_month * microseconds_per_day)
        + counted(duration.months, days_per_month * microseconds_per_day)
        + counted(duration.weeks, microseconds_per_week)
        + counted(duration.days, microseconds_per_day)
        + counted(duration.hours, microseconds_per_hour)
        + counted(duration.minutes, microseconds_per_minute)
        + counted(duration.seconds, microseconds_per_second) + counted(duration.microseconds, 1);
    return sum <= INT64_MAX;
}

namespace {

struct DurationUnit {
    char letter;
    int64_t Duration::* part;
};

constexpr std::array<DurationUnit, 4> date_units { { { 'Y', &Duration::years },
    { 'M', &Duration::months }, { 'W', &Duration::weeks }, { 'D', &Duration::days } } };
constexpr std::array<DurationUnit, 3> time_units { { { 'H', &Duration::hours },
    { 'M', &Duration::minutes }, { 'S', &Duration::seconds } } };

}

// A fraction is only for seconds, and so the last of all parts. It has the sign that its seconds
// were written with.
static void read_second_fraction(CalendarReader& reader, bool negative, Duration& duration)
{
    int count = 0;
    duration.microseconds = reader.fraction(count) * (negative ? -1 : 1);
    duration.fraction_digits = static_cast<uint8_t>(count);
    reader.expect('S');
    if (!reader.at_end())
        reader.fail();
}

// Parts in the order of their units, each at most once.
static void read_duration_parts(
    CalendarReader& reader, std::span<const DurationUnit> units, Duration& duration)
{
    size_t next = 0;
    while (!reader.failed() && !reader.at_end() && reader.front() != 'T') {
        bool negative = reader.front() == '-';
        int64_t value = reader.integer();
        if (next == units.size())
            return reader.fail();
        if (units.back().letter == 'S' && (reader.skip('.') || reader.skip(','))) {
            duration.seconds = value;
            read_second_fraction(reader, negative, duration);
            return;
        }
        while (next < units.size() && !reader.skip(units[next].letter))
            ++next;
        if (next == units.size())
            return reader.fail();
        duration.*(units[next].part) = value;
        ++next;
    }
}

static Duration negated(Duration duration)
{
    for (auto part : { &Duration::years, &Duration::months, &Duration::weeks, &Duration::days,
             &Duration::hours, &Duration::minutes, &Duration::seconds, &Duration::microseconds })
        duration.*part = -(duration.*part);
    return duration;
}

std::optional<Duration> Duration::parse(std::string_view text)
{
    CalendarReader reader(text);
    bool negative = reader.skip('-');
    if (!negative)
        reader.skip('+');
    reader.expect('P');
    if (reader.at_end())
        return std::nullopt;
    Duration duration;
    read_duration_parts(reader, date_units, duration);
    if (reader.skip('T')) {
        if (reader.at_end())
            return std::nullopt;
        read_duration_parts(reader, time_units, duration);
    }
    if (!reader.complete() || !is_countable(duration))
        return std::nullopt;
    return negative ? negated(duration) : duration;
}

static int64_t day_time_microseconds(const Duration& duration)
{
    return duration.weeks * microseconds_per_week + duration.days * microseconds_per_day
        + duration.hours * microseconds_per_hour + duration.minutes * microseconds_per_minute
        + duration.seconds * microseconds_per_second + duration.microseconds;
}

Duration Duration::normalised() const
{
    Duration result;
    int64_t total_months = years * 12 + months;
    result.years = total_months / 12;
    result.months = total_months % 12;
    int64_t rest = day_time_microseconds(*this);
    result.weeks = rest / microseconds_per_week;
    rest %= microseconds_per_week;
    result.days = rest / microseconds_per_day;
    rest %= microseconds_per_day;
    result.hours = rest / microseconds_per_hour;
    rest %= microseconds_per_hour;
    result.minutes = rest / microseconds_per_minute;
    rest %= microseconds_per_minute;
    result.seconds = rest / microseconds_per_second;
    result.microseconds = rest % microseconds_per_second;
    result.fraction_digits = fraction_digits;
    return result;
}

static void append_part(std::string& text, int64_t value, char letter)
{
    if (value != 0)
        text.append(std::to_string(value)).append(1, letter);
}

// As many digits as were written, or as it takes.
static void append_fraction(std::string& text, int64_t microseconds, size_t digits)
{
    ClockText padded;
    padded.digits(microseconds, 6);
    auto fraction = padded.text();
    digits = std::max(digits, fraction.find_last_not_of('0') + 1);
    if (digits > 0)
        text.append(1, '.').append(fraction, 0, digits);
}

static std::string time_text(const Duration& duration)
{
    std::string text;
    append_part(text, duration.hours, 'H');
    append_part(text, duration.minutes, 'M');
    if (duration.seconds == 0 && duration.microseconds == 0)
        return text;
    int64_t total = duration.seconds * microseconds_per_second + duration.microseconds;
    if (total < 0)
        text += '-';
    text += std::to_string(std::abs(total / microseconds_per_second));
    append_fraction(text, std::abs(total % microseconds_per_second), duration.fraction_digits);
    return text + 'S';
}

std::string Duration::to_string() const
{
    std::string text = "P";
    append_part(text, years, 'Y');
    append_part(text, months, 'M');
    append_part(text, weeks, 'W');
    append_part(text, days, 'D');
    std::string time = time_text(*this);
    if (!time.empty())
        text.append(1, 'T').append(time);
    return text == "P" ? "PT0S" : text;
}

int64_t Duration::comparable_microseconds() const
{
    return (years * 12 + months) * days_per_month * microseconds_per_day
        + day_time_microseconds(*this);
}

} // namespace tunez
