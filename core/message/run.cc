#include "action/inputs.h"
#include "changeset/callback.h"
#include "message/operations.h"

namespace tunez::message {

static Map arguments_of(const Changeset& input)
{
    Map arguments;
    for (const auto& argument : input.action()->arguments)
        arguments.append(argument.key, input.get_argument(argument));
    return arguments;
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
    if (!input.valid()) {
        Errors errors(input.errors());
        errors.merge_duplicates();
        return fail(std::move(errors));
    }
    if (!action->run)
        return fail(Errors(Error::make(ErrorCode::not_supported,
            "the action " + resource->name + "." + action->name + " has nothing to run")));
    Map extra { { "arguments", Value(arguments_of(input)) } };
    answer.value(TRY(call_with_changeset(*action->run, "run", input, context, extra)));
    return {};
}

const MessageOperation run_operation {
    .name = "run",
    .needs = MessageOperation::Needs::definition,
    .run = run_generic,
};

} // namespace tunez::message
