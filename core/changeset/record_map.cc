#include "changeset/record_map.h"

namespace tunez {

Map record_map(const Record& record)
{
    Map map;
    for (const auto& attribute : record.resource->attributes) {
        if (attribute->index >= record.values.size())
            continue;
        const auto& value = record.values[attribute->index];
        if (!value.is_marker())
            map.append(attribute->key, value);
    }
    return map;
}

static const Value* find_field(const Map& map, const Attribute& attribute)
{
    const auto* value = map.find(attribute.key);
    return value != nullptr ? value : map.find(attribute.name);
}

Result<Record> record_from_map(const Resource& resource, const Map& map)
{
    Record record;
    record.resource = &resource;
    record.state = RecordState::loaded;
    record.values.reserve(resource.attributes.size());
    for (const auto& attribute : resource.attributes) {
        const auto* given = find_field(map, *attribute);
        if (given == nullptr) {
            if (attribute->primary_key) {
                return fail(Error::invalid_argument(
                    attribute->name, "the record has no value for its primary key"));
            }
            record.values.push_back(Value::not_loaded());
            continue;
        }
        Value value;
        TypeErrors errors;
        if (!cast_input(attribute->type, *given, value, errors))
            return fail(Error::invalid_argument(
                attribute->name, "the record has a value that is not of its type"));
        record.values.push_back(std::move(value));
    }
    return record;
}

} // namespace tunez
