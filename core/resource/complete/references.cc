#include "resource/complete/complete.h"

#include <algorithm>

namespace tunez {

static const Attribute* find_in(const Resource* resource, std::string_view name)
{
    return resource != nullptr ? resource->find_attribute(name) : nullptr;
}

static std::vector<const Attribute*> known_attributes(
    const Resource& resource, const std::vector<std::string>& names)
{
    std::vector<const Attribute*> attributes;
    for (const auto& name : names) {
        if (const auto* attribute = resource.find_attribute(name))
            attributes.push_back(attribute);
    }
    return attributes;
}

static std::vector<SortTerm> sort_terms(
    const Resource* destination, const std::vector<std::pair<std::string, Direction>>& names)
{
    std::vector<SortTerm> terms;
    for (const auto& [name, direction] : names) {
        if (const auto* attribute = find_in(destination, name))
            terms.push_back({ attribute, direction });
    }
    return terms;
}

static std::vector<const Relationship*> path(const Relationship& relationship)
{
    std::vector<const Relationship*> steps;
    const auto* from = relationship.source;
    for (const auto& name : relationship.through_path_names) {
        const auto* step = from != nullptr ? from->find_relationship(name) : nullptr;
        if (step == nullptr)
            break;
        steps.push_back(step);
        from = step->destination;
    }
    return steps;
}

static void complete_relationship(Relationship& relationship)
{
    const auto& source = *relationship.source;
    bool has_keys = !relationship.no_attributes && relationship.through_path_names.empty();
    if (has_keys) {
        relationship.source_attribute = source.find_attribute(relationship.source_attribute_name);
        relationship.destination_attribute
            = find_in(relationship.destination, relationship.destination_attribute_name);
    }
    if (relationship.kind == RelationshipKind::many_to_many) {
        relationship.source_attribute_on_join_resource
            = find_in(relationship.through, relationship.source_attribute_on_join_resource_name);
        relationship.destination_attribute_on_join_resource = find_in(
            relationship.through, relationship.destination_attribute_on_join_resource_name);
        relationship.join_relationship
            = source.find_relationship(relationship.join_relationship_name);
    }
    relationship.through_path = path(relationship);
    relationship.sort = sort_terms(relationship.destination, relationship.sort_names);
    relationship.default_sort
        = sort_terms(relationship.destination, relationship.default_sort_names);
}

// Parts of texts are looked for in the first index that has them.
static void complete_full_text(Resource& resource)
{
    for (auto& index : resource.full_text) {
        index->attributes = known_attributes(resource, index->fields);
        if (index->tokenizer != FullText::Tokenizer::trigram)
            continue;
        for (auto& attribute : resource.attributes) {
            if (attribute->trigrams == nullptr
                && std::ranges::find(index->attributes, attribute.get()) != index->attributes.end())
                attribute->trigrams = index.get();
        }
    }
}

void complete_references(Definition& definition)
{
    for (auto& resource : definition.resources) {
        for (auto& relationship : resource->relationships)
            complete_relationship(*relationship);
        for (auto& identity : resource->identities)
            identity->keys = known_attributes(*resource, identity->key_names);
        for (auto& index : resource->custom_indexes)
            index.attributes = known_attributes(*resource, index.fields);
        complete_full_text(*resource);
        if (resource->multitenancy)
            resource->multitenancy->attribute
                = resource->find_attribute(resource->multitenancy->attribute_name);
    }
}

} // namespace tunez
