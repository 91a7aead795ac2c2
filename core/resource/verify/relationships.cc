#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>
#include <set>

namespace tunez::rule {

static bool has_keys(const Relationship& relationship)
{
    return !relationship.no_attributes && relationship.through_path_names.empty();
}

static std::vector<std::string_view> resource_names(const Definition& definition)
{
    std::vector<std::string_view> names;
    for (const auto& resource : definition.resources) {
        if (!resource->embedded)
            names.push_back(resource->name);
    }
    return names;
}

static void check_resource(const Definition& definition, const Resource* resource,
    const std::string& name, const Location& at, Mistakes& mistakes)
{
    if (resource == nullptr)
        mistakes.add(at,
            "there is no resource " + quoted(name)
                + mistakes.hint(name, resource_names(definition)));
    else if (resource->embedded)
        mistakes.add(at, name + " is embedded: it is part of a record and cannot be related to");
}

void destinations_exist(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& resource : definition.resources) {
        each_relationship(*resource, Location(resource->name),
            [&](const Relationship& relationship, const Location& place) {
                // Without any it was refused when it was decoded.
                if (!relationship.destination_name.empty())
                    check_resource(definition, relationship.destination,
                        relationship.destination_name, place.field("destination"), mistakes);
            });
    }
}

void source_attributes_exist(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        if (!has_keys(relationship) || relationship.source_attribute != nullptr)
            return;
        const auto& name = relationship.source_attribute_name;
        mistakes.add(place.field("source_attribute"),
            quoted(name) + " is not an attribute of " + resource.name
                + mistakes.hint(name, attribute_names(resource)));
    });
}

void destination_attributes_exist(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        const auto* destination = relationship.destination;
        if (!has_keys(relationship) || destination == nullptr
            || relationship.destination_attribute != nullptr)
            return;
        const auto& name = relationship.destination_attribute_name;
        mistakes.add(place.field("destination_attribute"),
            quoted(name) + " is not an attribute of " + destination->name
                + mistakes.hint(name, attribute_names(*destination)));
    });
}

void key_types_are_known(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        bool refers = attribute.belongs_to != nullptr
            && attribute.belongs_to->destination_attribute != nullptr;
        if (attribute.defined_by_relationship && refers && attribute.declared_type.is_null())
            mistakes.add(place, "the keys refer to each other in a circle; say `attribute_type`");
    });
}

static bool compatible(const TypeUse& left, const TypeUse& right)
{
    if (left.type == nullptr || right.type == nullptr || left.type == right.type)
        return true;
    auto collation = [](const TypeUse& use) {
        return use.type->collation != nullptr ? std::string_view(use.type->collation)
                                              : std::string_view();
    };
    return left.type->column == right.type->column && collation(left) == collation(right)
        && left.type->simple_equality && right.type->simple_equality;
}

static void check_compatible(
    const Attribute* key, const Attribute* referred, const Location& at, Mistakes& mistakes)
{
    if (key != nullptr && referred != nullptr && !compatible(key->type, referred->type))
        mistakes.warn(at,
            quoted(key->key) + " is a " + key->type.type->name + ", but " + quoted(referred->key)
                + " on the other side is a " + referred->type.type->name + ": they will not match");
}

void key_types_are_compatible(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        if (relationship.kind != RelationshipKind::many_to_many) {
            check_compatible(
                relationship.source_attribute, relationship.destination_attribute, place, mistakes);
            return;
        }
        check_compatible(relationship.source_attribute,
            relationship.source_attribute_on_join_resource, place, mistakes);
        check_compatible(relationship.destination_attribute,
            relationship.destination_attribute_on_join_resource, place, mistakes);
    });
}

void belongs_to_defines_its_key_once(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        const auto* key = relationship.source_attribute;
        bool defines
            = relationship.kind == RelationshipKind::belongs_to && relationship.define_attribute;
        bool its_own
            = key != nullptr && key->defined_by_relationship && key->belongs_to == &relationship;
        if (defines && key != nullptr && !its_own)
            mistakes.add(place,
                "it defines the attribute " + quoted(key->key) + ", which is defined already at "
                    + attribute_place(resource, *key) + "; say `define_attribute: false`");
    });
}

void nilify_needs_a_key_that_may_be_nil(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        if (relationship.kind != RelationshipKind::belongs_to
            || relationship.source_attribute == nullptr)
            return;
        bool required = !relationship.source_attribute->allow_nil;
        if (required && relationship.on_delete == OnDelete::nilify)
            mistakes.add(place.field("on_delete"),
                "it would make " + quoted(relationship.source_attribute->key)
                    + " nil, which is required; there is \"delete\", \"restrict\" and \"nothing\"");
        if (required && relationship.on_update == OnDelete::nilify)
            mistakes.add(place.field("on_update"),
                "it would make " + quoted(relationship.source_attribute->key)
                    + " nil, which is required");
    });
}

static void check_join_attribute(const Relationship& relationship, const Attribute* attribute,
    const std::string& name, const Location& at, Mistakes& mistakes)
{
    if (attribute == nullptr)
        mistakes.add(at,
            quoted(name) + " is not an attribute of " + relationship.through->name
                + mistakes.hint(name, attribute_names(*relationship.through)));
}

