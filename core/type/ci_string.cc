#include "type/builtins.h"
#include "type/stored.h"
#include "type/text.h"
#include "type/text_constraints.h"
#include "type/type_use.h"

namespace tunez::type {

namespace {

enum class Casing : uint8_t { kept, upper, lower };

struct CiStringConstraints {
    TextConstraints text;
    Casing casing = Casing::kept;
};

constexpr std::array<ConstraintRow, 6> ci_string_constraints { {
    text_constraint_rows[0],
    text_constraint_rows[1],
    text_constraint_rows[2],
    text_constraint_rows[3],
    text_constraint_rows[4],
    { "casing", ConstraintKind::symbol, "`upper` or `lower`: what the text is converted to." },
} };

}

static Casing casing(const TypeUse& use, std::vector<std::string>& problems)
{
    const Value& given = word(use.constraints, "casing");
    if (given.is_null())
        return Casing::kept;
    if (given.text() == "upper")
        return Casing::upper;
    if (given.text() != "lower")
        problems.push_back("constraint `casing` must be `upper` or `lower`, got " + to_json(given));
    return Casing::lower;
}

static void prepare_ci_string(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    use.prepared = std::make_shared<const CiStringConstraints>(
        CiStringConstraints { text_constraints(use, host, problems), casing(use, problems) });
}

static bool cast_ci_string(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    if (input.is(Kind::ci_string)) {
        out = input;
        return true;
    }
    if (!input.is(Kind::string))
        return false;
    out = Value::ci_string(input.text());
    return true;
}

// Length and pattern are those of the text before its case is converted.
static void apply_ci_string_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    const auto& constraints = use.options<CiStringConstraints>();
    std::string_view text = value.text();
    if (!check_text(constraints.text, text, errors))
        value = nullptr;
    else if (constraints.casing == Casing::upper)
        value = Value::ci_string(upper_case(text));
    else if (constraints.casing == Casing::lower)
        value = Value::ci_string(lower_case(text));
    else if (text.size() != value.text().size())
        value = Value::ci_string(text);
}

static Value ci_string_to_embedded(const TypeUse&, const Value& value)
{
    return Value(value.text());
}

const Type ci_string_type {
    .name = "ci_string",
    .doc = "Text whose letter case is kept but does not count when values are compared.",
    .column = Column::text,
    .kind = Kind::ci_string,
    .collation = "tunez_nocase",
    .constraints = ci_string_constraints,
    .prepare = prepare_ci_string,
    .cast_input = cast_ci_string,
    .apply_constraints = apply_ci_string_constraints,
    .dump = dump_text,
    .load = load_by_casting,
    .text_is_wire = any_text_is_wire,
    .to_embedded = ci_string_to_embedded,
};

} // namespace tunez::type
