#include "resource/complete/complete.h"
#include "resource/name.h"

namespace tunez {

static void complete_attribute(Attribute& attribute)
{
    default_to(attribute.key, attribute.name);
    default_to(attribute.source, attribute.name);
    if (attribute.primary_key) {
        attribute.allow_nil = false;
        attribute.always_select = true;
    }
}

static void complete_resource(Resource& resource)
{
    resource.short_name = snake_case(resource.name);
    if (!resource.embedded)
        default_to(resource.table, plural(resource.short_name));
    for (auto& attribute : resource.attributes)
        complete_attribute(*attribute);
    for (auto& relationship : resource.relationships)
        default_to(relationship->key, relationship->name);
    for (auto& action : resource.actions) {
        default_to(action->key, action->name);
        for (auto& argument : action->arguments)
            default_to(argument.key, argument.name);
    }
    for (auto& calculation : resource.calculations) {
        default_to(calculation->key, calculation->name);
        for (auto& argument : calculation->arguments)
            default_to(argument.key, argument.name);
    }
    for (auto& aggregate : resource.aggregates)
        default_to(aggregate->key, aggregate->name);
    for (auto& index : resource.full_text) {
        default_to(index->key, index->name);
        index->table = resource.table + "_" + index->name + "_fts";
    }
    for (auto& identity : resource.identities)
        identity->index_name = resource.table + "_" + identity->name + "_index";
}

static void complete_index_names(Resource& resource)
{
    for (auto& index : resource.custom_indexes) {
        if (!index.name.empty())
            continue;
        index.name = resource.table;
        for (const auto& field : index.fields)
            index.name += "_" + snake_case(field);
        index.name += "_index";
    }
}

void complete_names(Definition& definition)
{
    size_t index = 0;
    for (auto& resource : definition.resources) {
        complete_resource(*resource);
        complete_index_names(*resource);
        resource->index = index++;
        resource->definition = &definition;
        definition.resources_by_name.try_emplace(resource->name, resource.get());
        for (auto& domain : definition.domains) {
            if (domain.get() == resource->domain && !resource->embedded)
                domain->resources.push_back(resource.get());
        }
    }
}

} // namespace tunez
