#pragma once

#include "message/bulk_run.h"

namespace tunez {

// Where the changesets of a bulk run come from.
class ChangesetSource {
public:
    ChangesetSource() = default;
    ChangesetSource(const ChangesetSource&) = delete;
    ChangesetSource& operator=(const ChangesetSource&) = delete;
    virtual ~ChangesetSource() = default;
    virtual size_t count() const = 0;
    // The changeset of the n-th input, on which nothing was done yet, and its params; or the errors
    // that kept it from being started.
    struct Started {
        Changeset changeset;
        Value params;
    };
    virtual Outcome<Started> start(size_t index) = 0;
};

// Spec §6.6, strategy stream, and every bulk create: a changeset for each record, in batches that
// live together.
class StreamBatches final : public BulkBatches {
public:
    StreamBatches(std::unique_ptr<ChangesetSource> source, const BulkRun& run);

    size_t count() const override;
    Task run(size_t batch, BulkRun& run) override;

private:
    Batch start_batch(size_t first, size_t last, BulkRun& run);

    std::unique_ptr<ChangesetSource> source_;
    size_t batch_size_;
};

} // namespace tunez
