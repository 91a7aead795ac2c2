#include "action/build.h"

#include "action/defaults.h"
#include "action/identities.h"
#include "action/inputs.h"
#include "action/required.h"
#include "change/change.h"
#include "changeset/error_handler.h"
#include "validation/validation.h"

namespace tunez {

static bool runs_on(const ActionTypes& types, ActionType type)
{
    switch (type) {
    case ActionType::create:
        return types.create;
    case ActionType::read:
        return types.read;
    case ActionType::update:
        return types.update;
    case ActionType::destroy:
        return types.destroy;
    case ActionType::generic:
        return types.generic;
    }
    return false;
}

static void delay(const Entry& entry, Changeset& changeset)
{
    changeset.before_action(
        BeforeHook([&entry](Changeset& later, Context& context) -> Outcome<void> {
            run_validation(entry, later, context);
            return {};
        }));
}

static void validate(const Entry& entry, Changeset& changeset, Context& context)
{
    if (entry.before_action)
        delay(entry, changeset);
    else
        run_validation(entry, changeset, context);
}

static void run_steps(Changeset& changeset, Context& context)
{
    for (const auto& step : changeset.action()->steps) {
        if (step.kind == Step::Kind::change)
            run_change(step.entry, changeset, context);
        else if (step.kind == Step::Kind::validation)
            validate(step.entry, changeset, context);
    }
    for (const auto& entry : changeset.resource().changes) {
        if (runs_on(entry.on, changeset.action_type()))
            run_change(entry, changeset, context);
    }
}

static void run_global_validations(Changeset& changeset, Context& context)
{
    const auto& action = *changeset.action();
    if (action.skip_global_validations)
        return;
    for (const auto& entry : changeset.resource().validations) {
        if (!runs_on(entry.on, changeset.action_type()))
            continue;
        if (action.delay_global_validations)
            delay(entry, changeset);
        else
            validate(entry, changeset, context);
    }
}

// What the application set before it named the action must be what the action accepts.
static void refuse_earlier_changes(Changeset& changeset)
{
    if (!changeset.changing_attributes())
        return;
    for (const auto& attribute : changeset.resource().attributes) {
        if (changeset.changing_attribute(*attribute) && !changeset.action()->accepts(*attribute))
            changeset.add_error(Error::invalid_attribute(attribute->name, "cannot be changed"));
    }
}

static void set_private_arguments(Changeset& changeset, const Map& arguments)
{
    for (const auto& [name, value] : arguments)
        changeset.set_private_argument(name, value);
}

void build(Changeset& changeset, const Action& action, const Value& params,
    const BuildOptions& options, Context& context)
{
    bool was_valid = changeset.valid();
    // Before the action is assigned, so that its inputs are not taken for earlier changes.
    auto earlier = changeset.changing();
    changeset.set_action(action);
    if (!was_valid)
        return;
    if (action.error_handler)
        changeset.handle_errors(error_handler(*action.error_handler, context));
    changeset.set_params(params);
    changeset.set_phase(Phase::validate);
    bool writes_attributes = !changeset.destroys();
    if (!options.private_arguments.empty())
        set_private_arguments(changeset, options.private_arguments);
    if (writes_attributes && !earlier.empty())
        refuse_earlier_changes(changeset);
    cast_params(changeset, params, options.skip_unknown_inputs);
    if (!action.arguments.empty()) {
        apply_argument_defaults(changeset, context);
        require_arguments(changeset);
    }
    if (writes_attributes) {
        require_action_attributes(changeset);
        apply_literal_defaults(changeset);
    }
    run_steps(changeset, context);
    run_global_validations(changeset, context);
    changeset.mark_validated();
    if (writes_attributes) {
        check_identities(changeset, context);
        if (options.require)
            require_accepted_attributes(changeset);
    }
    changeset.set_phase(Phase::pending);
}

} // namespace tunez
