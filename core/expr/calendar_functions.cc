#include "base/calendar_arithmetic.h"
#include "expr/functions.h"
#include "type/calendar_parts.h"

namespace tunez::expr {

static Value day_or_unknown(int64_t days)
{
    return type::is_printable_day(days) ? Value::date(days) : unknown();
}

static Value moment(const Value& like, std::optional<int64_t> microseconds, bool fraction)
{
    if (!microseconds || !type::is_printable_day(day_of(*microseconds)))
        return unknown();
    auto precision = fraction ? Precision::microsecond : like.precision();
    return like.is(Kind::naive_datetime) ? Value::naive_datetime(*microseconds, precision)
                                         : Value::datetime(*microseconds, precision);
}

Value moved(const Value& when, const Duration& duration)
{
    switch (when.kind()) {
    case Kind::date: {
        auto at = tunez::add(when.days() * microseconds_per_day, duration);
        return at && !has_time(duration) ? day_or_unknown(day_of(*at)) : unknown();
    }
    case Kind::datetime:
    case Kind::naive_datetime:
        return moment(
            when, tunez::add(when.microseconds(), duration), duration.fraction_digits > 0);
    case Kind::time: {
        auto at = tunez::add(when.microseconds(), duration);
        auto precision = duration.fraction_digits > 0 ? Precision::microsecond : when.precision();
        return at ? Value::time(time_of_day(*at), precision) : unknown();
    }
    default:
        return unknown();
    }
}

static Value midnight(int64_t days)
{
    return Value::datetime(days * microseconds_per_day, Precision::second);
}

static bool is_date_time(const Value& value)
{
    return value.is(Kind::datetime) || value.is(Kind::naive_datetime);
}

// Without an offset the text is taken as UTC.
static std::optional<Value> read_moment(std::string_view text)
{
    if (auto day = parse_date(text); day && type::is_printable_day(*day))
        return midnight(*day);
    auto read = parse_date_time(text);
    if (!read)
        return std::nullopt;
    auto offset = read->offset_seconds.value_or(0) * microseconds_per_second;
    auto microseconds = type::truncated(read->microseconds - offset, Precision::second);
    return type::is_printable_moment(microseconds)
        ? std::optional(Value::datetime(microseconds, Precision::second))
        : std::nullopt;
}

std::optional<Value> moment_of(const Value& value)
{
    if (is_date_time(value))
        return value;
    if (value.is(Kind::date))
        return midnight(value.days());
    if (!value.is(Kind::string))
        return std::nullopt;
    return value.text().empty() ? Value() : read_moment(value.text());
}

// By a number of a unit. A year is the one that is no number of another: 29 February plus a year is
// 1 March.
static Value moved_by(const Value& from, const Value& count, std::string_view unit)
{
    auto duration = count.is(Kind::integer) ? duration_of(count.integer(), unit) : std::nullopt;
    if (!duration)
        return unknown();
    if (duration->years == 0)
        return moved(from, *duration);
    auto day = add_years(day_of(from.microseconds()), duration->years);
    return moment(from, day * microseconds_per_day + time_of_day(from.microseconds()), false);
}

Evaluated date_add(Arguments arguments)
{
    if (arguments.size() == 2)
        return moved(arguments[0], arguments[1].duration());
    auto at = moved_by(midnight(arguments[0].days()), arguments[1], arguments[2].text());
    return at.is_marker() ? at : Value::date(day_of(at.microseconds()));
}

Evaluated datetime_add(Arguments arguments)
{
    return arguments.size() == 2 ? moved(arguments[0], arguments[1].duration())
                                 : moved_by(arguments[0], arguments[1], arguments[2].text());
}

static bool is_utc(const Value& zone)
{
    return zone.is_textual()
        && (zone.text() == "Etc/UTC" || zone.text() == "UTC" || zone.text() == "Z");
}

Evaluated start_of_day(Arguments arguments)
{
    if (arguments.size() > 1 && !is_utc(arguments[1]))
        return fail(Error::make(ErrorCode::not_supported,
            "start_of_day knows no time zone but UTC, not " + inspect(arguments[1])));
    return midnight(day_of(arguments[0].microseconds()));
}

} // namespace tunez::expr
