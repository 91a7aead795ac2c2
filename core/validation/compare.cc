#include "validation/builtins.h"

#include "expr/build.h"
#include "type/type.h"

#include <algorithm>

namespace tunez::validation {

namespace {

enum class Verdict : uint8_t { fails, holds };

struct Comparison {
    const char* option;
    Operator op;
    const char* text;
    // What the sign of compare(value, comparand) must be.
    bool (*holds)(int sign);
};

} // namespace

static constexpr Comparison comparisons[] = {
    { "greater_than", Operator::gt, "must be greater than %{greater_than}",
        [](int sign) { return sign > 0; } },
    { "less_than", Operator::lt, "must be less than %{less_than}",
        [](int sign) { return sign < 0; } },
    { "greater_than_or_equal_to", Operator::gte,
        "must be greater than or equal to %{greater_than_or_equal_to}",
        [](int sign) { return sign >= 0; } },
    { "less_than_or_equal_to", Operator::lte,
        "must be less than or equal to %{less_than_or_equal_to}",
        [](int sign) { return sign <= 0; } },
    { "is_equal", Operator::eq, "must be equal to %{is_equal}",
        [](int sign) { return sign == 0; } },
    { "is_not_equal", Operator::not_eq_, "must not be equal to %{is_not_equal}",
        [](int sign) { return sign != 0; } },
};

// A symbol that names another attribute or argument stands for its value.
static Value resolve(const ValidationCall& call, const Value& option)
{
    if (option.is(Kind::atom)) {
        if (const auto* value = call.changeset.find_value(option.text()))
            return *value;
    }
    return option;
}

// A nil comparand counts as greater than any number; kinds that do not compare are unequal.
static std::optional<int> compare_with(
    const ValidationCall& call, const Value& value, const Value& comparand)
{
    if (comparand.is_null())
        return -1;
    if (auto sign = compare_values(value, comparand))
        return sign;
    const auto* type = call.type(call.field());
    if (type == nullptr)
        return std::nullopt;
    Value converted;
    TypeErrors errors;
    return cast_input(*type, comparand, converted, errors) && !converted.is_null()
        ? compare_values(value, converted)
        : std::nullopt;
}

static std::string_view text_of(std::string_view option, const Value& value)
{
    if (option == "is_nil")
        return value.is(Kind::boolean) && value.boolean() ? "must be nil" : "must not be nil";
    const auto* comparison = std::ranges::find(
        comparisons, option, [](const auto& row) { return std::string_view(row.option); });
    return comparison != std::end(comparisons) ? comparison->text : std::string_view {};
}

// In the order in which they were given.
static std::string message_of(const Entry& entry)
{
    std::string message;
    for (const auto& [option, value] : entry.options) {
        auto text = text_of(option, value);
        if (!message.empty() && !text.empty())
            message += " and ";
        message += text;
    }
    return message;
}

// Unlike what display() makes of them: texts without quotes, and lists in brackets.
static std::string told_parts(const Value& value)
{
    std::string text;
    auto append = [&](std::string_view name, const Value& part) {
        text += text.empty() ? "" : ", ";
        text += name;
        text += told_parts(part);
    };
    switch (value.kind()) {
    case Kind::list:
    case Kind::tuple:
        for (const auto& item : value.list())
            append({}, item);
        return value.is(Kind::list) ? "[" + text + "]" : "{" + text + "}";
    case Kind::map:
        for (const auto& [name, part] : value.map())
            append(name + ": ", part);
        return "%{" + text + "}";
    default:
        return display(value);
    }
}

// How a comparand is told: another field by its name, and what has parts as text.
static Value told(const Value& comparand)
{
    if (comparand.is(Kind::atom))
        return Value(comparand.text());
    if (comparand.is(Kind::map) && comparand.map().size() == 1) {
        const auto* name = comparand.map().find("attribute");
        if (name != nullptr && name->is_textual())
            return Value(name->text());
    }
    bool has_parts
        = comparand.is(Kind::list) || comparand.is(Kind::map) || comparand.is(Kind::tuple);
    return has_parts ? Value(told_parts(comparand)) : comparand;
}

static void validate_compare(const ValidationCall& call, std::vector<Error>& errors)
{
    const auto& value = call.value(call.field());
    bool failed = false;
    Map vars;
    if (const auto* is_nil = call.written("is_nil");
        is_nil != nullptr && is_nil->is(Kind::boolean)) {
        failed = is_nil->boolean() != value.is_null();
        vars.set("is_nil", *is_nil);
    }
    for (const auto& comparison : comparisons) {
        const auto* written = call.written(comparison.option);
        if (written == nullptr)
            continue;
        auto option = call.option(comparison.option);
        if (!option) {
            errors.push_back(std::move(option).error());
            return;
        }
        vars.set(comparison.option, told(*option));
        if (value.is_null() || value.is_marker())
            continue;
        auto sign = compare_with(call, value, resolve(call, *option));
        bool holds = sign ? comparison.holds(*sign)
                          : std::string_view(comparison.option) == "is_not_equal";
        failed = failed || !holds;
    }
    if (failed)
        errors.push_back(
            Error::invalid_attribute(call.field(), message_of(call.entry), std::move(vars)));
}

static ExpressionRef surely_holds(const ValidationCall& call)
{
    auto field = call.row_field(call.field());
    if (field == nullptr || call.written("is_nil") != nullptr)
        return nullptr;
    ExpressionRef condition;
    for (const auto& comparison : comparisons) {
        if (call.written(comparison.option) == nullptr)
            continue;
        auto option = call.option(comparison.option);
        // A symbol may be the name of a field.
        if (!option || !option->is_present() || option->is(Kind::atom))
            return nullptr;
        condition = both(
            std::move(condition), build(comparison.op, { field, literal(std::move(*option)) }));
    }
    return condition;
}

static void describe_compare(const Entry& entry, std::string& message, Map& vars)
{
    message = message_of(entry);
    for (const auto& comparison : comparisons) {
        if (const auto* option = entry.options.find(comparison.option))
            vars.set(comparison.option, told(*option));
    }
    if (const auto* is_nil = entry.options.find("is_nil"))
        vars.set("is_nil", *is_nil);
}

static constexpr OptionRow compare_options[] = {
    { "field", OptionKind::field, "What to compare.", true },
    { "greater_than", OptionKind::any, "Must be above this." },
    { "less_than", OptionKind::any, "Must be below this." },
    { "greater_than_or_equal_to", OptionKind::any, "Must be this or above." },
    { "less_than_or_equal_to", OptionKind::any, "Must be this or below." },
    { "is_equal", OptionKind::any, "Must equal this." },
    { "is_not_equal", OptionKind::any, "Must not equal this." },
    { "is_nil", OptionKind::boolean, "Must be nil, or must not." },
};

const Validation compare {
    .shape = { .name = "compare",
        .doc = "Compares a field with values, functions, or other attributes and arguments (as "
               "symbols).",
        .options = compare_options },
    .validate = validate_compare,
    .describe = describe_compare,
    .surely_holds = surely_holds,
};

const Validation numericality {
    .shape = { .name = "numericality", .doc = "Alias of compare.", .options = compare_options },
    .validate = validate_compare,
    .describe = describe_compare,
    .surely_holds = surely_holds,
};

} // namespace tunez::validation
