#include "type/builtins.h"
#include "type/calendar_parts.h"
#include "type/stored.h"

namespace tunez::type {

static std::optional<int64_t> parse_day(std::string_view text)
{
    if (auto days = parse_date(text))
        return days;
    constexpr size_t shortest_with_seconds = std::string_view("2020-01-01T00:00:00").size();
    auto moment = text.size() >= shortest_with_seconds ? parse_date_time(text) : std::nullopt;
    return moment ? std::optional(day_of(moment->microseconds)) : std::nullopt;
}

static bool set_day(std::optional<int64_t> days, Value& out)
{
    if (!days || !is_printable_day(*days))
        return false;
    out = Value::date(*days);
    return true;
}

static bool cast_date_parts(const Map& map, Value& out)
{
    auto parts = date_parts(map);
    if (parts.outcome == PartsOutcome::blank)
        out = nullptr;
    else
        out = Value::date(parts.value);
    return parts.outcome == PartsOutcome::blank || parts.outcome == PartsOutcome::valid;
}

static bool cast_date(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    switch (input.kind()) {
    case Kind::date:
        return set_day(input.days(), out);
    case Kind::naive_datetime:
    case Kind::datetime:
        return set_day(day_of(input.microseconds()), out);
    case Kind::string:
        return set_day(parse_day(input.text()), out);
    case Kind::map:
        return cast_date_parts(input.map(), out);
    default:
        return false;
    }
}

static Result<Value> dump_date(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::date))
        return fail(cannot_dump(use, value));
    return Value(format_date(value.days()));
}

const Type date_type {
    .name = "date",
    .doc = "A day of the calendar.",
    .column = Column::text,
    .kind = Kind::date,
    .cast_input = cast_date,
    .dump = dump_date,
    .load = load_by_casting,
    .text_is_wire = any_text_is_wire,
    .to_embedded = embed_as_dumped,
};

} // namespace tunez::type
