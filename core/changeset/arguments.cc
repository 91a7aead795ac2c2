#include "changeset/changeset.h"

#include "type/embedded.h"

#include <algorithm>

namespace tunez {

static const Value no_argument {};

static const Argument* declared(const Action* action, std::string_view name)
{
    if (action == nullptr)
        return nullptr;
    for (const auto& argument : action->arguments) {
        if (argument.name == name || argument.key == name)
            return &argument;
    }
    return nullptr;
}

void Changeset::set_action(const Action& action)
{
    action_ = &action;
    arguments_.assign(action.arguments.size(), Value());
    provided_.clear();
    if (undeclared_arguments_.empty())
        return;
    auto earlier = std::move(undeclared_arguments_);
    undeclared_arguments_ = {};
    for (const auto& [name, value] : earlier)
        set_argument(name, value);
}

void Changeset::set_argument(std::string_view name, const Value& value)
{
    const auto* argument = declared(action_, name);
    if (argument == nullptr)
        undeclared_arguments_.set(name, value);
    else
        set_argument(*argument, value);
}

void Changeset::set_private_argument(
    std::string_view name, const Value& value, std::string_view refusal)
{
    if (action_ == nullptr) {
        undeclared_arguments_.set(name, value);
        return;
    }
    const auto* argument = declared(action_, name);
    if (argument == nullptr)
        return;
    if (!argument->is_public) {
        set_argument(*argument, value);
        return;
    }
    invalid_arguments_.push_back(argument->name);
    auto error = Error::invalid_argument(argument->name, refusal);
    if (!argument->sensitive)
        error.value = value;
    add_error(std::move(error));
}

void Changeset::set_argument(const Argument& argument, const Value& value, Casting casting)
{
    Value stored;
    TypeErrors errors;
    bool taken = false;
    if (casting == Casting::assumed) {
        taken = take_cast(argument.type, value, stored, errors);
    } else {
        auto actions = actions_for(argument.type);
        taken = cast(argument.type, value, stored, errors, { actions.get() });
    }
    if (!taken) {
        invalid_arguments_.push_back(argument.name);
        add_errors(to_errors(std::move(errors), ErrorCode::invalid_argument, argument.name, value,
            argument.sensitive));
        return;
    }
    arguments_[argument.index] = std::move(stored);
    provided_.insert(argument.index);
}

void Changeset::delete_argument(std::string_view name)
{
    undeclared_arguments_.erase(name);
    if (const auto* argument = declared(action_, name)) {
        arguments_[argument->index] = Value();
        provided_.erase(argument->index);
    }
}

const Value* Changeset::find_argument(std::string_view name) const
{
    if (const auto* argument = declared(action_, name))
        return provided_.contains(argument->index) ? &arguments_[argument->index] : nullptr;
    return undeclared_arguments_.find(name);
}

const Value& Changeset::get_argument(const Argument& argument) const
{
    return argument.index < arguments_.size() ? arguments_[argument.index] : no_argument;
}

bool Changeset::is_invalid(const Argument& argument) const
{
    return std::find(invalid_arguments_.begin(), invalid_arguments_.end(), argument.name)
        != invalid_arguments_.end();
}

} // namespace tunez
