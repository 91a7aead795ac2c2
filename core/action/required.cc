#include "action/required.h"

#include <algorithm>

namespace tunez {

static bool lists(const std::vector<const Attribute*>& attributes, const Attribute& attribute)
{
    return std::find(attributes.begin(), attributes.end(), &attribute) != attributes.end();
}

// Nil where a value is asked for. An update is judged by what it changes only.
static bool missing(const Changeset& changeset, const Attribute& attribute)
{
    if (changeset.action_type() == ActionType::create)
        return changeset.get_attribute(attribute).is_null()
            && !changeset.inserts_atomically(attribute);
    const auto* change = changeset.find_change(attribute);
    return change != nullptr && change->is_null();
}

static bool awaits_default(const Changeset& changeset, const Attribute& attribute)
{
    const auto& source = attribute.default_value;
    bool has_default = source.is_lazy()
        || (source.source == Default::Source::literal && !source.literal.is_null());
    return changeset.action_type() == ActionType::create && has_default
        && changeset.find_change(attribute) == nullptr;
}

void require_action_attributes(Changeset& changeset)
{
    for (const auto* attribute : changeset.action()->require_attributes) {
        if (missing(changeset, *attribute) && !changeset.is_invalid(*attribute))
            changeset.add_error(
                Error::required(attribute->name, "attribute", changeset.resource().name));
    }
}

void require_accepted_attributes(Changeset& changeset)
{
    const auto& action = *changeset.action();
    for (const auto* attribute : action.accept) {
        if (attribute->allow_nil || attribute->generated || changeset.is_invalid(*attribute)
            || awaits_default(changeset, *attribute) || lists(action.allow_nil_input, *attribute)
            || !missing(changeset, *attribute))
            continue;
        // Whom it leads to is found out when the row is written.
        if (attribute->belongs_to != nullptr && changeset.manages(*attribute->belongs_to))
            continue;
        // An argument of its name has taken the input; what becomes of the attribute is up to the
        // action's changes.
        if (const auto* input = action.find_input(attribute->name);
            input != nullptr && input->argument != nullptr)
            continue;
        // Named already by require_attributes.
        if (lists(action.require_attributes, *attribute))
            continue;
        changeset.add_error(
            Error::required(attribute->name, "attribute", changeset.resource().name));
    }
}

void require_all_attributes(Changeset& changeset)
{
    const auto* action = changeset.action();
    for (const auto& attribute : changeset.resource().attributes) {
        if (attribute->allow_nil || attribute->generated || !missing(changeset, *attribute))
            continue;
        bool as_relationship = attribute->belongs_to != nullptr
            && (action == nullptr || !action->accepts(*attribute));
        changeset.add_error(as_relationship
                ? Error::required(
                      attribute->belongs_to->name, "relationship", changeset.resource().name)
                : Error::required(attribute->name, "attribute", changeset.resource().name));
    }
}

} // namespace tunez
