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

// Behind a date or moment stands a duration, or a number and its unit. A year is the one unit that
// is no number of another: 29 February plus a year is 1 March.
static Value moved_by(const Value& when, Arguments arguments)
{
    if (arguments[1].is(Kind::duration) && arguments.size() == 2)
        return moved(when, arguments[1].duration());
    if (!arguments[1].is(Kind::integer) || arguments.size() != 3 || !arguments[2].is_textual())
        return unknown();
    auto duration = duration_of(arguments[1].integer(), arguments[2].text());
    if (!duration)
        return unknown();
    if (duration->years == 0)
        return moved(when, *duration);
    if (when.is(Kind::date))
        return day_or_unknown(add_years(when.days(), duration->years));
    auto day = add_years(day_of(when.microseconds()), duration->years);
    return type::is_printable_day(day)
        ? moment(when, day * microseconds_per_day + time_of_day(when.microseconds()), false)
        : unknown();
}

static bool has_date(const Value& value)
{
    return value.is(Kind::datetime) || value.is(Kind::naive_datetime);
}

Evaluated date_add(Arguments arguments)
{
    if (arguments[0].is(Kind::date))
        return moved_by(arguments[0], arguments);
    if (has_date(arguments[0]))
        return moved_by(Value::date(day_of(arguments[0].microseconds())), arguments);
    return unknown();
}

static Value midnight(int64_t days)
{
    return Value::datetime(days * microseconds_per_day, Precision::second);
}

Evaluated datetime_add(Arguments arguments)
{
    if (arguments[0].is(Kind::date))
        return moved_by(midnight(arguments[0].days()), arguments);
    return has_date(arguments[0]) ? moved_by(arguments[0], arguments) : unknown();
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
    if (arguments[0].is(Kind::date))
        return midnight(arguments[0].days());
    return has_date(arguments[0]) ? midnight(day_of(arguments[0].microseconds())) : unknown();
}

} // namespace tunez::expr
