#include "type/builtins.h"
#include "type/calendar_parts.h"
#include "type/stored.h"
#include "type/type_use.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace tunez::type {

namespace {

struct EndConstraints {
    bool required = false;
    std::optional<bool> inclusive;
};

struct RangeConstraints {
    EndConstraints lower;
    EndConstraints upper;
    bool allow_empty = false;
    bool discrete = false; // Every bound has a successor.
};

constexpr std::array<ConstraintRow, 5> range_constraints { {
    { "inner_type", ConstraintKind::symbol, "`date`, `integer`, `naive_datetime` or `datetime`." },
    { "inner_constraints", ConstraintKind::map, "The constraints of the bounds." },
    { "lower", ConstraintKind::map,
        "{\"required\", \"inclusive\"}: what the lower bound must be." },
    { "upper", ConstraintKind::map, "The same for the upper bound." },
    { "allow_empty", ConstraintKind::boolean, "Allows a range that holds nothing." },
} };

constexpr std::array<std::string_view, 4> inner_types { "date", "integer", "naive_datetime",
    "datetime" };
constexpr std::array<std::string_view, 4> bounds_specifiers { "[)", "[]", "(]", "()" };

// In memory a structure `range` with `lower`, `upper`, `bounds` and, if so, `empty`.
struct Range {
    Value lower;
    Value upper;
    std::string bounds = "[)";
    bool empty = false;

    bool includes_lower() const { return bounds.front() == '['; }
    bool includes_upper() const { return bounds.back() == ']'; }
    bool is_bounded() const { return !lower.is_null() && !upper.is_null(); }
};

}

static const Value& option(const Map& words, std::string_view name)
{
    const Value& spelled = word(words, std::string(name) + "?");
    return spelled.is_null() ? word(words, name) : spelled;
}

static EndConstraints end_constraints(
    const TypeUse& use, std::string_view end, std::vector<std::string>& problems)
{
    EndConstraints result;
    const Value& given = word(use.constraints, end);
    if (given.is_null())
        return result;
    if (given.is(Kind::list)) {
        problems.push_back(
            "constraint `" + std::string(end) + "` must be a map, got " + to_json(given));
        return result;
    }
    const Value& required = option(given.map(), "required");
    const Value& inclusive = option(given.map(), "inclusive");
    result.required = required.is(Kind::boolean) && required.boolean();
    if (inclusive.is(Kind::boolean))
        result.inclusive = inclusive.boolean();
    return result;
}

static void prepare_range(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    const Value& inner = word(use.constraints, "inner_type");
    auto name = inner.is_textual() ? inner.text() : std::string_view();
    if (std::ranges::find(inner_types, name) == inner_types.end()) {
        problems.push_back("type `range` needs an `inner_type`: `date`, `integer`, "
                           "`naive_datetime` or `datetime`, got "
            + to_json(inner));
        return;
    }
    use.items = std::make_unique<TypeUse>(
        make_type_use(inner, word(use.constraints, "inner_constraints"), host, problems));
    const Value& allow_empty = word(use.constraints, "allow_empty");
    use.prepared = std::make_shared<const RangeConstraints>(RangeConstraints {
        .lower = end_constraints(use, "lower", problems),
        .upper = end_constraints(use, "upper", problems),
        .allow_empty = !allow_empty.is_null() && allow_empty.boolean(),
        .discrete = name == "date" || name == "integer",
    });
}

static Value to_value(const Range& range)
{
    Map fields { { "lower", range.lower }, { "upper", range.upper }, { "bounds", range.bounds } };
    if (range.empty)
        fields.append("empty", true);
    return Value::structure("range", std::move(fields));
}

static bool is_true(const Value& value) { return value.is(Kind::boolean) && value.boolean(); }

static Range from_map(const Map& fields)
{
    Range range { .lower = word(fields, "lower"), .upper = word(fields, "upper") };
    const Value& bounds = word(fields, "bounds");
    if (!bounds.is_null())
        range.bounds = bounds.is_textual() ? std::string(bounds.text()) : std::string();
    range.empty = is_true(option(fields, "empty"));
    return range;
}

static bool refuse(TypeErrors& errors, std::string message)
{
    errors.push_back({ .message = std::move(message) });
    return false;
}

static bool extract(const Value& input, Range& range, TypeErrors& errors)
{
    if (input.is(Kind::tuple) && input.list().size() == 2)
        range = { .lower = input.list()[0], .upper = input.list()[1] };
    else if (input.is(Kind::map) || input.is(Kind::structure))
        range = from_map(input.map());
    else
        return refuse(errors, "is not a valid range");
    if (std::ranges::find(bounds_specifiers, std::string_view(range.bounds))
        == bounds_specifiers.end())
        return refuse(errors, "bounds is not a valid bounds specifier");
    return true;
}

