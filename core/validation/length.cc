#include "validation/builtins.h"

#include "expr/build.h"
#include "type/builtins.h"
#include "type/text.h"
#include "validation/as_text.h"

namespace tunez::validation {

// The words of one of the two validations of length.
namespace {
struct Measure {
    std::string_view what; // "length" or "byte size"
    size_t (*of)(std::string_view text);
};
} // namespace

static std::string message_of(const Entry& entry, const Measure& measure)
{
    auto begin = "must have " + std::string(measure.what) + " of ";
    bool has_min = entry.options.contains("min");
    bool has_max = entry.options.contains("max");
    if (entry.options.contains("exact"))
        return begin + "exactly %{exact}";
    if (has_min && has_max)
        return begin + "between %{min} and %{max}";
    return begin + (has_min ? "at least %{min}" : "no more than %{max}");
}

static Map vars_of(const Entry& entry)
{
    Map vars;
    for (auto name : { "exact", "min", "max" }) {
        if (const auto* option = entry.options.find(name))
            vars.set(name, *option);
    }
    return vars;
}

static void validate_length(
    const ValidationCall& call, std::vector<Error>& errors, const Measure& measure)
{
    const auto& value = call.value(call.field());
    if (!value.is_present())
        return;
    std::string written;
    auto text = as_text(value, written);
    if (!text) {
        errors.push_back(Error::invalid_attribute(call.field(), "could not be parsed"));
        return;
    }
    auto size = static_cast<int64_t>(measure.of(*text));
    for (auto name : { "exact", "min", "max" }) {
        auto option = call.option(name);
        if (!option) {
            errors.push_back(std::move(option).error());
            return;
        }
        if (!option->is(Kind::integer))
            continue;
        auto bound = option->integer();
        bool holds = name[0] == 'e' ? size == bound
            : name[1] == 'i'        ? size >= bound
                                    : size <= bound;
        if (!holds) {
            errors.push_back(Error::invalid_attribute(
                call.field(), message_of(call.entry, measure), vars_of(call.entry)));
            return;
        }
    }
}

static ExpressionRef no_longer_than(const ExpressionRef& field, const Value& most)
{
    return build(Operator::lte, { build(Operator::string_length, { field }), literal(most) });
}

static ExpressionRef surely_has_length(const ValidationCall& call)
{
    auto field = call.row_field(call.field());
    auto max = call.option("max");
    bool at_most = call.written("min") == nullptr && call.written("exact") == nullptr && max
        && max->is(Kind::integer);
    return field != nullptr && at_most && field->type->type == &type::string_type
        ? no_longer_than(field, *max)
        : nullptr;
}

static constexpr Measure characters { "length", grapheme_length };
static constexpr Measure bytes { "byte size", [](std::string_view text) { return text.size(); } };

static constexpr OptionRow length_options[] = {
    { "field", OptionKind::field, "What to measure.", true },
    { "min", OptionKind::integer, "The fewest." },
    { "max", OptionKind::integer, "The most." },
    { "exact", OptionKind::integer, "Exactly this many." },
};

const Validation string_length {
    .shape = { .name = "string_length",
        .doc = "Checks the number of characters (graphemes) in a text.",
        .options = length_options },
    .validate = [](const ValidationCall& call,
                    std::vector<Error>& errors) { validate_length(call, errors, characters); },
    .describe =
        [](const Entry& entry, std::string& message, Map& vars) {
            message = message_of(entry, characters);
            vars = vars_of(entry);
        },
    .surely_holds = surely_has_length,
};

const Validation byte_size {
    .shape = { .name = "byte_size",
        .doc = "Checks the number of bytes in a text.",
        .options = length_options },
    .validate = [](const ValidationCall& call,
                    std::vector<Error>& errors) { validate_length(call, errors, bytes); },
    .describe =
        [](const Entry& entry, std::string& message, Map& vars) {
            message = message_of(entry, bytes);
            vars = vars_of(entry);
        },
};

} // namespace tunez::validation
