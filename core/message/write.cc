#include "message/operations.h"
#include "message/write_atomic.h"
#include "message/write_one.h"

namespace tunez::message {

static Outcome<void> run_create(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::create));
    auto changeset = TRY(start_create(*resource, context));
    build(changeset, *action, request.member("input"), build_options(request), context);
    return run_one(std::move(changeset), request, context, answer);
}

static Outcome<void> run_change(
    Session& session, const Request& request, JsonWriter& answer, ActionType type)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), type));
    if (demands_atomic(*action))
        return write_atomically(*resource, *action, request, context, answer);
    auto record = TRY(record_of(*resource, request, context));
    auto changeset = TRY(start_change(std::move(record), type, context));
    build(changeset, *action, request.member("input"), build_options(request), context);
    return run_one(std::move(changeset), request, context, answer);
}

const MessageOperation create_operation {
    .name = "create",
    .needs = MessageOperation::Needs::database,
    .run = run_create,
};

const MessageOperation update_operation {
    .name = "update",
    .needs = MessageOperation::Needs::database,
    .run
    = [](Session& session, const Request& request,
          JsonWriter& answer) { return run_change(session, request, answer, ActionType::update); },
};

const MessageOperation destroy_operation {
    .name = "destroy",
    .needs = MessageOperation::Needs::database,
    .run
    = [](Session& session, const Request& request,
          JsonWriter& answer) { return run_change(session, request, answer, ActionType::destroy); },
};

} // namespace tunez::message
