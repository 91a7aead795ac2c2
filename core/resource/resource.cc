#include "resource/resource.h"

#include <algorithm>

namespace tunez {

std::string_view name(ActionType type)
{
    switch (type) {
    case ActionType::create:
        return "create";
    case ActionType::read:
        return "read";
    case ActionType::update:
        return "update";
    case ActionType::destroy:
        return "destroy";
    case ActionType::generic:
        return "action";
    }
    return "action";
}

const Input* Action::find_input(std::string_view wanted) const
{
    auto found = inputs.find(wanted);
    return found != inputs.end() ? &found->second : nullptr;
}

const Argument* Action::find_argument(std::string_view wanted) const
{
    for (const auto& argument : arguments) {
        if (argument.name == wanted || argument.key == wanted)
            return &argument;
    }
    return nullptr;
}

bool Action::accepts(const Attribute& attribute) const
{
    return std::ranges::find(accept, &attribute) != accept.end();
}

template <typename Part>
static const Part* find(
    const std::unordered_map<std::string_view, const Part*>& by_name, std::string_view name)
{
    auto found = by_name.find(name);
    return found != by_name.end() ? found->second : nullptr;
}

const Attribute* Resource::find_attribute(std::string_view wanted) const
{
    return find(attributes_by_name, wanted);
}

const Relationship* Resource::find_relationship(std::string_view wanted) const
{
    return find(relationships_by_name, wanted);
}

const Action* Resource::find_action(std::string_view wanted) const
{
    return find(actions_by_name, wanted);
}

template <typename Part>
static const Part* find_in(const std::vector<std::unique_ptr<Part>>& parts, std::string_view wanted)
{
    for (const auto& part : parts) {
        if (part->name == wanted || part->key == wanted)
            return part.get();
    }
    return nullptr;
}

const Calculation* Resource::find_calculation(std::string_view wanted) const
{
    return find_in(calculations, wanted);
}

const Aggregate* Resource::find_aggregate(std::string_view wanted) const
{
    return find_in(aggregates, wanted);
}

const FullText* Resource::find_full_text(std::string_view wanted) const
{
    return find_in(full_text, wanted);
}

const Argument* Calculation::find_argument(std::string_view wanted) const
{
    for (const auto& argument : arguments) {
        if (argument.name == wanted || argument.key == wanted)
            return &argument;
    }
    return nullptr;
}

const Identity* Resource::find_identity(std::string_view wanted) const
{
    for (const auto& identity : identities) {
        if (identity->name == wanted)
            return identity.get();
    }
    return nullptr;
}

const Resource* Definition::find_resource(std::string_view wanted) const
{
    return find(resources_by_name, wanted);
}

const Domain* Definition::find_domain(std::string_view wanted) const
{
    for (const auto& domain : domains) {
        if (domain->name == wanted)
            return domain.get();
    }
    return nullptr;
}

} // namespace tunez