void join_resources_are_complete(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& resource : definition.resources) {
        each_relationship(*resource, Location(resource->name),
            [&](const Relationship& relationship, const Location& place) {
                if (relationship.kind != RelationshipKind::many_to_many)
                    return;
                if (relationship.through_name.empty()) {
                    mistakes.add(place, "it needs `through`: the resource that joins the two");
                    return;
                }
                check_resource(definition, relationship.through, relationship.through_name,
                    place.field("through"), mistakes);
                if (relationship.through == nullptr)
                    return;
                check_join_attribute(relationship, relationship.source_attribute_on_join_resource,
                    relationship.source_attribute_on_join_resource_name,
                    place.field("source_attribute_on_join_resource"), mistakes);
                check_join_attribute(relationship,
                    relationship.destination_attribute_on_join_resource,
                    relationship.destination_attribute_on_join_resource_name,
                    place.field("destination_attribute_on_join_resource"), mistakes);
            });
    }
}

void join_relationships_lead_to_the_join_resource(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        const auto* join = relationship.join_relationship;
        if (relationship.kind != RelationshipKind::many_to_many || join == nullptr)
            return;
        if (join->kind != RelationshipKind::has_many)
            mistakes.add(place.field("join_relationship"),
                quoted(join->key)
                    + " is not a has_many relationship, which alone leads to a join resource");
        else if (relationship.through != nullptr && join->destination != nullptr
            && join->destination != relationship.through)
            mistakes.add(place.field("join_relationship"),
                quoted(join->key) + " leads to " + join->destination->name + ", not to "
                    + relationship.through->name);
    });
}

void through_paths_end_at_the_destination(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        const auto& names = relationship.through_path_names;
        if (names.empty())
            return;
        auto through = place.field("through");
        if (auto index = relationship.through_path.size(); index < names.size()) {
            const auto* from
                = index == 0 ? &resource : relationship.through_path[index - 1]->destination;
            // A step that leads nowhere has its own mistake.
            if (from != nullptr)
                mistakes.add(through.item(index),
                    quoted(names[index]) + " is not a relationship of " + from->name
                        + mistakes.hint(names[index], relationship_names(*from)));
            return;
        }
        const auto* end = relationship.through_path.back()->destination;
        if (end != nullptr && relationship.destination != nullptr
            && end != relationship.destination)
            mistakes.add(through,
                "the path ends at " + end->name + ", not at " + relationship.destination->name);
    });
}

static void check_sort(const Relationship& relationship,
    const std::vector<std::pair<std::string, Direction>>& names, const Location& at,
    Mistakes& mistakes)
{
    const auto& destination = *relationship.destination;
    for (size_t i = 0; i < names.size(); ++i) {
        const auto& name = names[i].first;
        const auto* attribute = destination.find_attribute(name);
        if (attribute == nullptr)
            mistakes.add(at.item(i),
                "cannot sort by " + quoted(name) + ", because it is not an attribute of "
                    + destination.name + mistakes.hint(name, attribute_names(destination)));
        else if (!attribute->sortable)
            mistakes.add(at.item(i),
                "cannot sort by " + quoted(name) + ", because it says `sortable: false`");
    }
}

void sorts_name_sortable_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        if (relationship.destination == nullptr)
            return;
        check_sort(relationship, relationship.sort_names, place.field("sort"), mistakes);
        check_sort(
            relationship, relationship.default_sort_names, place.field("default_sort"), mistakes);
    });
}

void read_actions_exist(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        const auto* destination = relationship.destination;
        if (destination == nullptr)
            return;
        const auto& name = relationship.read_action_name;
        if (name.empty() && relationship.read_action == nullptr)
            mistakes.warn(place,
                destination->name
                    + " has no primary read action, so this can be neither loaded nor filtered by");
        else if (relationship.read_action == nullptr)
            mistakes.add(place.field("read_action"),
                quoted(name) + " is not an action of " + destination->name
                    + mistakes.hint(name, action_names(*destination)));
        else if (relationship.read_action->type != ActionType::read)
            mistakes.add(place.field("read_action"),
                quoted(name) + " is not a read action of " + destination->name);
    });
}

void unkeyed_relationships_have_a_filter(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_relationship(resource, at, [&](const Relationship& relationship, const Location& place) {
        if (relationship.no_attributes && relationship.filter.is_null())
            mistakes.warn(place,
                "without attributes and without a filter every record is related to every other");
    });
}

static std::vector<const Resource*> required_parents(const Resource& resource)
{
    std::vector<const Resource*> parents;
    for (const auto& relationship : resource.relationships) {
        bool required = relationship->kind == RelationshipKind::belongs_to
            && relationship->destination != nullptr && relationship->source_attribute != nullptr
            && !relationship->source_attribute->allow_nil;
        if (required)
            parents.push_back(relationship->destination);
    }
    return parents;
}

// Whether required parents lead from a resource back to it.
static bool comes_back(const Resource& start)
{
    std::set<const Resource*> seen;
    auto pending = required_parents(start);
    while (!pending.empty()) {
        const auto* resource = pending.back();
        pending.pop_back();
        if (resource == &start)
            return true;
        if (seen.insert(resource).second)
            pending.append_range(required_parents(*resource));
    }
    return false;
}

void required_parents_form_no_cycle(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& resource : definition.resources) {
        if (comes_back(*resource))
            mistakes.warn(Location(resource->name).field("relationships"),
                "a record needs its parents first, and their parents lead back to " + resource->name
                    + ": none can be the first");
    }
}

} // namespace tunez::rule
