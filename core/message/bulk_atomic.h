#pragma once

#include "message/bulk_run.h"
#include "query/query.h"

#include <optional>
#include <vector>

namespace tunez {

// The rows that one statement writes, and their keys in the order in which they were given, where
// that is known.
struct RowBatch {
    Query query;
    List keys;
};

// What is done to rows that are not known (AtomicBuild says whether that is possible).
struct RowsChange {
    Changeset changeset;
    std::vector<BatchChange> batch; // What is to be asked when they are written.
};
Outcome<RowsChange> build_for_rows(BulkRun& run);

// Spec §6.6, strategies atomic and atomic_batches: one statement for all rows of a query, or for
// each batch of them.
class AtomicBatches final : public BulkBatches {
public:
    // `built` is for the first of them. `refuses_as_whole`: what is wrong with it leaves the result
    // without records, not even none.
    AtomicBatches(std::vector<RowBatch> batches, RowsChange built, bool refuses_as_whole)
        : batches_(std::move(batches))
        , built_(std::move(built))
        , refuses_as_whole_(refuses_as_whole)
    {
    }

    size_t count() const override { return batches_.size(); }
    Task run(size_t batch, BulkRun& run) override;

private:
    Outcome<RowsChange> build_next(BulkRun& run);

    std::vector<RowBatch> batches_;
    std::optional<RowsChange> built_;
    bool refuses_as_whole_;
};

} // namespace tunez
