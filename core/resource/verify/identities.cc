#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>

namespace tunez::rule {

void identities_have_keys(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        if (identity.key_names.empty())
            mistakes.add(place.field("keys"), "an identity needs an attribute");
    });
}

static std::string refusal(const Resource& resource, const std::string& name, Mistakes& mistakes)
{
    if (resource.find_calculation(name) != nullptr)
        return quoted(name) + " is a calculation, which cannot be unique yet";
    const auto* relationship = resource.find_relationship(name);
    if (relationship != nullptr && relationship->kind == RelationshipKind::belongs_to)
        return quoted(name) + " is a relationship; its key is "
            + quoted(relationship->source_attribute_name);
    return quoted(name) + " is not an attribute of " + resource.name
        + mistakes.hint(name, attribute_names(resource));
}

void identity_keys_are_attributes(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        auto keys = place.field("keys");
        for (size_t i = 0; i < identity.key_names.size(); ++i) {
            if (resource.find_attribute(identity.key_names[i]) == nullptr)
                mistakes.add(keys.item(i), refusal(resource, identity.key_names[i], mistakes));
        }
    });
}

void identity_keys_are_distinct(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        auto keys = place.field("keys");
        for (size_t i = 0; i < identity.key_names.size(); ++i) {
            const auto* attribute = resource.find_attribute(identity.key_names[i]);
            for (size_t k = 0; k < i && attribute != nullptr; ++k) {
                if (resource.find_attribute(identity.key_names[k]) == attribute)
                    mistakes.add(keys.item(i), quoted(identity.key_names[i]) + " is named twice");
            }
        }
    });
}

void identity_fields_are_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        auto fields = place.field("field_names");
        FieldScope scope { resource, nullptr };
        for (size_t i = 0; i < identity.field_names.size(); ++i) {
            const auto& name = identity.field_names[i];
            if (scope.resolve(OptionKind::field, name).empty())
                mistakes.add(fields.item(i),
                    quoted(name) + " is not a field of " + resource.name
                        + mistakes.hint(name, scope.candidates(OptionKind::field)));
        }
    });
}

void checked_identities_have_a_primary_read(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    if (resource.embedded || resource.primary_action(ActionType::read) != nullptr)
        return;
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        if (identity.eager_check || identity.pre_check)
            mistakes.add(place.field(identity.eager_check ? "eager_check" : "pre_check"),
                "the check reads, and " + resource.name + " has no primary read action");
    });
}

} // namespace tunez::rule
