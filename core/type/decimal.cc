#include "type/builtins.h"
#include "type/limits.h"
#include "type/stored.h"

#include <cstdlib>
#include <optional>

namespace tunez::type {

namespace {

struct DecimalConstraints {
    GivenLimits limits;
    std::optional<int64_t> precision;
    std::optional<int64_t> scale;
};

constexpr std::array<ConstraintRow, 6> decimal_constraints { {
    { "precision", ConstraintKind::any, "Most significant digits, or `arbitrary` (the default)." },
    { "scale", ConstraintKind::any, "Most decimal places, or `arbitrary` (the default)." },
    { "max", ConstraintKind::decimal, "The largest value." },
    { "min", ConstraintKind::decimal, "The smallest value." },
    { "greater_than", ConstraintKind::decimal, "What the value must be above." },
    { "less_than", ConstraintKind::decimal, "What the value must be below." },
} };

}

// Those of IEEE 754's decimal128, so that a short text cannot ask for a number that nobody can
// calculate with.
constexpr size_t most_digits = 34;
constexpr int32_t largest_exponent = 6'144;

static bool parse_decimal(std::string_view text, Value& out)
{
    auto decimal = Decimal::parse(text);
    if (!decimal || decimal->digits.size() > most_digits
        || std::abs(int64_t { decimal->exponent }) > largest_exponent)
        return false;
    out = *std::move(decimal);
    return true;
}

static bool cast_decimal(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    switch (input.kind()) {
    case Kind::decimal:
        out = input;
        return input.decimal().form == Decimal::Form::finite;
    case Kind::integer:
        out = Decimal::from_integer(input.integer());
        return true;
    case Kind::big_integer:
        out = input.decimal();
        return true;
    case Kind::real:
        if (auto decimal = Decimal::from_double(input.real())) {
            out = *std::move(decimal);
            return true;
        }
        return false;
    case Kind::string:
        return parse_decimal(input.text(), out);
    default:
        return false;
    }
}

static std::optional<int64_t> places(
    const TypeUse& use, std::string_view name, int64_t fewest, std::vector<std::string>& problems)
{
    const Value& given = word(use.constraints, name);
    if (given.is_null() || (given.is_textual() && given.text() == "arbitrary"))
        return std::nullopt;
    if (given.is(Kind::integer) && given.integer() >= fewest)
        return given.integer();
    problems.push_back("constraint `" + std::string(name) + "` must be a whole number from "
        + std::to_string(fewest) + " or `arbitrary`, got " + to_json(given));
    return std::nullopt;
}

static void prepare_decimal(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    constexpr std::array<const Limit*, 4> limits { &max_limit, &min_limit, &greater_than_limit,
        &less_than_limit };
    use.prepared = std::make_shared<const DecimalConstraints>(DecimalConstraints {
        .limits = given_limits(use, limits, cast_decimal, problems),
        .precision = places(use, "precision", 1, problems),
        .scale = places(use, "scale", 0, problems),
    });
}

// Both count as written: trailing zeros do, leading ones do not.
static void apply_decimal_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    const auto& constraints = use.options<DecimalConstraints>();
    const Decimal& decimal = value.decimal();
    check_limits(constraints.limits, value, errors);
    if (constraints.precision
        && static_cast<int64_t>(decimal.digits.size()) > *constraints.precision)
        errors.push_back({ .message = "must have no more than %{precision} significant digits",
            .vars = { { "precision", *constraints.precision } } });
    if (constraints.scale && -int64_t { decimal.exponent } > *constraints.scale)
        errors.push_back({ .message = "must have no more than %{scale} decimal places",
            .vars = { { "scale", *constraints.scale } } });
}

static Result<Value> dump_decimal(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::decimal))
        return fail(cannot_dump(use, value));
    return Value(value.decimal().to_string());
}

// Unlike input, what was stored may be of any length.
static Result<Value> load_decimal(const TypeUse& use, const StoredView& stored)
{
    if (stored.kind == Kind::integer)
        return Value(Decimal::from_integer(stored.integer));
    auto decimal = stored.kind == Kind::string ? Decimal::parse(stored.text) : std::nullopt;
    if (!decimal)
        return fail(cannot_load(use, stored.to_value()));
    return Value(*std::move(decimal));
}

const Type decimal_type {
    .name = "decimal",
    .doc = "An exact decimal number, which keeps the places it was written with.",
    .column = Column::text,
    .kind = Kind::decimal,
    .constraints = decimal_constraints,
    .prepare = prepare_decimal,
    .cast_input = cast_decimal,
    .apply_constraints = apply_decimal_constraints,
    .dump = dump_decimal,
    .load = load_decimal,
    .text_is_wire = any_text_is_wire,
    .to_embedded = embed_as_dumped,
    .from_embedded = load_embedded,
    .simple_equality = false,
};

} // namespace tunez::type
