#include "action/inputs.h"

#include "action/defaults.h"
#include "base/similarity.h"

#include <algorithm>
#include <vector>

namespace tunez {

static bool skips(std::span<const std::string> names, std::string_view input)
{
    return std::any_of(
        names.begin(), names.end(), [&](const auto& name) { return name == "*" || name == input; });
}

static bool is_private_argument(const Action& action, std::string_view input)
{
    return std::any_of(action.arguments.begin(), action.arguments.end(), [&](const auto& argument) {
        return !argument.is_public && (argument.name == input || argument.key == input);
    });
}

static std::vector<std::string_view> known_inputs(const Action& action)
{
    std::vector<std::string_view> names;
    for (const auto& argument : action.arguments) {
        if (argument.is_public)
            names.emplace_back(argument.key);
    }
    for (const auto* attribute : action.accept)
        names.emplace_back(attribute->key);
    return names;
}

static Value list_of(std::span<const std::string_view> names)
{
    List list;
    for (auto name : names)
        list.emplace_back(name);
    return Value(std::move(list));
}

// Spec §19.4: why this name is not an input.
static std::string hint(const Resource& resource, const Action& action, std::string_view input)
{
    const auto* attribute = resource.find_attribute(input);
    if (attribute == nullptr)
        return "it is neither an attribute nor an argument";
    if (!attribute->writable)
        return "it is an attribute, but not a writable one";
    if (action.accept_all && !attribute->is_public)
        return "it is an attribute, but not a public one, which `accept: *` leaves out";
    return "it is an attribute, but not in the accept list of the action";
}

static Error unknown_input(const Changeset& changeset, std::string_view input)
{
    const auto& action = *changeset.action();
    auto error = Error::no_such_input(input, changeset.resource().name, action.name);
    auto inputs = known_inputs(action);
    error.details.set("inputs", list_of(inputs));
    error.details.set("did_you_mean", list_of(similar_names(input, inputs)));
    error.details.set("hint", Value(hint(changeset.resource(), action, input)));
    return error;
}

void cast_params(
    Changeset& changeset, const Value& params, std::span<const std::string> skip, Casting casting)
{
    if (params.is_null())
        return;
    if (!params.is(Kind::map)) {
        changeset.add_error(
            Error::make(ErrorCode::invalid_message, "the input of an action is a map"));
        return;
    }
    const auto& action = *changeset.action();
    for (const auto& [name, value] : params.map()) {
        const auto* input = action.find_input(name);
        if (input != nullptr && input->argument != nullptr && input->argument->is_public) {
            changeset.set_argument(*input->argument, value, casting);
            continue;
        }
        if (input != nullptr && input->attribute != nullptr && input->attribute->writable) {
            changeset.change_attribute(*input->attribute, value, casting);
            continue;
        }
        bool skipped = skips(action.skip_unknown_inputs, name) || skips(skip, name)
            || name.starts_with('_') || is_private_argument(action, name);
        if (!skipped)
            changeset.add_error(unknown_input(changeset, name));
    }
}

void apply_argument_defaults(Changeset& changeset, Context& context)
{
    for (const auto& argument : changeset.action()->arguments) {
        if (changeset.has_argument(argument) || !argument.default_value.is_set())
            continue;
        auto value = evaluate(argument.default_value, context);
        if (!value)
            changeset.add_error(std::move(value).error());
        else if (!value->is_null())
            changeset.set_argument(argument, *value);
    }
}

void require_arguments(Changeset& changeset)
{
    for (const auto& argument : changeset.action()->arguments) {
        if (argument.allow_nil || !changeset.get_argument(argument).is_null()
            || changeset.is_invalid(argument))
            continue;
        changeset.add_error(Error::required(argument.name, "argument", changeset.resource().name));
    }
}

Changeset cast_arguments(const Resource& resource, const Action& action, const Value& input,
    std::span<const std::string> skip, Context& context)
{
    Changeset arguments(resource);
    Changeset* one[] = { &arguments };
    InRequest request(one, context);
    arguments.set_action_type(action.type);
    arguments.set_action(action);
    cast_params(arguments, input, skip);
    apply_argument_defaults(arguments, context);
    require_arguments(arguments);
    return arguments;
}

} // namespace tunez
