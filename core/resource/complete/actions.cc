#include "resource/complete/complete.h"

#include <algorithm>

namespace tunez {

static std::vector<const Attribute*> distinct_attributes(
    const Resource& resource, const std::vector<std::string>& names)
{
    std::vector<const Attribute*> attributes;
    for (const auto& name : names) {
        const auto* attribute = resource.find_attribute(name);
        if (attribute != nullptr && std::ranges::find(attributes, attribute) == attributes.end())
            attributes.push_back(attribute);
    }
    return attributes;
}

static std::vector<const Attribute*> public_writable(const Resource& resource)
{
    std::vector<const Attribute*> attributes;
    for (const auto& attribute : resource.attributes) {
        if (attribute->is_public && attribute->writable)
            attributes.push_back(attribute.get());
    }
    return attributes;
}

static std::vector<const Attribute*> accepted(const Resource& resource, const Action& action)
{
    // A row that is going away takes no input.
    bool takes_default = action.type == ActionType::create || action.type == ActionType::update
        || (action.type == ActionType::destroy && action.soft);
    bool unsaid = !action.accept_all && !action.accept_names;
    if (action.accept_all || (unsaid && takes_default && resource.default_accept_all))
        return public_writable(resource);
    std::vector<const Attribute*> attributes;
    if (action.accept_names)
        attributes = distinct_attributes(resource, *action.accept_names);
    else if (takes_default)
        attributes = distinct_attributes(resource, resource.default_accept_names);
    std::erase_if(attributes, [](const Attribute* attribute) { return !attribute->writable; });
    return attributes;
}

static void complete_inputs(Action& action)
{
    auto put = [&](std::string_view name, std::string_view key, Input input) {
        action.inputs.try_emplace(name, input);
        action.inputs.try_emplace(key, input);
    };
    for (const auto& argument : action.arguments) {
        if (argument.is_public)
            put(argument.name, argument.key, { .argument = &argument });
    }
    for (const auto* attribute : action.accept)
        put(attribute->name, attribute->key, { .attribute = attribute });
    for (const auto& argument : action.arguments)
        put(argument.name, argument.key, { .argument = &argument });
}

static void complete_action(const Resource& resource, Action& action)
{
    action.resource = &resource;
    for (size_t i = 0; i < action.arguments.size(); ++i)
        action.arguments[i].index = i;
    action.accept = accepted(resource, action);
    action.require_attributes = distinct_attributes(resource, action.require_attribute_names);
    action.allow_nil_input = distinct_attributes(resource, action.allow_nil_input_names);
    action.get_by = distinct_attributes(resource, action.get_by_names);
    complete_inputs(action);
}

// The only action of a type is its primary one, said or not.
static void choose_primary_actions(Resource& resource)
{
    for (auto type :
        { ActionType::create, ActionType::read, ActionType::update, ActionType::destroy }) {
        std::vector<Action*> of_type;
        for (auto& action : resource.actions) {
            if (action->type == type)
                of_type.push_back(action.get());
        }
        if (of_type.size() == 1)
            of_type.front()->primary = true;
        auto primary = std::ranges::find(of_type, true, &Action::primary);
        if (primary != of_type.end())
            resource.primary_actions[static_cast<size_t>(type)] = *primary;
    }
}

void complete_actions(Definition& definition)
{
    for (auto& resource : definition.resources) {
        for (auto& action : resource->actions)
            complete_action(*resource, *action);
        choose_primary_actions(*resource);
    }
    // Relationships read through an action of their destination.
    for (auto& resource : definition.resources) {
        for (auto& relationship : resource->relationships) {
            if (const auto* destination = relationship->destination) {
                relationship->read_action = relationship->read_action_name.empty()
                    ? destination->primary_action(ActionType::read)
                    : destination->find_action(relationship->read_action_name);
            }
        }
    }
}

} // namespace tunez
