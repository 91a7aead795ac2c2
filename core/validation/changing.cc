#include "validation/builtins.h"

#include "type/type.h"

namespace tunez::validation {

static constexpr OptionRow changing_options[] = {
    { "field", OptionKind::field,
        "The attribute, or the relationship whose key or inputs are meant.", true },
    { "touching", OptionKind::boolean, "True when the input named it, also with an equal value." },
    { "from", OptionKind::any, "Only from this value." },
    { "to", OptionKind::any, "Only to this value." },
};

static constexpr auto changing_message = "must be changing";

static const Attribute* attribute_of(const ValidationCall& call, const Relationship* relationship)
{
    if (relationship == nullptr)
        return call.changeset.resource().find_attribute(call.field());
    return relationship->kind == RelationshipKind::belongs_to ? relationship->source_attribute
                                                              : nullptr;
}

static bool is_value(const ValidationCall& call, const Attribute& attribute, const Value& value,
    std::string_view name)
{
    auto option = call.option(name);
    if (!option)
        return false;
    Value converted;
    TypeErrors errors;
    return cast_input(attribute.type, *option, converted, errors)
        && equal(attribute.type, value, converted);
}

static bool is_mentioned(const ValidationCall& call, const Attribute& attribute)
{
    const auto* touching = call.written("touching");
    bool equal_values_count
        = touching != nullptr && touching->is(Kind::boolean) && touching->boolean();
    return call.changeset.changing_attribute(attribute)
        || (equal_values_count && call.changeset.touching(attribute));
}

// Null where an expression computes it.
static const Value* find_new_value(const Changeset& changeset, const Attribute& attribute)
{
    const auto* atomic = changeset.find_atomic(attribute);
    if (atomic == nullptr || changeset.find_change(attribute) != nullptr)
        return &changeset.get_attribute(attribute);
    const auto& expression = *atomic->expression;
    return expression.kind == Expression::Kind::literal ? &expression.literal : nullptr;
}

static bool is_changing(const ValidationCall& call, const Attribute& attribute)
{
    const auto& changeset = call.changeset;
    if (!is_mentioned(call, attribute))
        return false;
    // Of rows that are not known, whether the value is another one is asked of each.
    if (changeset.changing_attribute(attribute))
        static_cast<void>(changeset.original(attribute));
    if (call.written("from") != nullptr
        && (changeset.action_type() == ActionType::create
            || !is_value(call, attribute, changeset.original(attribute), "from")))
        return false;
    if (call.written("to") == nullptr)
        return true;
    const auto* value = find_new_value(changeset, attribute);
    return value != nullptr && is_value(call, attribute, *value, "to");
}

const Validation changing {
    .shape
    = { .name = "changing", .doc = "An attribute is being changed.", .options = changing_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            const auto* relationship = call.changeset.resource().find_relationship(call.field());
            // What is given to manage may be anything, so it counts as a change.
            if (relationship != nullptr && call.changeset.manages(*relationship))
                return;
            const auto* attribute = attribute_of(call, relationship);
            if (attribute == nullptr || !is_changing(call, *attribute))
                errors.push_back(Error::invalid_attribute(call.field(), changing_message));
        },
    .describe = [](const Entry&, std::string& text, Map&) { text = changing_message; },
};

} // namespace tunez::validation
