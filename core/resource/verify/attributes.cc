#include "resource/embedded.h"
#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>

namespace tunez::rule {

void resource_has_a_primary_key(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    if (!resource.primary_key.empty() || resource.embedded || !resource.require_primary_key)
        return;
    bool has_fields = !resource.attributes.empty() || !resource.relationships.empty();
    bool only_generic = std::ranges::all_of(
        resource.actions, [](const auto& action) { return action->type == ActionType::generic; });
    if (has_fields || !only_generic)
        mistakes.add(at.field("attributes"),
            "it has no primary key; mark an attribute with `primary_key`, or say "
            "`require_primary_key: false`");
}

void attribute_types_are_storable(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        if (attribute.type.type != nullptr && !attribute.type.type->storable)
            mistakes.add(place,
                "a " + std::string(attribute.type.type->name)
                    + " cannot be stored; it can only be an argument");
    });
}

void generated_is_the_only_integer_key(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        if (!attribute.generated || attribute.type.type == nullptr)
            return;
        bool integer = attribute.type.type->column == Column::integer
            && std::string_view(attribute.type.type->name) == "integer";
        bool only_key = attribute.primary_key && resource.primary_key.size() == 1;
        if (!integer || !only_key)
            mistakes.add(place.field("generated"),
                "the database can only generate an integer that is the whole primary key");
    });
}

void generated_has_no_default(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        if (attribute.generated && attribute.default_value.is_set())
            mistakes.add(place.field("default"),
                "the database generates the value; a default would never be used");
    });
}

void primary_key_has_no_update_default(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        if (attribute.primary_key && attribute.update_default.is_set())
            mistakes.add(
                place.field("update_default"), "it would change the primary key on every update");
    });
}

static void check_embedded(
    const Definition& definition, const Value& type, const std::string& place, Mistakes& mistakes)
{
    std::vector<std::string_view> embedded;
    for (const auto& resource : definition.resources) {
        if (resource->embedded)
            embedded.push_back(resource->name);
    }
    for (const auto& name : embedded_names(type)) {
        const auto* resource = definition.find_resource(name);
        if (resource == nullptr)
            mistakes.add(Location(place),
                "there is no embedded resource " + quoted(name) + mistakes.hint(name, embedded));
        else if (!resource->embedded)
            mistakes.add(
                Location(place), name + " is not an embedded resource; say `embedded: true` there");
        else
            mistakes.warn(Location(place),
                "values of the embedded resource " + name + " are kept as plain maps");
    }
}

void embedded_types_exist(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& resource : definition.resources) {
        Location at(resource->name);
        for (const auto& attribute : resource->attributes)
            check_embedded(definition, attribute->declared_type,
                attribute_place(*resource, *attribute), mistakes);
        each_argument(*resource, at, [&](const Argument& argument, const Location& place) {
            check_embedded(definition, argument.declared_type, place.to_string(), mistakes);
        });
    }
}

} // namespace tunez::rule
