#include "action/inputs.h"
#include "action/notify.h"
#include "action/scope.h"
#include "changeset/callback.h"
#include "message/operations.h"
#include "validation/validation.h"

namespace tunez::message {

static Map arguments_of(const Changeset& input)
{
    Map arguments;
    for (const auto& argument : input.action()->arguments)
        arguments.append(argument.key, input.get_argument(argument));
    return arguments;
}

static bool says(const Action& action, std::string_view option, bool otherwise)
{
    const auto* said = action.declared.is(Kind::map) ? action.declared.map().find(option) : nullptr;
    return said != nullptr && said->is(Kind::boolean) ? said->boolean() : otherwise;
}

static Error missing_result(const Action& action)
{
    return Error::make(ErrorCode::invalid_return_type,
        action.resource->name + "." + action.name
            + " returned nothing, but it must return a value");
}

static Result<Value> call_application(const Changeset& input, Context& context)
{
    const auto& action = *input.action();
    Map extra { { "arguments", Value(arguments_of(input)) } };
    auto result = TRY(call_with_changeset(*action.run, "run", input, context, extra));
    bool returns = action.declared.is(Kind::map) && action.declared.map().contains("returns");
    if (returns && result.is_null() && !says(action, "allow_nil", true))
        return fail(missing_result(action));
    return result;
}

// In a transaction only where it is asked for.
static Result<Value> perform(const Changeset& input, Context& context)
{
    if (context.data_layer == nullptr || !says(*input.action(), "transaction", false))
        return call_application(input, context);
    Scope scope(context, true);
    TRY(scope.open());
    auto result = call_application(input, context);
    auto kept = result ? scope.keep() : Result<void>();
    if (!result || !kept)
        scope.undo();
    TRY(std::move(kept));
    return result;
}

// A generic action (spec §6.5): arguments are cast, defaulted and required, then the application's
// function answers.
static Outcome<void> run_generic(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::generic));
    auto input = cast_arguments(
        *resource, *action, request.member("input"), request.names("skip_unknown_inputs"), context);
    for (const auto& step : action->steps) {
        if (step.kind == Step::Kind::validation)
            run_validation(step.entry, input, context);
    }
    if (!input.valid()) {
        Errors errors(input.errors());
        errors.merge_duplicates();
        return fail(std::move(errors));
    }
    if (!action->run)
        return fail(Errors(Error::make(ErrorCode::not_supported,
            "the action " + resource->name + "." + action->name + " has nothing to run")));
    answer.value(TRY(perform(input, context)));
    deliver(context);
    return {};
}

const MessageOperation run_operation {
    .name = "run",
    .needs = MessageOperation::Needs::definition,
    .run = run_generic,
};

} // namespace tunez::message
