#include "type/builtins.h"
#include "type/limits.h"
#include "type/stored.h"

#include <charconv>

namespace tunez::type {

constexpr std::array<ConstraintRow, 2> integer_constraints { {
    { "max", ConstraintKind::integer, "The largest value." },
    { "min", ConstraintKind::integer, "The smallest value." },
} };

// More digits than any key or counter has; the reference draws the same line.
constexpr size_t longest_text = 31;

static bool is_digits(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

static bool parse_integer(std::string_view text, Value& out)
{
    if (text.size() > longest_text)
        return false;
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    int64_t integer = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (problem == std::errc() && end == text.data() + text.size()) {
        out = integer;
        return true;
    }
    if (problem != std::errc::result_out_of_range
        || !is_digits(text.substr(text.starts_with('-') ? 1 : 0)))
        return false;
    out = Value::big_integer(*Decimal::parse(text));
    return true;
}

static bool is_whole(const Value& input)
{
    return input.is(Kind::integer) || input.is(Kind::big_integer);
}

static bool cast_integer(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    if (input.is(Kind::integer) || input.is(Kind::big_integer)) {
        out = input;
        return true;
    }
    return input.is(Kind::string) && parse_integer(input.text(), out);
}

static void prepare_integer(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    constexpr std::array<const Limit*, 2> limits { &max_limit, &min_limit };
    use.prepared
        = std::make_shared<const GivenLimits>(given_limits(use, limits, cast_integer, problems));
}

static void apply_integer_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    check_limits(use.options<GivenLimits>(), value, errors);
}

static Result<Value> dump_integer(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::integer))
        return fail(cannot_dump(use, value));
    return value;
}

static bool write_stored_integer(const TypeUse&, const StoredView& stored, JsonWriter& writer)
{
    if (stored.kind != Kind::integer)
        return false;
    writer.integer(stored.integer);
    return true;
}

const Type integer_type {
    .name = "integer",
    .doc = "A whole number; 64 bits can be stored.",
    .column = Column::integer,
    .kind = Kind::integer,
    .constraints = integer_constraints,
    .prepare = prepare_integer,
    .cast_input = cast_integer,
    .travels_as = is_whole,
    .apply_constraints = apply_integer_constraints,
    .dump = dump_integer,
    .load = load_by_casting,
    .write_stored = write_stored_integer,
    .cell_form = CellForm::integer,
};

} // namespace tunez::type
