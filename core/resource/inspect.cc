#include "resource/inspect.h"

#include "base/inspection.h"
#include "base/json_key.h"

#include <algorithm>

namespace tunez {

// Of a map it is not known whose fields it has: it may be an input that a relationship is managed
// with.
static bool is_sensitive_in_any(const Definition& definition, std::string_view key)
{
    return std::ranges::any_of(definition.resources, [&](const auto& resource) {
        const auto* attribute = resource->find_attribute(key);
        return attribute != nullptr && attribute->sensitive;
    });
}

static Map redacted_entries(const Value& value, const Resource& resource)
{
    const auto& definition = *resource.definition;
    const auto* embedded
        = value.is(Kind::structure) ? definition.find_resource(value.name()) : nullptr;
    Map entries;
    for (const auto& [key, item] : value.map()) {
        const auto* field = embedded != nullptr ? embedded->find_attribute(key) : nullptr;
        bool sensitive = field != nullptr ? field->sensitive : is_sensitive_in_any(definition, key);
        entries.append(key, redacted(item, sensitive, resource));
    }
    return entries;
}

static List redacted_items(const Value& value, const Resource& resource)
{
    List items;
    for (const auto& item : value.list())
        items.push_back(redacted(item, false, resource));
    return items;
}

Value redacted(const Value& value, bool sensitive, const Resource& resource)
{
    if (!value.is_present())
        return value;
    if (sensitive)
        return Value(redaction);
    switch (value.kind()) {
    case Kind::list:
        return Value(redacted_items(value, resource));
    case Kind::tuple:
        return Value::tuple(redacted_items(value, resource));
    case Kind::map:
        return Value(redacted_entries(value, resource));
    case Kind::keyword:
        return Value::keyword(redacted_entries(value, resource));
    case Kind::structure:
        return Value::structure(value.name(), redacted_entries(value, resource));
    case Kind::union_value:
        return Value::union_of(value.name(), redacted(value.inner(), false, resource));
    default:
        return value;
    }
}

static bool is_sensitive(const Resource& resource, std::string_view derived)
{
    if (const auto* calculation = resource.find_calculation(derived))
        return calculation->sensitive;
    const auto* aggregate = resource.find_aggregate(derived);
    return aggregate != nullptr && aggregate->sensitive;
}

static std::string inspect_related(const Related& related)
{
    if (!related.relationship->to_many())
        return related.records.empty() ? "nil" : inspect(related.records.front());
    return inspect_list(related.records, [](const Record& record) { return inspect(record); });
}

std::string inspect(const Record& record)
{
    const auto& resource = *record.resource;
    Inspection out(resource.name);
    for (const auto& attribute : resource.attributes) {
        if (attribute->index >= record.values.size())
            continue;
        const auto& value = record.values[attribute->index];
        if (!value.is(Kind::not_loaded))
            out.add(attribute->key, inspect(redacted(value, attribute->sensitive, resource)));
    }
    for (const auto& derived : record.derived) {
        auto key = name_in(derived.json_key);
        out.add(key, inspect(redacted(derived.value, is_sensitive(resource, key), resource)));
    }
    for (const auto& related : record.related)
        out.add(related.relationship->key, inspect_related(related));
    return out.take();
}

static std::string inspect(const Attribute& attribute)
{
    auto type = attribute.type.new_type.empty() ? std::string(attribute.type.type->name)
                                                : attribute.type.new_type;
    if (attribute.type.items)
        type += " of " + std::string(attribute.type.items->type->name);
    return attribute.key + ": " + type + (attribute.sensitive ? " (sensitive)" : "");
}

// Nothing of defaults is shown: those of sensitive attributes are sensitive, too.
std::string inspect(const Resource& resource)
{
    auto key = [](const auto& part) { return part->key; };
    Inspection out("Resource");
    out.add(resource.name);
    out.add("attributes", inspect_list(resource.attributes, [](const auto& attribute) {
        return inspect(*attribute);
    }));
    if (!resource.relationships.empty())
        out.add("relationships", inspect_list(resource.relationships, [](const auto& one) {
            return one->key + ": " + one->destination_name;
        }));
    if (!resource.aggregates.empty())
        out.add("aggregates", inspect_list(resource.aggregates, key));
    if (!resource.calculations.empty())
        out.add("calculations", inspect_list(resource.calculations, key));
    out.add("actions", inspect_list(resource.actions, key));
    return out.take();
}

std::string inspect(const Definition& definition)
{
    Inspection out("Definition");
    for (const auto& resource : definition.resources)
        out.add(resource->name);
    return out.take();
}

} // namespace tunez
