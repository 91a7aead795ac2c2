#include "changeset/record_map.h"

#include "base/json_key.h"

namespace tunez {

static Value related_value(const Related& related)
{
    List records;
    for (const auto& record : related.records)
        records.emplace_back(record_map(record));
    if (related.page.is(Kind::map)) {
        auto page = related.page;
        page.mutable_map().set("results", Value(std::move(records)));
        return page;
    }
    if (related.relationship->to_many())
        return Value(std::move(records));
    return records.empty() ? Value() : records.front();
}

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
    for (const auto& derived : record.derived)
        map.set(name_in(derived.json_key), derived.value);
    for (const auto& related : record.related)
        map.set(related.relationship->key, related_value(related));
    if (auto metadata = told_metadata(record); !metadata.empty())
        map.set("__metadata__", Value(std::move(metadata)));
    return map;
}

static const Value* find_field(const Map& map, const Attribute& attribute)
{
    const auto* value = map.find(attribute.key);
    return value != nullptr ? value : map.find(attribute.name);
}

Result<Record> record_from_map(const Resource& resource, const Map& map)
{
    for (const auto* attribute : resource.primary_key) {
        if (find_field(map, *attribute) == nullptr)
            return fail(Error::invalid_argument(
                attribute->name, "the record has no value for its primary key"));
    }
    return record_from_fields(resource, map);
}

Result<Record> record_from_fields(const Resource& resource, const Map& map)
{
    Record record;
    record.resource = &resource;
    record.state = RecordState::loaded;
    record.values.reserve(resource.attributes.size());
    for (const auto& attribute : resource.attributes) {
        const auto* given = find_field(map, *attribute);
        if (given == nullptr) {
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
