#include "base/json.h"
#include "resource/complete/complete.h"

namespace tunez {

// The name wins where another field's key is spelled like it.
template <typename Part>
static void index_parts(std::vector<std::unique_ptr<Part>>& parts,
    std::unordered_map<std::string_view, const Part*>& by_name)
{
    for (size_t i = 0; i < parts.size(); ++i) {
        parts[i]->index = i;
        by_name.try_emplace(parts[i]->name, parts[i].get());
    }
    for (auto& part : parts)
        by_name.try_emplace(part->key, part.get());
}

void complete_fields(Definition& definition)
{
    for (auto& resource : definition.resources) {
        index_parts(resource->attributes, resource->attributes_by_name);
        index_parts(resource->relationships, resource->relationships_by_name);
        index_parts(resource->actions, resource->actions_by_name);
        for (auto& attribute : resource->attributes) {
            attribute->json_key = json_key(attribute->key);
            if (attribute->primary_key)
                resource->primary_key.push_back(attribute.get());
        }
        for (auto& relationship : resource->relationships)
            relationship->json_key = json_key(relationship->key);
        for (auto& calculation : resource->calculations)
            calculation->json_key = json_key(calculation->key);
        for (auto& aggregate : resource->aggregates)
            aggregate->json_key = json_key(aggregate->key);
    }
}

} // namespace tunez
