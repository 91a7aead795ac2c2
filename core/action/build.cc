#include "action/build.h"

#include "action/defaults.h"
#include "action/identities.h"
#include "action/inputs.h"
#include "action/required.h"
#include "action/upsert.h"
#include "change/change.h"
#include "changeset/error_handler.h"
#include "changeset/hook_callback.h"
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
    if (auto* build = changeset.atomic_build()) {
        build->obstacles.push_back(
            "the validation `" + entry.name + "` runs before the action, with the record");
        return;
    }
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

using Changesets = std::span<Changeset* const>;

// Through a step go all changesets before one goes through the next.
static void run_steps(Changesets changesets, std::vector<BatchChange>* batch, Context& context)
{
    auto change = [&](const Entry& entry) {
        if (batch != nullptr)
            return run_change(entry, changesets, *batch, context);
        for (auto* changeset : changesets)
            run_change(entry, *changeset, context);
    };
    const auto& first = *changesets.front();
    for (const auto& step : first.action()->steps) {
        if (step.kind == Step::Kind::change) {
            change(step.entry);
        } else if (step.kind == Step::Kind::validation) {
            for (auto* changeset : changesets)
                validate(step.entry, *changeset, context);
        }
    }
    for (const auto& entry : first.resource().changes) {
        if (runs_on(entry.on, first.action_type()))
            change(entry);
    }
}

static void run_global_validations(Changesets changesets, Context& context)
{
    const auto& first = *changesets.front();
    if (first.action()->skip_global_validations)
        return;
    for (const auto& entry : first.resource().validations) {
        if (!runs_on(entry.on, first.action_type()))
            continue;
        for (auto* changeset : changesets) {
            if (first.action()->delay_global_validations)
                delay(entry, *changeset);
            else
                validate(entry, *changeset, context);
        }
    }
}

// What the application set before it named the action must be what the action accepts.
static void refuse_earlier_changes(Changeset& changeset)
{
    if (!changeset.changing_attributes())
        return;
    for (const auto& attribute : changeset.resource().attributes) {
        if (changeset.find_change(*attribute) != nullptr
            && !changeset.action()->accepts(*attribute))
            changeset.add_error(Error::invalid_attribute(attribute->name, "cannot be changed"));
    }
}

static void set_private_arguments(Changeset& changeset, const Map& arguments)
{
    for (const auto& [name, value] : arguments)
        changeset.set_private_argument(
            name, value, "can't set public arguments using the private_arguments option.");
}

static void transform(Changeset& changeset, const BeforeHook& function, Context& context)
{
    if (auto* build = changeset.atomic_build()) {
        build->obstacles.push_back("`transform_changeset` is given the changeset of each record");
        return;
    }
    if (auto done = run_hook(function, "transform_changeset", changeset, context); !done)
        changeset.add_errors(std::move(done.error().errors));
}

// Up to the steps. False for a changeset that was invalid before: nothing more is done with it.
static bool start(Changeset& changeset, const Action& action, const Value& params,
    const BuildOptions& options, Context& context)
{
    bool was_valid = changeset.valid();
    // Before the action is assigned, so that its inputs are not taken for earlier changes.
    auto earlier = changeset.changing();
    changeset.set_action(action);
    if (!was_valid)
        return false;
    if (action.error_handler)
        changeset.handle_errors(error_handler(*action.error_handler, context));
    changeset.set_params(params);
    changeset.set_phase(Phase::validate);
    bool writes_attributes = !changeset.destroys();
    if (!options.private_arguments.empty())
        set_private_arguments(changeset, options.private_arguments);
    if (writes_attributes && !earlier.empty())
        refuse_earlier_changes(changeset);
    cast_params(changeset, params, options.skip_unknown_inputs, options.casting);
    if (!action.arguments.empty()) {
        apply_argument_defaults(changeset, context);
        require_arguments(changeset);
    }
    if (writes_attributes) {
        require_action_attributes(changeset);
        // Of rows that are not known, only the statement can tell which of them change.
        if (changeset.atomic_build() == nullptr)
            apply_literal_defaults(changeset);
    }
    if (action.upsert.upsert || !options.upsert.empty())
        start_upsert(changeset, options, context);
    if (options.transform_changeset)
        transform(changeset, *options.transform_changeset, context);
    return true;
}

// Spec §6.7: what needs a record in hand before it is written.
static void refuse_early_hooks(Changeset& changeset)
{
    auto* build = changeset.atomic_build();
    const auto* hooks = changeset.hooks();
    if (build == nullptr)
        return;
    if (changeset.action()->manual)
        build->obstacles.push_back("the action is manual");
    bool early = hooks != nullptr
        && (!hooks->before_action.empty() || !hooks->around_action.empty()
            || !hooks->before_transaction.empty() || !hooks->around_transaction.empty());
    if (early)
        build->obstacles.push_back("it has hooks that run before the write, with the record");
}

static void finish(Changeset& changeset, const BuildOptions& options, Context& context)
{
    changeset.mark_validated();
    if (!changeset.destroys()) {
        check_identities(changeset, context);
        if (options.require)
            require_accepted_attributes(changeset);
        if (changeset.atomic_build() != nullptr && changeset.valid())
            require_all_attributes(changeset);
    }
    refuse_early_hooks(changeset);
    changeset.set_phase(Phase::pending);
}

void build(Changeset& changeset, const Action& action, const Value& params,
    const BuildOptions& options, Context& context)
{
    Changeset* one[] = { &changeset };
    InRequest request(one, context);
    if (!start(changeset, action, params, options, context))
        return;
    run_steps(one, nullptr, context);
    run_global_validations(one, context);
    finish(changeset, options, context);
}

std::vector<BatchChange> build(std::span<Changeset* const> changesets, const Action& action,
    std::span<const Value> params, const BuildOptions& options, Context& context)
{
    InRequest request(changesets, context);
    std::vector<Changeset*> started;
    for (size_t i = 0; i < changesets.size(); ++i) {
        if (start(*changesets[i], action, params[i], options, context))
            started.push_back(changesets[i]);
    }
    std::vector<BatchChange> batch_changes;
    if (started.empty())
        return batch_changes;
    run_steps(started, &batch_changes, context);
    run_global_validations(started, context);
    for (auto* changeset : started)
        finish(*changeset, options, context);
    return batch_changes;
}

} // namespace tunez
