#include "action/notify.h"
#include "message/operations.h"

namespace tunez::message {

// A transaction of the caller: only for callers in the engine's own thread, which cannot be
// overtaken.
const MessageOperation begin_operation {
    .name = "begin",
    .needs = MessageOperation::Needs::database,
    .run = [](Session& session, const Request&, JsonWriter& answer) -> Outcome<void> {
        if (session.data_layer->in_transaction())
            return fail(
                Errors(Error::make(ErrorCode::not_supported, "a transaction is open already")));
        TRY(session.data_layer->begin());
        answer.null();
        return {};
    },
};

static Outcome<void> end(Session& session, Result<void> (DataLayer::*how)())
{
    if (!session.data_layer->in_transaction())
        return fail(Errors(Error::make(ErrorCode::not_supported, "no transaction is open")));
    TRY((session.data_layer.get()->*how)());
    return {};
}

// Undoing takes back what was to be announced.
static Outcome<void> roll_back(Session& session)
{
    session.notifications.waiting.clear();
    return end(session, &DataLayer::rollback);
}

const MessageOperation commit_operation {
    .name = "commit",
    .needs = MessageOperation::Needs::database,
    .run = [](Session& session, const Request& request, JsonWriter& answer) -> Outcome<void> {
        auto committed = end(session, &DataLayer::commit);
        // One that fails has rolled back.
        if (!committed)
            session.notifications.waiting.clear();
        TRY(std::move(committed));
        auto context = context_of(session, request);
        deliver(context);
        answer.null();
        return {};
    },
};

const MessageOperation rollback_transaction_operation {
    .name = "rollback_transaction",
    .needs = MessageOperation::Needs::database,
    .run = [](Session& session, const Request&, JsonWriter& answer) -> Outcome<void> {
        TRY(roll_back(session));
        answer.null();
        return {};
    },
};

} // namespace tunez::message
