#include "message/bulk_stream.h"

#include "message/write_one.h"

#include <algorithm>

namespace tunez {

// Every record that goes is a batch of its own, as in the reference.
StreamBatches::StreamBatches(std::unique_ptr<ChangesetSource> source, const BulkRun& run)
    : source_(std::move(source))
    , batch_size_(run.action().type == ActionType::destroy && !run.action().soft
              ? 1
              : run.options().batch_size)
{
}

size_t StreamBatches::count() const { return (source_->count() + batch_size_ - 1) / batch_size_; }

Batch StreamBatches::start_batch(size_t first, size_t last, BulkRun& run)
{
    auto batch = run.make_batch();
    batch.items.reserve(last - first); // Their addresses stay.
    std::vector<Changeset*> changesets;
    std::vector<Value> params;
    for (auto index = first; index < last; ++index) {
        auto started = source_->start(index);
        if (!started) {
            run.refuse(std::move(started).error(), index);
            continue;
        }
        started->changeset.input_index = index;
        select_result(started->changeset, run.request());
        changesets.push_back(&batch.items.emplace_back(std::move(started->changeset)).changeset);
        params.push_back(std::move(started->params));
    }
    batch.changes
        = build(changesets, run.action(), params, bulk_build_options(run.request()), run.context());
    for (auto* changeset : changesets)
        apply_tenant(*changeset, run.action());
    return batch;
}

Task StreamBatches::run(size_t number, BulkRun& run)
{
    auto first = number * batch_size_;
    auto batch = start_batch(first, std::min(source_->count(), first + batch_size_), run);
    bool invalid = run.has_failed() || std::ranges::any_of(batch.items, [](const auto& item) {
        return !item.changeset.valid();
    });
    // Nothing of such a batch is written; the inputs that are fine are not failures.
    if (invalid && (run.options().stop_on_error || run.all_or_nothing()))
        std::erase_if(batch.items, [](const auto& item) { return item.changeset.valid(); });
    co_await run_batch(batch, run.context());
    run.take(batch);
}

} // namespace tunez
