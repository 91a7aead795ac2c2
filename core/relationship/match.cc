#include "relationship/match.h"

#include "type/text.h"
#include "type/type.h"

#include <algorithm>

namespace tunez {

const Value* find_input(const Value& input, const Attribute& attribute)
{
    const auto& map = input.map();
    const auto* value = map.find(attribute.key);
    return value != nullptr ? value : map.find(attribute.name);
}

// A value that can be one of the attribute's and is there.
static std::optional<Value> cast_present(const Attribute& attribute, const Value* given)
{
    Value value;
    TypeErrors errors;
    if (given == nullptr || !given->is_present()
        || !cast_input(attribute.type, *given, value, errors) || !value.is_present())
        return std::nullopt;
    return value;
}

static std::optional<KeyValues> values_of(const KeyList& key, const Value& input)
{
    KeyValues values;
    for (const auto* attribute : key) {
        auto value = cast_present(*attribute, find_input(input, *attribute));
        if (!value)
            return std::nullopt;
        values.emplace_back(attribute, std::move(*value));
    }
    return values.empty() ? std::nullopt : std::optional(std::move(values));
}

// The tenant is said by the request.
static KeyList own_key(const Resource& destination)
{
    auto key = destination.primary_key;
    if (destination.multitenancy && key.size() > 1)
        std::erase(key, destination.multitenancy->attribute);
    return key;
}

std::optional<KeyValues> lookup_key(const Resource& destination, const Value& input)
{
    if (auto values = values_of(own_key(destination), input))
        return values;
    for (const auto& identity : destination.identities) {
        if (auto values = values_of(identity->keys, input))
            return values;
    }
    return std::nullopt;
}

std::optional<KeyValues> lookup_key(
    const Resource& destination, std::span<const KeyList> keys, const Value& input)
{
    for (const auto& key : keys) {
        Map only;
        for (const auto* attribute : key) {
            if (const auto* value = find_input(input, *attribute))
                only.set(attribute->name, *value);
        }
        if (only.size() == key.size())
            return lookup_key(destination, Value(std::move(only)));
    }
    return std::nullopt;
}

bool has_key(const Record& record, const KeyValues& key)
{
    return std::ranges::all_of(key, [&](const auto& part) {
        const auto& value = record.values[part.first->index];
        return value.is_present() && equal(part.first->type, value, part.second);
    });
}

std::vector<KeyList> all_keys(const Resource& destination)
{
    std::vector<KeyList> keys { destination.primary_key };
    for (const auto& identity : destination.identities)
        keys.push_back(identity->keys);
    return keys;
}

std::string rough_text(const Value& value)
{
    switch (value.kind()) {
    case Kind::string:
    case Kind::atom:
    case Kind::binary:
        return std::string(value.text());
    case Kind::ci_string:
        return fold_case(value.text());
    case Kind::integer:
        return std::to_string(value.integer());
    case Kind::date:
        return std::to_string(value.days());
    case Kind::time:
    case Kind::naive_datetime:
    case Kind::datetime:
        return std::to_string(value.microseconds());
    case Kind::boolean:
        return value.boolean() ? "1" : "0";
    default:
        return {}; // Equal in other ways than by what is written.
    }
}

Matcher::Matcher(const Relationship& relationship, std::span<const KeyList> keys,
    std::span<const Record> current)
    : current_(current)
{
    if (relationship.kind == RelationshipKind::has_one
        || relationship.kind == RelationshipKind::has_many)
        shared_ = relationship.destination_attribute;
    for (const auto& key : keys) {
        auto& index = indexes_.emplace_back();
        index.key = &key;
        for (size_t i = 0; i < current.size(); ++i) {
            std::string text;
            bool complete = std::ranges::all_of(key, [&](const Attribute* attribute) {
                const auto& value = current[i].values[attribute->index];
                if (!is_shared(*attribute))
                    text += rough_text(value) + '\n';
                return value.is_present() || is_shared(*attribute);
            });
            if (complete)
                index.records[text].push_back(static_cast<uint32_t>(i));
        }
    }
}

std::optional<std::string> Matcher::text_of(const Value& input, const KeyList& key) const
{
    std::string text;
    for (const auto* attribute : key) {
        if (is_shared(*attribute))
            continue;
        auto value = cast_present(*attribute, find_input(input, *attribute));
        if (!value)
            return std::nullopt;
        text += rough_text(*value) + '\n';
    }
    return text;
}

bool Matcher::matches(const Record& record, const Value& input, const KeyList& key) const
{
    return std::ranges::all_of(key, [&](const Attribute* attribute) {
        if (is_shared(*attribute) && input.is(Kind::map))
            return true;
        const auto& mine = record.values[attribute->index];
        auto theirs = cast_present(*attribute, find_input(input, *attribute));
        return theirs && mine.is_present() && equal(attribute->type, mine, *theirs);
    });
}

std::vector<size_t> Matcher::find_all(const Value& input) const
{
    std::vector<size_t> found;
    for (const auto& index : indexes_) {
        auto text = text_of(input, *index.key);
        auto bucket = text ? index.records.find(*text) : index.records.end();
        if (bucket == index.records.end())
            continue;
        for (auto record : bucket->second) {
            if (matches(current_[record], input, *index.key))
                found.push_back(record);
        }
    }
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

} // namespace tunez
