#include "message/operations.h"
#include "message/write_atomic.h"
#include "message/write_one.h"

namespace tunez::message {

static Outcome<Changeset> build_create(Session& session, const Request& request, Context& context)
{
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::create));
    auto changeset = TRY(start_create(*resource, context));
    build(changeset, *action, request.member("input"), build_options(request), context);
    return changeset;
}

static Task run_create(Undertaking& create)
{
    return run_one(build_create(create.session, create.request, create.context), create);
}

static Outcome<Changeset> build_change(
    const Resource& resource, const Action& action, const Request& request, Context& context)
{
    auto record = TRY(record_of(resource, request, context));
    auto changeset = TRY(start_change(std::move(record), action.type, context));
    build(changeset, action, request.member("input"), build_options(request), context);
    return changeset;
}

template <ActionType type> static Task run_change(Undertaking& change)
{
    auto action = find_action(change, type);
    if (!action) {
        change.outcome = fail(std::move(action).error());
        return {};
    }
    const auto& resource = **resource_of(change.session, change.request);
    if (demands_atomic(**action))
        return write_atomically(resource, **action, change);
    return run_one(build_change(resource, **action, change.request, change.context), change);
}

const MessageOperation create_operation {
    .name = "create",
    .needs = MessageOperation::Needs::database,
    .start = run_create,
};

const MessageOperation update_operation {
    .name = "update",
    .needs = MessageOperation::Needs::database,
    .start = run_change<ActionType::update>,
};

const MessageOperation destroy_operation {
    .name = "destroy",
    .needs = MessageOperation::Needs::database,
    .start = run_change<ActionType::destroy>,
};

} // namespace tunez::message
