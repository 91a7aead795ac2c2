#include "message/bulk_atomic.h"

#include "action/atomic.h"
#include "message/write_one.h"

#include <utility>

namespace tunez {

Outcome<RowsChange> build_for_rows(BulkRun& run)
{
    auto& context = run.context();
    auto changeset = TRY(start_rows(run.resource(), run.action().type, context));
    select_result(changeset, run.request());
    Changeset* all[] = { &changeset };
    const Value params[] = { run.request().member("input") };
    auto batch = build(all, run.action(), params, bulk_build_options(run.request()), context);
    apply_tenant(changeset, run.action());
    return RowsChange { std::move(changeset), std::move(batch) };
}

static void sort_by_keys(Batch& batch, const RowBatch& rows)
{
    const auto& key = *rows.query.resource->primary_key.front();
    std::vector<BatchItem> sorted;
    sorted.reserve(batch.items.size());
    std::vector<bool> taken(batch.items.size());
    auto take = [&](size_t index) {
        taken[index] = true;
        sorted.push_back(std::move(batch.items[index]));
    };
    for (const auto& value : rows.keys) {
        for (size_t i = 0; i < batch.items.size(); ++i) {
            if (taken[i] || !batch.items[i].record
                || batch.items[i].record->values[key.index] != value)
                continue;
            take(i);
            break;
        }
    }
    // Those that have failed have no record to be found by.
    for (size_t i = 0; i < taken.size(); ++i) {
        if (!taken[i])
            take(i);
    }
    batch.items = std::move(sorted);
}

// Each but the first is built anew: a default or a function may answer something else by now.
Outcome<RowsChange> AtomicBatches::build_next(BulkRun& run)
{
    auto built = built_ ? Outcome<RowsChange>(std::move(*built_)) : build_for_rows(run);
    built_.reset();
    if (built && !built->changeset.valid())
        return fail(Errors(built->changeset.errors()));
    return built;
}

Task AtomicBatches::run(size_t number, BulkRun& run)
{
    auto built = build_next(run);
    if (!built) {
        if (refuses_as_whole_)
            run.refuse_all(std::move(built).error());
        else
            run.refuse(std::move(built).error(), std::nullopt);
        co_return;
    }
    auto batch = run.make_batch();
    batch.changes = std::move(built->batch);
    const auto& rows = batches_[number];
    Outcome<void> outcome;
    co_await run_atomically(built->changeset, rows.query, batch, outcome, run.context());
    if (!outcome) {
        run.refuse(std::move(outcome).error(), std::nullopt);
        co_return;
    }
    if (run.options().sorted && !rows.keys.empty())
        sort_by_keys(batch, rows);
    run.take(batch);
}

} // namespace tunez
