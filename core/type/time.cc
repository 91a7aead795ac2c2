#include "type/builtins.h"
#include "type/calendar_parts.h"
#include "type/stored.h"
#include "type/text_shape.h"

#include <array>

namespace tunez::type {

struct TimeConstraints {
    Precision precision = Precision::second;
};

constexpr std::array<ConstraintRow, 1> time_constraints { {
    { "precision", ConstraintKind::symbol,
        "`second` (the default) drops fractions, `microsecond` has six digits of them." },
} };

template <Precision otherwise>
static void prepare_time(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    use.prepared
        = std::make_shared<const TimeConstraints>(precision_constraint(use, otherwise, problems));
}

static bool set_time(const TypeUse& use, std::optional<int64_t> microseconds, Value& out)
{
    if (!microseconds)
        return false;
    auto precision = use.options<TimeConstraints>().precision;
    out = Value::time(truncated(*microseconds, precision), precision);
    return true;
}

static bool cast_time_parts(const TypeUse& use, const Map& map, Value& out)
{
    auto parts = time_parts(map);
    if (parts.outcome == PartsOutcome::valid)
        return set_time(use, parts.value, out);
    out = nullptr;
    return parts.outcome == PartsOutcome::blank;
}

static bool cast_time(const TypeUse& use, const Value& input, Value& out, TypeErrors&)
{
    switch (input.kind()) {
    case Kind::time:
    case Kind::naive_datetime:
    case Kind::datetime:
        return set_time(use, time_of_day(input.microseconds()), out);
    case Kind::string:
        return set_time(use, parse_time(input.text()), out);
    case Kind::map:
        return cast_time_parts(use, input.map(), out);
    default:
        return false;
    }
}

static Result<Value> dump_time(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::time))
        return fail(cannot_dump(use, value));
    return Value(format_time(value.microseconds(), use.options<TimeConstraints>().precision));
}

static bool time_text_is_wire(const TypeUse& use, std::string_view text)
{
    static constexpr TextShape with_fraction("00:00:00.000000");
    static constexpr TextShape to_the_second("00:00:00");
    bool fractions = use.options<TimeConstraints>().precision == Precision::microsecond;
    return (fractions ? with_fraction : to_the_second).fits(text);
}

const Type time_type {
    .name = "time",
    .doc = "A time of day.",
    .column = Column::text,
    .kind = Kind::time,
    .constraints = time_constraints,
    .prepare = prepare_time<Precision::second>,
    .cast_input = cast_time,
    .dump = dump_time,
    .load = load_by_casting,
    .text_is_wire = time_text_is_wire,
    .write_stored = write_loaded,
    .to_embedded = embed_as_dumped,
};

const Type time_usec_type {
    .name = "time_usec",
    .doc = "A time of day with microseconds.",
    .column = Column::text,
    .kind = Kind::time,
    .constraints = time_constraints,
    .prepare = prepare_time<Precision::microsecond>,
    .cast_input = cast_time,
    .dump = dump_time,
    .load = load_by_casting,
    .text_is_wire = time_text_is_wire,
    .write_stored = write_loaded,
    .to_embedded = embed_as_dumped,
};

} // namespace tunez::type
