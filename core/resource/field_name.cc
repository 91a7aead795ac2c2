#include "resource/field_name.h"

#include "resource/resource.h"

#include <algorithm>

namespace tunez {

bool names_fields(OptionKind kind)
{
    switch (kind) {
    case OptionKind::field:
    case OptionKind::fields:
    case OptionKind::attribute:
    case OptionKind::argument:
    case OptionKind::relationship:
    case OptionKind::actions:
        return true;
    default:
        return false;
    }
}

bool names_several(OptionKind kind)
{
    return kind == OptionKind::fields || kind == OptionKind::actions;
}

bool is_template(const Value& value)
{
    static constexpr std::string_view kinds[]
        = { "arg", "actor", "tenant", "context", "callback", "attribute", "value", "atomic_ref" };
    return value.is(Kind::map) && value.map().size() == 1
        && std::ranges::find(kinds, value.map().begin()->first) != std::end(kinds);
}

const Argument* FieldScope::find_argument(std::string_view name) const
{
    if (action != nullptr)
        return action->find_argument(name);
    for (const auto& each : resource.actions) {
        if (const auto* argument = each->find_argument(name))
            return argument;
    }
    return nullptr;
}

static std::string_view derived_field(const Resource& resource, std::string_view name)
{
    if (const auto* calculation = resource.find_calculation(name))
        return calculation->name;
    const auto* aggregate = resource.find_aggregate(name);
    return aggregate != nullptr ? std::string_view(aggregate->name) : std::string_view();
}

std::string_view key_of(const Resource& resource, std::string_view name)
{
    if (const auto* attribute = resource.find_attribute(name))
        return attribute->key;
    if (const auto* relationship = resource.find_relationship(name))
        return relationship->key;
    if (const auto* argument = FieldScope { resource, nullptr }.find_argument(name))
        return argument->key;
    return name;
}

template <typename Part> static std::string_view name_of(const Part* part)
{
    return part != nullptr ? std::string_view(part->name) : std::string_view();
}

static std::string_view field_called(const FieldScope& scope, std::string_view name)
{
    if (const auto* argument = scope.find_argument(name))
        return argument->name;
    if (const auto* attribute = scope.resource.find_attribute(name))
        return attribute->name;
    if (const auto* relationship = scope.resource.find_relationship(name))
        return relationship->name;
    return derived_field(scope.resource, name);
}

std::string_view FieldScope::resolve(OptionKind kind, std::string_view name) const
{
    switch (kind) {
    case OptionKind::field:
    case OptionKind::fields:
        return field_called(*this, name);
    case OptionKind::attribute:
        return name_of(resource.find_attribute(name));
    case OptionKind::argument:
        return name_of(find_argument(name));
    case OptionKind::relationship:
        return name_of(resource.find_relationship(name));
    case OptionKind::actions:
        return name_of(resource.find_action(name));
    default:
        return name;
    }
}

static void add_arguments(const FieldScope& scope, std::vector<std::string_view>& names)
{
    for (const auto& action : scope.resource.actions) {
        if (scope.action != nullptr && scope.action != action.get())
            continue;
        for (const auto& argument : action->arguments)
            names.push_back(argument.key);
    }
}

template <typename Part>
static void add_names(
    const std::vector<std::unique_ptr<Part>>& parts, std::vector<std::string_view>& names)
{
    for (const auto& part : parts)
        names.push_back(part->key);
}

std::vector<std::string_view> FieldScope::candidates(OptionKind kind) const
{
    std::vector<std::string_view> names;
    bool any_field = kind == OptionKind::field || kind == OptionKind::fields;
    if (any_field || kind == OptionKind::argument)
        add_arguments(*this, names);
    if (any_field || kind == OptionKind::attribute)
        add_names(resource.attributes, names);
    if (any_field || kind == OptionKind::relationship)
        add_names(resource.relationships, names);
    if (kind == OptionKind::actions)
        add_names(resource.actions, names);
    return names;
}

} // namespace tunez
