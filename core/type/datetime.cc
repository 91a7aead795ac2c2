#include "type/builtins.h"
#include "type/calendar_parts.h"
#include "type/stored.h"
#include "type/text_shape.h"
#include "type/type_use.h"

#include <array>

namespace tunez::type {

namespace {

struct DatetimeConstraints {
    Precision precision = Precision::second;
    bool dates_are_errors = false;
};

constexpr ConstraintRow cast_dates_as_row { "cast_dates_as", ConstraintKind::symbol,
    "What a date becomes: `start_of_day` (the default) or an `error`." };
constexpr ConstraintRow timezone_row { "timezone", ConstraintKind::symbol, "Always `utc`." };
constexpr std::array<ConstraintRow, 3> datetime_constraints { {
    { "precision", ConstraintKind::symbol,
        "`second` (the default) drops fractions, `microsecond` has six digits of them." },
    cast_dates_as_row,
    timezone_row,
} };

}

static bool dates_are_errors(const TypeUse& use, std::vector<std::string>& problems)
{
    const Value& given = word(use.constraints, "cast_dates_as");
    if (given.is_null() || given.text() == "start_of_day")
        return false;
    if (given.text() != "error")
        problems.push_back(
            "constraint `cast_dates_as` must be `start_of_day` or `error`, got " + to_json(given));
    return true;
}

template <Precision otherwise>
static void prepare_datetime(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    const Value& timezone = word(use.constraints, "timezone");
    if (!timezone.is_null() && timezone.text() != "utc")
        problems.push_back("constraint `timezone` must be `utc`, got " + to_json(timezone));
    use.prepared = std::make_shared<const DatetimeConstraints>(DatetimeConstraints {
        precision_constraint(use, otherwise, problems), dates_are_errors(use, problems) });
}

static bool set_moment(const TypeUse& use, std::optional<int64_t> microseconds, Value& out)
{
    if (!microseconds || !is_printable_moment(*microseconds))
        return false;
    auto precision = use.options<DatetimeConstraints>().precision;
    out = Value::datetime(truncated(*microseconds, precision), precision);
    return true;
}

// Without an offset the text is taken as UTC.
static std::optional<int64_t> parse_datetime(std::string_view text)
{
    auto moment = parse_date_time(text);
    if (!moment)
        return std::nullopt;
    return moment->microseconds - moment->offset_seconds.value_or(0) * microseconds_per_second;
}

static bool cast_moment(const TypeUse& use, const Value& input, Value& out)
{
    switch (input.kind()) {
    case Kind::naive_datetime:
    case Kind::datetime:
        return set_moment(use, input.microseconds(), out);
    case Kind::string:
        return set_moment(use, parse_datetime(input.text()), out);
    case Kind::map: {
        auto parts = date_time_parts(input.map());
        if (parts.outcome == PartsOutcome::valid)
            return set_moment(use, parts.value, out);
        out = nullptr;
        return parts.outcome == PartsOutcome::blank;
    }
    default:
        return false;
    }
}

static std::optional<int64_t> start_of(std::optional<int64_t> day)
{
    return day && is_printable_day(*day) ? std::optional(*day * microseconds_per_day)
                                         : std::nullopt;
}

static bool cast_date(const TypeUse& use, const Value& input, Value& out)
{
    if (input.is(Kind::date))
        return set_moment(use, start_of(input.days()), out);
    if (input.is(Kind::string))
        return set_moment(use, start_of(parse_date(input.text())), out);
    if (!input.is(Kind::map) || has_time_parts(input.map()))
        return false;
    auto parts = date_parts(input.map());
    if (parts.outcome == PartsOutcome::valid)
        return set_moment(use, start_of(parts.value), out);
    out = nullptr;
    return parts.outcome == PartsOutcome::blank;
}

static bool cast_datetime(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    if (cast_moment(use, input, out))
        return true;
    if (use.options<DatetimeConstraints>().dates_are_errors) {
        errors.push_back({ .message = "must be a datetime, got a date" });
        return false;
    }
    if (cast_date(use, input, out))
        return true;
    errors.push_back({ .message = "Could not cast input to datetime" });
    return false;
}

static Result<Value> dump_datetime(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::datetime))
        return fail(cannot_dump(use, value));
    return Value(
        format_date_time(value.microseconds(), use.options<DatetimeConstraints>().precision));
}

static bool datetime_text_is_wire(const TypeUse& use, std::string_view text)
{
    static constexpr TextShape with_fraction("0000-00-00T00:00:00.000000Z");
    static constexpr TextShape to_the_second("0000-00-00T00:00:00Z");
    bool fractions = use.options<DatetimeConstraints>().precision == Precision::microsecond;
    return (fractions ? with_fraction : to_the_second).fits(text);
}

const Type datetime_type {
    .name = "datetime",
    .doc = "A moment, in UTC.",
    .column = Column::text,
    .kind = Kind::datetime,
    .constraints = datetime_constraints,
    .prepare = prepare_datetime<Precision::second>,
    .cast_input = cast_datetime,
    .dump = dump_datetime,
    .load = load_by_casting,
    .text_is_wire = datetime_text_is_wire,
    .write_stored = write_loaded,
    .to_embedded = embed_as_dumped,
};

const Type utc_datetime_type {
    .name = "utc_datetime",
    .doc = "A moment to the second, in UTC.",
    .column = Column::text,
    .kind = Kind::datetime,
    .constraints = datetime_constraints,
    .prepare = prepare_datetime<Precision::second>,
    .cast_input = cast_datetime,
    .dump = dump_datetime,
    .load = load_by_casting,
    .text_is_wire = datetime_text_is_wire,
    .write_stored = write_loaded,
    .to_embedded = embed_as_dumped,
};

const Type utc_datetime_usec_type {
    .name = "utc_datetime_usec",
    .doc = "A moment to the microsecond, in UTC.",
    .column = Column::text,
    .kind = Kind::datetime,
    .constraints = datetime_constraints,
    .prepare = prepare_datetime<Precision::microsecond>,
    .cast_input = cast_datetime,
    .dump = dump_datetime,
    .load = load_by_casting,
    .text_is_wire = datetime_text_is_wire,
    .write_stored = write_loaded,
    .to_embedded = embed_as_dumped,
};

} // namespace tunez::type
