#include "type/builtins.h"
#include "type/calendar_parts.h"
#include "type/stored.h"
#include "type/text_shape.h"

namespace tunez::type {

static bool set_moment(std::optional<int64_t> microseconds, Value& out)
{
    if (!microseconds || !is_printable_moment(*microseconds))
        return false;
    out = Value::naive_datetime(truncated(*microseconds, Precision::second), Precision::second);
    return true;
}

// What an offset says about the place is dropped, not applied.
static std::optional<int64_t> parse_naive_datetime(std::string_view text)
{
    auto moment = parse_date_time(text);
    return moment ? std::optional(moment->microseconds) : std::nullopt;
}

static bool cast_naive_datetime_parts(const Map& map, Value& out)
{
    auto parts = date_time_parts(map);
    if (parts.outcome == PartsOutcome::valid)
        return set_moment(parts.value, out);
    out = nullptr;
    return parts.outcome == PartsOutcome::blank;
}

static bool cast_naive_datetime(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    switch (input.kind()) {
    case Kind::naive_datetime:
    case Kind::datetime:
        return set_moment(input.microseconds(), out);
    case Kind::string:
        return set_moment(parse_naive_datetime(input.text()), out);
    case Kind::map:
        return cast_naive_datetime_parts(input.map(), out);
    default:
        return false;
    }
}

static Result<Value> dump_naive_datetime(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::naive_datetime))
        return fail(cannot_dump(use, value));
    return Value(format_naive_date_time(value.microseconds(), Precision::second));
}

static bool naive_datetime_text_is_wire(const TypeUse&, std::string_view text)
{
    static constexpr TextShape shape("0000-00-00T00:00:00");
    return shape.fits(text);
}

const Type naive_datetime_type {
    .name = "naive_datetime",
    .doc = "A date and time of day that says nothing about the place.",
    .column = Column::text,
    .kind = Kind::naive_datetime,
    .cast_input = cast_naive_datetime,
    .dump = dump_naive_datetime,
    .load = load_by_casting,
    .text_is_wire = naive_datetime_text_is_wire,
    .write_stored = write_loaded,
    .to_embedded = embed_as_dumped,
};

} // namespace tunez::type
