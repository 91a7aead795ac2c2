#include "action/read.h"
#include "type/type.h"

#include <algorithm>

namespace tunez {

Error invalid_key(const Resource& resource, const Value& key)
{
    auto error = Error::make(
        ErrorCode::invalid_primary_key, "invalid primary key " + inspect(key) + " provided");
    error.details.set("resource", Value(resource.name));
    return error;
}

static Result<ExpressionRef> key_part(
    const Resource& resource, const Attribute& attribute, const Value& given, const Value& key)
{
    Value value;
    TypeErrors errors;
    if (!cast_input(attribute.type, given, value, errors) || value.is_null())
        return fail(invalid_key(resource, key));
    return call(Operator::eq, { attribute_ref(attribute), literal(std::move(value)) });
}

Result<ExpressionRef> key_filter(const Resource& resource, const Value& key)
{
    if (!key.is(Kind::map)) {
        if (resource.primary_key.size() != 1)
            return fail(invalid_key(resource, key));
        return key_part(resource, *resource.primary_key.front(), key, key);
    }
    ExpressionRef filter;
    for (const auto& [name, value] : key.map()) {
        const auto* attribute = resource.find_attribute(name);
        if (attribute == nullptr)
            return fail(invalid_key(resource, key));
        filter = both(std::move(filter), TRY(key_part(resource, *attribute, value, key)));
    }
    if (!filter)
        return fail(invalid_key(resource, key));
    return filter;
}

// Whether the map has those keys, and no others.
static bool has_keys(
    const Resource& resource, const Map& map, const std::vector<const Attribute*>& keys)
{
    return map.size() == keys.size() && std::ranges::all_of(map, [&](const auto& entry) {
        return std::ranges::find(keys, resource.find_attribute(entry.first)) != keys.end();
    });
}

static bool is_unique_key(const Resource& resource, const Value& key)
{
    if (!key.is(Kind::map))
        return resource.primary_key.size() == 1;
    return has_keys(resource, key.map(), resource.primary_key)
        || std::ranges::any_of(resource.identities,
            [&](const auto& identity) { return has_keys(resource, key.map(), identity->keys); });
}

Result<ExpressionRef> unique_filter(const Resource& resource, const Value& key)
{
    if (!is_unique_key(resource, key))
        return fail(invalid_key(resource, key));
    return key_filter(resource, key);
}

Error multiple_results(const Resource& resource)
{
    auto error = Error::make(
        ErrorCode::multiple_results, "expected at most one result but got at least 2.");
    error.details.set("resource", Value(resource.name));
    return error;
}

Error not_found(const Resource& resource, const Value& key)
{
    std::string text;
    if (key.is(Kind::map)) {
        for (const auto& [name, value] : key.map())
            text += (text.empty() ? "" : " | ") + name + ": " + inspect(value);
    } else if (!key.is_null() && resource.primary_key.size() == 1) {
        text = resource.primary_key.front()->name + ": " + inspect(key);
    }
    auto error = Error::make(ErrorCode::not_found,
        text.empty() ? "record not found" : "record with " + text + " not found");
    error.details.set("resource", Value(resource.name));
    error.details.set("primary_key", key);
    return error;
}

} // namespace tunez
