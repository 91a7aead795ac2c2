#include "type/builtins.h"
#include "type/stored.h"
#include "type/type_use.h"

#include <algorithm>
#include <array>

namespace tunez::type {

namespace {

struct Unit {
    std::string_view name;
    int64_t Duration::* part;
    int64_t size; // In months, or in microseconds.
};

constexpr std::array<Unit, 8> units { {
    { "year", &Duration::years, 12 },
    { "month", &Duration::months, 1 },
    { "week", &Duration::weeks, 7 * microseconds_per_day },
    { "day", &Duration::days, microseconds_per_day },
    { "hour", &Duration::hours, 3'600 * microseconds_per_second },
    { "minute", &Duration::minutes, 60 * microseconds_per_second },
    { "second", &Duration::seconds, microseconds_per_second },
    { "microsecond", &Duration::microseconds, 1 },
} };
constexpr size_t month_units
    = 2; // The first so many; the two groups are never converted into each other.

constexpr std::array<std::string_view, 3> sign_names { "positive", "negative", "zero" };

struct DurationConstraints {
    std::vector<const Unit*> units; // Those permitted, as listed; empty: all.
    std::vector<std::string_view> signs; // Likewise.

    bool permits(const Unit& unit) const
    {
        return units.empty() || std::ranges::find(units, &unit) != units.end();
    }
};

constexpr std::array<ConstraintRow, 2> duration_constraints { {
    { "units", ConstraintKind::any,
        "The units it is expressed in: a list, a unit, `year_month` or `day_time`." },
    { "signs", ConstraintKind::any, "Which of `positive`, `negative`, `zero` it may be." },
} };

}

static List listed(const Value& value)
{
    return value.is(Kind::list) ? value.list() : List { value };
}

static std::string_view text_of(const Value& value)
{
    return value.is_textual() ? value.text() : std::string_view();
}

static std::vector<const Unit*> permitted_units(
    const TypeUse& use, std::vector<std::string>& problems)
{
    const Value& given = word(use.constraints, "units");
    std::vector<const Unit*> result;
    if (given.is_null())
        return result;
    bool months = text_of(given) == "year_month";
    bool smaller = text_of(given) == "day_time";
    for (size_t i = 0; i < units.size() && (months || smaller); ++i) {
        if ((i < month_units) == months)
            result.push_back(&units[i]);
    }
    if (months || smaller)
        return result;
    for (const auto& name : listed(given)) {
        auto unit = std::ranges::find(units, text_of(name), &Unit::name);
        if (unit != units.end())
            result.push_back(&*unit);
        else
            problems.push_back("constraint `units` knows no unit " + to_json(name));
    }
    return result;
}

static std::vector<std::string_view> permitted_signs(
    const TypeUse& use, std::vector<std::string>& problems)
{
    const Value& given = word(use.constraints, "signs");
    std::vector<std::string_view> result;
    if (given.is_null())
        return result;
    for (const auto& name : listed(given)) {
        auto sign = std::ranges::find(sign_names, text_of(name));
        if (sign != sign_names.end())
            result.push_back(*sign);
        else
            problems.push_back(
                "constraint `signs` knows `positive`, `negative` and `zero`, got " + to_json(name));
    }
    return result;
}

static void prepare_duration(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    use.prepared = std::make_shared<const DurationConstraints>(
        DurationConstraints { permitted_units(use, problems), permitted_signs(use, problems) });
}

// As written: what it is expressed in is the constraints' business.
static bool cast_duration(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    if (input.is(Kind::duration)) {
        out = input;
        return true;
    }
    auto duration = input.is(Kind::string) ? Duration::parse(input.text()) : std::nullopt;
    if (duration)
        out = Value::duration(*duration);
    return duration.has_value();
}

// Spreads one group over the permitted units, largest first. What cannot be expressed in them is
// left as it was.
static void redistribute(
    Duration& duration, std::span<const Unit> group, const DurationConstraints& constraints)
{
    int64_t total = 0;
    Duration result = duration;
    for (const Unit& unit : group) {
        total += duration.*(unit.part) * unit.size;
        result.*(unit.part) = 0;
    }
    for (const Unit& unit : group) {
        if (!constraints.permits(unit))
            continue;
        result.*(unit.part) = total / unit.size;
        total %= unit.size;
    }
    if (total == 0)
        duration = result;
}

static Duration expressed(Duration duration, const DurationConstraints& constraints)
{
    std::span<const Unit> all(units);
    redistribute(duration, all.first(month_units), constraints);
    redistribute(duration, all.subspan(month_units), constraints);
    return duration;
}

static void join(std::string& text, std::string_view name, std::string_view separator)
{
    if (!text.empty())
        text += separator;
    text += name;
}

static void check_units(
    const Duration& duration, const DurationConstraints& constraints, TypeErrors& errors)
{
    std::string disallowed;
    for (const Unit& unit : units) {
        if (duration.*(unit.part) != 0 && !constraints.permits(unit))
            join(disallowed, unit.name, ", ");
    }
    if (disallowed.empty())
        return;
    std::string permitted;
    for (const Unit* unit : constraints.units)
        join(permitted, unit->name, ", ");
    errors.push_back({ .message = "must only use the units %{units}",
        .vars = { { "units", permitted }, { "disallowed", disallowed } } });
}

static void check_sign(
    const Duration& duration, const DurationConstraints& constraints, TypeErrors& errors)
{
    int64_t length = duration.comparable_microseconds();
    std::string_view sign = length == 0 ? "zero" : length < 0 ? "negative" : "positive";
    if (constraints.signs.empty()
        || std::ranges::find(constraints.signs, sign) != constraints.signs.end())
        return;
    std::string permitted;
    for (auto name : constraints.signs)
        join(permitted, name, " or ");
    errors.push_back(
        { .message = "must be %{signs}", .vars = { { "signs", permitted }, { "sign", sign } } });
}

static void apply_duration_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    const auto& constraints = use.options<DurationConstraints>();
    Duration duration = expressed(value.duration(), constraints);
    size_t before = errors.size();
    check_units(duration, constraints, errors);
    if (errors.size() == before)
        check_sign(duration, constraints, errors);
    value = Value::duration(duration);
}

// For "did it change": a month is not the same as thirty days, though it compares so.
static bool equal_durations(const TypeUse&, const Value& left, const Value& right)
{
    if (!left.is(Kind::duration) || !right.is(Kind::duration))
        return false;
    Duration one = left.duration().normalised();
    Duration other = right.duration().normalised();
    one.fraction_digits = other.fraction_digits;
    return one == other;
}

static Result<Value> dump_duration(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::duration))
        return fail(cannot_dump(use, value));
    return Value(value.duration().to_string());
}

static Result<Value> load_duration(const TypeUse& use, const StoredView& stored)
{
    auto duration = stored.kind == Kind::string ? Duration::parse(stored.text) : std::nullopt;
    if (!duration)
        return fail(cannot_load(use, stored.to_value()));
    return Value::duration(expressed(*duration, use.options<DurationConstraints>()));
}

const Type duration_type {
    .name = "duration",
    .doc = "A span of time in calendar units.",
    .column = Column::text,
    .kind = Kind::duration,
    .constraints = duration_constraints,
    .prepare = prepare_duration,
    .cast_input = cast_duration,
    .apply_constraints = apply_duration_constraints,
    .equal = equal_durations,
    .dump = dump_duration,
    .load = load_duration,
    .text_is_wire = any_text_is_wire,
    .to_embedded = embed_as_dumped,
    .from_embedded = load_embedded,
    .simple_equality = false,
};

} // namespace tunez::type
