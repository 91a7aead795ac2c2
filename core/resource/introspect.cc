#include "resource/introspect.h"

#include "resource/relationship_kind.h"

#include <algorithm>

namespace tunez {

static void put_text(Map& map, std::string_view key, std::string_view text)
{
    if (!text.empty())
        map.set(key, Value(text));
}

static void put_value(Map& map, std::string_view key, const Value& value)
{
    if (!value.is_null())
        map.set(key, value);
}

template <typename Parts> static Value keys_of(const Parts& parts)
{
    List keys;
    for (const auto& part : parts)
        keys.emplace_back(part->key);
    return Value(std::move(keys));
}

static Value texts(const std::vector<std::string>& names)
{
    List list;
    for (const auto& name : names)
        list.emplace_back(name);
    return Value(std::move(list));
}

static Value describe_default(const Default& value)
{
    switch (value.source) {
    case Default::Source::none:
        return {};
    case Default::Source::literal:
        return Value(Map { { "value", value.literal } });
    case Default::Source::uuid:
        return Value(Map { { "fn", Value("uuid") } });
    case Default::Source::uuid_v7:
        return Value(Map { { "fn", Value("uuid_v7") } });
    case Default::Source::now:
        return Value(Map { { "fn", Value("now") } });
    case Default::Source::today:
        return Value(Map { { "fn", Value("today") } });
    case Default::Source::callback:
        return Value(Map { { "callback", Value(static_cast<int64_t>(value.callback)) } });
    }
    return {};
}

static Map describe_type(const Value& type, const Value& constraints)
{
    Map map { { "type", type } };
    put_value(map, "constraints", constraints);
    return map;
}

static Value describe_attribute(const Attribute& attribute)
{
    Map map { { "name", Value(attribute.name) }, { "key", Value(attribute.key) } };
    for (const auto& [key, value] :
        describe_type(attribute.declared_type, attribute.declared_constraints))
        map.set(key, value);
    map.set("allow_nil", Value(attribute.allow_nil));
    map.set("public", Value(attribute.is_public));
    map.set("writable", Value(attribute.writable));
    map.set("primary_key", Value(attribute.primary_key));
    map.set("generated", Value(attribute.generated));
    map.set("sensitive", Value(attribute.sensitive));
    map.set("column", Value(attribute.source));
    put_value(map, "default", describe_default(attribute.default_value));
    put_value(map, "update_default", describe_default(attribute.update_default));
    put_text(map, "description", attribute.description);
    if (attribute.belongs_to != nullptr)
        map.set("relationship", Value(attribute.belongs_to->key));
    return Value(std::move(map));
}

static Value describe_relationship(const Relationship& relationship)
{
    Map map { { "name", Value(relationship.name) }, { "key", Value(relationship.key) },
        { "kind", Value(kind_name(relationship.kind)) },
        { "destination", Value(relationship.destination_name) },
        { "public", Value(relationship.is_public) }, { "writable", Value(relationship.writable) },
        { "allow_nil", Value(relationship.allow_nil) } };
    if (relationship.source_attribute != nullptr)
        map.set("source_attribute", Value(relationship.source_attribute->key));
    if (relationship.destination_attribute != nullptr)
        map.set("destination_attribute", Value(relationship.destination_attribute->key));
    put_text(map, "through", relationship.through_name);
    put_text(map, "description", relationship.description);
    return Value(std::move(map));
}

static Value describe_identity(const Identity& identity)
{
    Map map { { "name", Value(identity.name) }, { "keys", keys_of(identity.keys) },
        { "message", Value(identity.message) } };
    put_text(map, "description", identity.description);
    return Value(std::move(map));
}

static Value describe_argument(const Argument& argument)
{
    Map map { { "name", Value(argument.name) }, { "key", Value(argument.key) },
        { "kind", Value("argument") } };
    for (const auto& [key, value] :
        describe_type(argument.declared_type, argument.declared_constraints))
        map.set(key, value);
    map.set("public", Value(argument.is_public));
    map.set("required", Value(!argument.allow_nil && !argument.default_value.is_set()));
    put_value(map, "default", describe_default(argument.default_value));
    put_text(map, "description", argument.description);
    return Value(std::move(map));
}

// Whether an input must come with the call: on update only to nil is refused, on create absence as
// well.
static bool must_be_given(const Action& action, const Attribute& attribute)
{
    if (std::ranges::find(action.require_attributes, &attribute) != action.require_attributes.end())
        return true;
    bool may_be_nil
        = std::ranges::find(action.allow_nil_input, &attribute) != action.allow_nil_input.end();
    return action.type == ActionType::create && !attribute.allow_nil && !attribute.generated
        && !attribute.default_value.is_set() && !may_be_nil;
}

static Value describe_accepted(const Action& action, const Attribute& attribute)
{
    Map map { { "name", Value(attribute.name) }, { "key", Value(attribute.key) },
        { "kind", Value("attribute") } };
    for (const auto& [key, value] :
        describe_type(attribute.declared_type, attribute.declared_constraints))
        map.set(key, value);
    map.set("public", Value(attribute.is_public));
    map.set("required", Value(must_be_given(action, attribute)));
    put_value(map, "default", describe_default(attribute.default_value));
    put_text(map, "description", attribute.description);
    return Value(std::move(map));
}

static Value describe_inputs(const Action& action, const std::vector<std::string>& excluded)
{
    auto is_excluded = [&](const auto& part) {
        return std::ranges::any_of(excluded,
            [&](const std::string& name) { return name == part.name || name == part.key; });
    };
    List inputs;
    for (const auto& argument : action.arguments) {
        if (!is_excluded(argument))
            inputs.push_back(describe_argument(argument));
    }
    for (const auto* attribute : action.accept) {
        const auto* input = action.find_input(attribute->name);
        bool hidden = input != nullptr && input->attribute != attribute;
        if (!hidden && !is_excluded(*attribute))
            inputs.push_back(describe_accepted(action, *attribute));
    }
    return Value(std::move(inputs));
}

static Value describe_action(const Action& action)
{
    Map map { { "name", Value(action.name) }, { "key", Value(action.key) },
        { "type", Value(name(action.type)) }, { "primary", Value(action.primary) },
        { "public", Value(action.is_public) }, { "inputs", describe_inputs(action, {}) } };
    if (action.get)
        map.set("get", Value(true));
    if (!action.get_by.empty())
        map.set("get_by", keys_of(action.get_by));
    put_text(map, "description", action.description);
    return Value(std::move(map));
}

template <typename Part>
static Value each(
    const std::vector<std::unique_ptr<Part>>& parts, Value (*describe_part)(const Part&))
{
    List list;
    for (const auto& part : parts)
        list.push_back(describe_part(*part));
    return Value(std::move(list));
}

template <typename Part> static Value names_of(const std::vector<std::unique_ptr<Part>>& parts)
{
    List names;
    for (const auto& part : parts)
        names.emplace_back(part->name);
    return Value(std::move(names));
}

Value describe(const Resource& resource)
{
    Map map { { "name", Value(resource.name) } };
    if (resource.domain != nullptr)
        map.set("domain", Value(resource.domain->name));
    put_text(map, "table", resource.table);
    put_text(map, "description", resource.description);
    map.set("embedded", Value(resource.embedded));
    map.set("primary_key", keys_of(resource.primary_key));
    map.set("fields", each(resource.attributes, describe_attribute));
    map.set("relationships", each(resource.relationships, describe_relationship));
    map.set("identities", each(resource.identities, describe_identity));
    map.set("calculations", names_of(resource.calculations));
    map.set("aggregates", names_of(resource.aggregates));
    map.set("actions", each(resource.actions, describe_action));
    return Value(std::move(map));
}

static Value describe_get_by(const InterfaceFunction& function)
{
    List fields;
    for (const auto& name : function.get_by_names) {
        if (const auto* attribute = function.resource->find_attribute(name))
            fields.push_back(describe_accepted(*function.action, *attribute));
    }
    return Value(std::move(fields));
}

Value describe(const InterfaceFunction& function)
{
    Map map { { "name", Value(function.name) }, { "key", Value(function.key) },
        { "resource", Value(function.resource_name) }, { "action", Value(function.action->key) },
        { "type", Value(name(function.action->type)) } };
    put_text(map, "description",
        function.description.empty() ? function.action->description : function.description);
    map.set("args", texts(function.args));
    map.set("optional_args", texts(function.optional_args));
    map.set("get", Value(function.get || !function.get_by_names.empty() || function.action->get));
    if (!function.get_by_names.empty())
        map.set("get_by", describe_get_by(function));
    map.set("inputs", describe_inputs(*function.action, function.exclude_inputs));
    put_value(map, "default_options", function.default_options);
    return Value(std::move(map));
}

Value describe(const Definition& definition)
{
    List domains;
    List names;
    for (const auto& domain : definition.domains) {
        List resources;
        for (const auto* resource : domain->resources)
            resources.emplace_back(resource->name);
        List functions;
        for (const auto& function : domain->interface)
            functions.push_back(describe(function));
        Map map { { "name", Value(domain->name) }, { "resources", Value(std::move(resources)) },
            { "interface", Value(std::move(functions)) } };
        put_text(map, "description", domain->description);
        domains.emplace_back(std::move(map));
    }
    for (const auto& resource : definition.resources)
        names.emplace_back(resource->name);
    return Value(
        Map { { "domains", Value(std::move(domains)) }, { "resources", Value(std::move(names)) } });
}

} // namespace tunez
