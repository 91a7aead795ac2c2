#include "type/builtins.h"
#include "type/limits.h"
#include "type/stored.h"

#include <cmath>
#include <cstdlib>
#include <string>

namespace tunez::type {

constexpr std::array<ConstraintRow, 4> float_constraints { {
    { "max", ConstraintKind::number, "The largest value." },
    { "min", ConstraintKind::number, "The smallest value." },
    { "greater_than", ConstraintKind::number, "What the value must be above." },
    { "less_than", ConstraintKind::number, "What the value must be below." },
} };

static size_t skip_digits(std::string_view text, size_t at)
{
    while (at < text.size() && text[at] >= '0' && text[at] <= '9')
        ++at;
    return at;
}

static bool is_sign(std::string_view text, size_t at)
{
    return at < text.size() && (text[at] == '-' || text[at] == '+');
}

// An optional sign, digits, an optional point with digits, an optional exponent.
static bool is_number(std::string_view text)
{
    size_t start = is_sign(text, 0) ? 1 : 0;
    size_t at = skip_digits(text, start);
    if (at == start)
        return false;
    if (at < text.size() && text[at] == '.') {
        size_t fraction = at + 1;
        at = skip_digits(text, fraction);
        if (at == fraction)
            return false;
    }
    if (at < text.size() && (text[at] | 0x20) == 'e') {
        size_t exponent = at + (is_sign(text, at + 1) ? 2 : 1);
        at = skip_digits(text, exponent);
        if (at == exponent)
            return false;
    }
    return at == text.size();
}

static bool finite(double value, Value& out)
{
    if (!std::isfinite(value))
        return false;
    out = value;
    return true;
}

static bool is_numeric(const Value& input)
{
    return input.is(Kind::real) || input.is(Kind::integer) || input.is(Kind::big_integer);
}

static bool cast_float(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    switch (input.kind()) {
    case Kind::integer:
        return finite(static_cast<double>(input.integer()), out);
    case Kind::big_integer:
        return finite(input.decimal().to_double(), out);
    case Kind::real:
        return finite(input.real(), out);
    case Kind::string:
        return is_number(input.text())
            && finite(std::strtod(std::string(input.text()).c_str(), nullptr), out);
    default:
        return false;
    }
}

static void prepare_float(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    constexpr std::array<const Limit*, 4> limits { &max_limit, &min_limit, &greater_than_limit,
        &less_than_limit };
    use.prepared
        = std::make_shared<const GivenLimits>(given_limits(use, limits, cast_float, problems));
}

static void apply_float_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    check_limits(use.options<GivenLimits>(), value, errors);
}

static Result<Value> dump_float(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::real))
        return fail(cannot_dump(use, value));
    return value;
}

static bool write_stored_float(const TypeUse&, const StoredView& stored, JsonWriter& writer)
{
    if (stored.kind == Kind::real)
        writer.real(stored.real);
    else if (stored.kind == Kind::integer)
        writer.real(static_cast<double>(stored.integer));
    else
        return false;
    return true;
}

const Type float_type {
    .name = "float",
    .doc = "A number with a binary fraction.",
    .column = Column::real,
    .kind = Kind::real,
    .constraints = float_constraints,
    .prepare = prepare_float,
    .cast_input = cast_float,
    .travels_as = is_numeric,
    .apply_constraints = apply_float_constraints,
    .dump = dump_float,
    .load = load_by_casting,
    .write_stored = write_stored_float,
    .cell_form = CellForm::real,
};

} // namespace tunez::type
