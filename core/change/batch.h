#pragma once

#include "change/change.h"

#include <span>
#include <vector>

namespace tunez {

// A change that has functions for whole batches (spec §6.6), and the changesets of the batch that
// it applies to, by their input_index.
struct BatchChange {
    const Entry* entry = nullptr;
    std::vector<size_t> inputs;

    bool concerns(const Changeset& changeset) const;
};

// Runs one entry over the changesets of a batch: all at once where the application has a function
// for that, one after the other where not. Notes in `batch_changes` what is to be asked again
// before and after the batch is written.
void run_change(const Entry& entry, std::span<Changeset* const> changesets,
    std::vector<BatchChange>& batch_changes, Context& context);

// What the application's before_batch or batch_change answers: `{"batch":[{"operations":[…]}…]}` in
// the order of the changesets, or null.
Result<void> call_batch_function(const Entry& entry, std::string_view kind,
    std::span<Changeset* const> changesets, Context& context);

// Whether the batch functions of an entry apply to these changesets; its own function decides,
// where it has one.
Result<bool> wants_batch(
    const Entry& entry, std::span<Changeset* const> changesets, Context& context);

} // namespace tunez
