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

void embedded_types_exist(const Definition& definition, Mistakes& mistakes)
{
    auto check = [&](const TypeUse& use, const Location& place) {
        for (const auto& problem : embedded_problems(use, definition))
            mistakes.add(place, problem);
    };
    for (const auto& resource : definition.resources) {
        Location at(resource->name);
        each_attribute(*resource, at, [&](const Attribute& attribute, const Location& place) {
            check(attribute.type, place);
        });
        each_argument(*resource, at,
            [&](const Argument& argument, const Location& place) { check(argument.type, place); });
        auto calculations = at.field("calculations");
        for (const auto& calculation : resource->calculations)
            check(calculation->type, calculations.field(calculation->key));
    }
}

// An embedded resource is part of a record: nothing that a table or other rows are needed for.
void embedded_resources_stand_alone(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    if (!resource.embedded)
        return;
    if (!resource.table.empty())
        mistakes.add(at.field("table"), "an embedded resource has no table of its own");
    if (!resource.aggregates.empty())
        mistakes.add(at.field("aggregates"), "an embedded resource cannot have aggregates");
    if (!resource.custom_indexes.empty())
        mistakes.add(at.field("custom_indexes"), "an embedded resource has no table to index");
    if (resource.multitenancy)
        mistakes.add(
            at.field("multitenancy"), "an embedded resource has the tenant of what it is part of");
    each_identity(resource, at, [&](const Identity& identity, const Location& place) {
        if (identity.eager_check || identity.pre_check)
            mistakes.add(place, "an identity of an embedded resource is checked within its list");
    });
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        if (attribute.generated)
            mistakes.add(place.field("generated"), "only a database generates values");
    });
    each_action(resource, at, [&](const Action& action, const Location& place) {
        if (action.upsert.upsert)
            mistakes.add(place.field("upsert"),
                "an embedded resource is matched by its primary key; it has no upserts");
        if (action.manual)
            mistakes.add(place.field("manual"), "an embedded resource has no manual actions");
    });
}

} // namespace tunez::rule