static bool advance(Value& bound)
{
    if (bound.is(Kind::date) && is_printable_day(bound.days() + 1))
        bound = Value::date(bound.days() + 1);
    else if (bound.is(Kind::integer) && bound.integer() < std::numeric_limits<int64_t>::max())
        bound = bound.integer() + 1;
    else
        return false;
    return true;
}

static bool has_no_points(const Range& range)
{
    return range.is_bounded() && compare_values(range.lower, range.upper) == 0
        && !(range.includes_lower() && range.includes_upper());
}

static bool is_ordered(const Range& range)
{
    return !range.is_bounded() || compare_values(range.lower, range.upper).value_or(1) <= 0;
}

// Half-open, where every bound has a successor. A bound that has none stays as it was given.
static void shift_bounds(Range& range)
{
    Range shifted = range;
    if (!range.lower.is_null() && !range.includes_lower() && !advance(shifted.lower))
        return;
    if (!range.upper.is_null() && range.includes_upper() && !advance(shifted.upper))
        return;
    shifted.bounds = range.lower.is_null() ? "()" : "[)";
    range = std::move(shifted);
}

static void canonicalise(const TypeUse& use, Range& range)
{
    if (!range.empty && !has_no_points(range) && use.options<RangeConstraints>().discrete
        && is_ordered(range))
        shift_bounds(range);
    if (range.empty || has_no_points(range))
        range = { .lower = {}, .upper = {}, .bounds = "[)", .empty = true };
}

static bool cast_range(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    Range given;
    if (!extract(input, given, errors))
        return false;
    Range range { .lower = {}, .upper = {}, .bounds = given.bounds, .empty = given.empty };
    if (!cast_input(*use.items, given.lower, range.lower, errors)
        || !cast_input(*use.items, given.upper, range.upper, errors))
        return false;
    if (range.lower.is(Kind::big_integer) || range.upper.is(Kind::big_integer))
        return refuse(errors, "is not a valid range");
    canonicalise(use, range);
    out = to_value(range);
    return true;
}

static void check_end(std::string_view name, const Value& bound, bool inclusive,
    const EndConstraints& constraints, TypeErrors& errors)
{
    if (bound.is_null()) {
        if (constraints.required)
            errors.push_back(
                { .message = "range must have a %{bound} bound", .vars = { { "bound", name } } });
    } else if (constraints.inclusive.value_or(inclusive) != inclusive) {
        errors.push_back({ .message = "range %{bound} bound must be %{required}",
            .vars = { { "bound", name },
                { "required", *constraints.inclusive ? "inclusive" : "exclusive" } } });
    }
}

static void apply_range_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    const auto& constraints = use.options<RangeConstraints>();
    Range range = from_map(value.map());
    size_t before = errors.size();
    if (range.empty && !constraints.allow_empty) {
        errors.push_back({ .message = "range must not be empty" });
        return;
    }
    if (!apply_constraints(*use.items, range.lower, errors)
        || !apply_constraints(*use.items, range.upper, errors))
        return;
    if (!is_ordered(range)) {
        errors.push_back({ .message = "range lower bound must not be greater than upper bound" });
        return;
    }
    if (!range.empty) {
        check_end("lower", range.lower, range.includes_lower(), constraints.lower, errors);
        check_end("upper", range.upper, range.includes_upper(), constraints.upper, errors);
    }
    if (errors.size() == before)
        value = to_value(range);
}

static Value embed_range(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::structure))
        return {};
    Range range = from_map(value.map());
    range.lower = to_embedded(*use.items, range.lower);
    range.upper = to_embedded(*use.items, range.upper);
    return to_value(range).map();
}

static Result<Value> load_range(const TypeUse& use, const Value& json)
{
    Range range;
    TypeErrors errors;
    if (!json.is(Kind::map) || !extract(json, range, errors))
        return fail(cannot_load(use, json));
    range.lower = TRY(from_embedded(*use.items, range.lower));
    range.upper = TRY(from_embedded(*use.items, range.upper));
    return to_value(range);
}

const Type range_type {
    .name = "range",
    .doc = "Everything between two bounds, each of which may be missing.",
    .column = Column::text,
    .constraints = range_constraints,
    .prepare = prepare_range,
    .cast_input = cast_range,
    .apply_constraints = apply_range_constraints,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed_range,
    .from_embedded = load_range,
    .simple_equality = false,
};

} // namespace tunez::type
