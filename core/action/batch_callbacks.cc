#include "action/batch_callbacks.h"

#include "changeset/callback.h"
#include "changeset/hook_callback.h"
#include "changeset/record_map.h"

#include <vector>

namespace tunez {

namespace {

// The items that a change is asked about, and their changesets.
struct Asked {
    std::vector<BatchItem*> items;
    std::vector<Changeset*> changesets;
};

} // namespace

static Asked asked(const BatchChange& change, std::span<BatchItem* const> items)
{
    Asked those;
    for (auto* item : items) {
        if (item->failed() || !change.concerns(item->changeset))
            continue;
        those.items.push_back(item);
        those.changesets.push_back(&item->changeset);
    }
    return those;
}

static void fail_all(const Asked& those, const Error& error)
{
    for (auto* item : those.items)
        item->failure = Errors(error);
}

static Result<void> before(const BatchChange& change, const Asked& those, Context& context)
{
    if (!TRY(wants_batch(*change.entry, those.changesets, context)))
        return {};
    TRY(call_batch_function(*change.entry, "before_batch", those.changesets, context));
    for (auto* item : those.items) {
        if (!item->changeset.valid())
            item->failure = Errors(item->changeset.errors());
    }
    return {};
}

void run_before_batch(const Batch& batch, std::span<BatchItem* const> items, Context& context)
{
    for (const auto& change : batch.changes) {
        auto those = asked(change, items);
        if (!change.entry->functions.before_batch || those.items.empty())
            continue;
        if (auto done = before(change, those, context); !done)
            fail_all(those, done.error());
    }
}

// For each record null, or `{"record":…}`, or `{"error":…}`.
static Result<void> after(const BatchChange& change, const Asked& those, Context& context)
{
    if (!TRY(wants_batch(*change.entry, those.changesets, context)))
        return {};
    List records;
    for (const auto* item : those.items)
        records.emplace_back(record_map(*item->record));
    Map extra { { "records", Value(std::move(records)) } };
    auto answer
        = TRY(call_with_changesets(*change.entry, "after_batch", those.changesets, context, extra));
    if (answer.is_null())
        return {};
    if (!answer.is(Kind::list) || answer.list().size() != those.items.size())
        return fail(Error::make(ErrorCode::invalid_return_type,
            "after_batch must return nothing, or one result for each record"));
    for (size_t i = 0; i < those.items.size(); ++i) {
        auto& item = *those.items[i];
        if (answer.list()[i].is_null())
            continue;
        auto result = result_from(item.changeset, answer.list()[i]);
        if (!result) {
            item.failure = std::move(result).error();
            continue;
        }
        result->metadata = item.record->metadata;
        item.record = std::move(*result);
    }
    return {};
}

void run_after_batch(const Batch& batch, std::span<BatchItem* const> items, Context& context)
{
    for (const auto& change : batch.changes) {
        auto those = asked(change, items);
        if (!change.entry->functions.after_batch || those.items.empty())
            continue;
        if (auto done = after(change, those, context); !done)
            fail_all(those, done.error());
    }
}

} // namespace tunez
