#include "type/builtins.h"
#include "type/stored.h"
#include "type/symbols.h"
#include "type/text.h"
#include "type/type_use.h"

#include <algorithm>
#include <array>

namespace tunez::type {

namespace {

struct EnumValue {
    Value value;
    std::string text;
    std::string lower; // Compared with input whose letter case differs.
};
using EnumValues = std::vector<EnumValue>;

constexpr std::array<ConstraintRow, 1> enum_constraints { {
    { "values", ConstraintKind::list,
        "The values, each alone or as {\"value\", \"label\", \"description\"}." },
} };

constexpr std::array<std::string_view, 9> duration_names { "year", "month", "week", "day", "hour",
    "minute", "second", "millisecond", "microsecond" };

}

static void add(EnumValues& values, std::string_view text, std::vector<std::string>& problems)
{
    if (std::ranges::find(values, text, &EnumValue::text) != values.end())
        problems.push_back("enum value `" + std::string(text) + "` is listed twice");
    name_symbol(text);
    values.push_back({ Value::atom(text), std::string(text), lower_case(text) });
}

static void prepare_enum(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    EnumValues values;
    const Value& listed = word(use.constraints, "values");
    for (const auto& item : listed.is_null() ? List() : listed.list()) {
        const Value& value = item.is(Kind::map) ? word(item.map(), "value") : item;
        if (value.is_textual() && !value.text().empty())
            add(values, value.text(), problems);
        else
            problems.push_back("enum values must be texts, got " + to_json(item));
    }
    if (values.empty() && problems.empty())
        problems.emplace_back("an enum needs values: {\"enum\": [\"draft\", \"published\"]}");
    use.prepared = std::make_shared<const EnumValues>(std::move(values));
}

static void prepare_duration_name(TypeUse& use, Host&, std::vector<std::string>& problems)
{
    EnumValues values;
    for (auto name : duration_names)
        add(values, name, problems);
    use.prepared = std::make_shared<const EnumValues>(std::move(values));
}

// What has a text that could be meant for one of the values.
static bool text_of(const Value& input, std::string& text)
{
    if (!input.is_textual() && !input.is(Kind::boolean) && !input.is(Kind::integer))
        return false;
    text = display(input);
    return true;
}

static bool cast_enum(const TypeUse& use, const Value& input, Value& out, TypeErrors&)
{
    const auto& values = use.options<EnumValues>();
    if (input.is(Kind::string) || input.is(Kind::atom)) {
        auto same = std::ranges::find(values, input.text(), &EnumValue::text);
        if (same != values.end()) {
            out = same->value;
            return true;
        }
    }
    std::string text;
    if (!text_of(input, text))
        return false;
    auto alike = std::ranges::find(values, lower_case(text), &EnumValue::lower);
    if (alike == values.end())
        return false;
    out = alike->value;
    return true;
}

static Value enum_to_embedded(const TypeUse&, const Value& value) { return Value(value.text()); }

const Type enum_type {
    .name = "enum",
    .doc = "One of the values that are listed, in whatever letter case it is given.",
    .column = Column::text,
    .kind = Kind::atom,
    .constraints = enum_constraints,
    .prepare = prepare_enum,
    .cast_input = cast_enum,
    .dump = dump_text,
    .load = load_by_casting,
    .text_is_wire = any_text_is_wire,
    .to_embedded = enum_to_embedded,
};

const Type duration_name_type {
    .name = "duration_name",
    .doc = "The name of a unit of time.",
    .column = Column::text,
    .prepare = prepare_duration_name,
    .cast_input = cast_enum,
    .dump = dump_text,
    .load = load_by_casting,
    .text_is_wire = any_text_is_wire,
    .to_embedded = enum_to_embedded,
};

} // namespace tunez::type
