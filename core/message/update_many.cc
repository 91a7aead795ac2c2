#include "changeset/record_map.h"
#include "message/bulk_stream.h"
#include "message/operations.h"
#include "message/write_one.h"

namespace tunez::message {

namespace {

// `[record or id, input]` of each update.
class UpdateSource final : public ChangesetSource {
public:
    UpdateSource(const Resource& resource, const List& updates, Context& context)
        : resource_(resource)
        , updates_(updates)
        , context_(context)
    {
    }

    size_t count() const override { return updates_.size(); }
    Outcome<Started> start(size_t index) override
    {
        const auto& update = updates_[index];
        if (!update.is(Kind::list) || update.list().size() != 2)
            return fail(Errors(Error::make(ErrorCode::invalid_message,
                "each of the `updates` is a list of a record, or its id, and an input")));
        auto subject = TRY(record(update.list().front()));
        return Started { TRY(start_change(std::move(subject), ActionType::update, context_)),
            update.list().back() };
    }

private:
    Outcome<Record> record(const Value& subject)
    {
        bool read = subject.is(Kind::map) && subject.map().size() > resource_.primary_key.size();
        return read ? Outcome<Record>(TRY(record_from_map(resource_, subject.map())))
                    : find_by_id(resource_, subject, context_);
    }

    const Resource& resource_;
    const List& updates_;
    Context& context_;
};

} // namespace

static Task run_update_many(Undertaking& update)
{
    const auto& updates = update.request.member("updates");
    auto action = updates.is(Kind::list) ? find_action(update, ActionType::update)
                                         : fail(Errors(Error::make(ErrorCode::invalid_message,
                                               "the message needs a list of `updates`")));
    if (!action) {
        update.outcome = fail(std::move(action).error());
        co_return;
    }
    BulkRun run(*(*action)->resource, **action, update);
    auto source = std::make_unique<UpdateSource>(run.resource(), updates.list(), update.context);
    co_await run.run(std::make_unique<StreamBatches>(std::move(source), run));
}

const MessageOperation update_many_operation {
    .name = "update_many",
    .needs = MessageOperation::Needs::database,
    .start = run_update_many,
};

} // namespace tunez::message
