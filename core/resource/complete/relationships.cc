#include "resource/complete/complete.h"
#include "resource/name.h"

namespace tunez {

static Relationship* find_declared(Resource& resource, std::string_view name)
{
    for (auto& relationship : resource.relationships) {
        if (relationship->name == name || relationship->key == name)
            return relationship.get();
    }
    return nullptr;
}

static void complete_key_names(Relationship& relationship)
{
    auto owner_key = relationship.source->short_name + "_id";
    switch (relationship.kind) {
    case RelationshipKind::belongs_to:
        default_to(relationship.source_attribute_name, relationship.name + "_id");
        default_to(relationship.destination_attribute_name, "id");
        break;
    case RelationshipKind::has_one:
    case RelationshipKind::has_many:
        default_to(relationship.source_attribute_name, "id");
        default_to(relationship.destination_attribute_name, owner_key);
        break;
    case RelationshipKind::many_to_many:
        default_to(relationship.source_attribute_name, "id");
        default_to(relationship.destination_attribute_name, "id");
        default_to(relationship.source_attribute_on_join_resource_name, owner_key);
        default_to(relationship.destination_attribute_on_join_resource_name,
            snake_case(relationship.destination_name) + "_id");
        default_to(relationship.join_relationship_name, relationship.name + "_join_assoc");
        break;
    }
}

// The has_many that a many_to_many reaches its join resource by, where the application did not
// declare one.
static std::unique_ptr<Relationship> join_relationship(const Relationship& many_to_many)
{
    auto join = std::make_unique<Relationship>();
    join->name = many_to_many.join_relationship_name;
    join->key = many_to_many.camel_case ? camel_case(join->name) : join->name;
    join->kind = RelationshipKind::has_many;
    join->source = many_to_many.source;
    join->destination_name = many_to_many.through_name;
    join->source_attribute_name = many_to_many.source_attribute_name;
    join->destination_attribute_name = many_to_many.source_attribute_on_join_resource_name;
    return join;
}

// A join relationship that exists says which resource joins; otherwise it is made.
static void complete_joins(Resource& resource)
{
    std::vector<std::unique_ptr<Relationship>> made;
    for (auto& relationship : resource.relationships) {
        if (relationship->kind != RelationshipKind::many_to_many)
            continue;
        if (const auto* declared = find_declared(resource, relationship->join_relationship_name)) {
            default_to(relationship->through_name, declared->destination_name);
            relationship->join_relationship_name = declared->name;
        } else if (!relationship->through_name.empty()) {
            made.push_back(join_relationship(*relationship));
        }
    }
    for (auto& join : made)
        resource.relationships.push_back(std::move(join));
}

void complete_relationships(Definition& definition)
{
    for (auto& resource : definition.resources) {
        for (auto& relationship : resource->relationships) {
            relationship->source = resource.get();
            complete_key_names(*relationship);
            // Several can only be told apart by an order.
            relationship->from_many = relationship->from_many
                || (relationship->kind == RelationshipKind::has_one
                    && !relationship->sort_names.empty());
            relationship->writable
                = relationship->writable && relationship->through_path_names.empty();
        }
        complete_joins(*resource);
        for (auto& relationship : resource->relationships) {
            relationship->destination = definition.find_resource(relationship->destination_name);
            relationship->through = definition.find_resource(relationship->through_name);
        }
    }
}

} // namespace tunez
