#pragma once

#include "base/error.h"
#include "base/task.h"
#include "change/batch.h"
#include "changeset/changeset.h"
#include "changeset/context.h"
#include "resource/record.h"

#include <optional>
#include <vector>

namespace tunez {

class Scope;

// One changeset on its way through the life of an action, and what became of it.
struct BatchItem {
    explicit BatchItem(Changeset pending)
        : changeset(std::move(pending))
    {
    }

    Changeset changeset;
    std::optional<Record> record; // The result, once written.
    std::optional<Errors> failure;
    bool was_invalid = false; // From the start: nothing of it ran.
    bool written = false;
    bool skipped = false; // An upsert left the row as it was; its failure says so.

    bool failed() const { return failure.has_value(); }
};

// What the failure of a record that was written (in its after_action hooks), or of the write
// itself, does to its batch.
enum class OnFailure : uint8_t {
    roll_back, // All of the batch is undone, and every record fails with that error.
    keep_others, // Only that record fails; rows that were written stay.
    abandon, // As roll_back, and nothing more is run, because the caller undoes what it did before,
             // too.
};

// Changesets of one action that are written together. One record is a batch of one; there is no
// other lifecycle.
struct Batch {
    std::vector<BatchItem> items;
    std::vector<BatchChange> changes; // Of a bulk run: what is asked before and after the write.
    OnFailure on_failure = OnFailure::roll_back;
    bool transaction = true; // False: none is opened.
    bool nested = false; // Part of something larger that is undone as a whole if any of it fails.
    bool wants_records = true; // False: the caller asks only how many were written.
    size_t unseen = 0; // Written without a record having been made of them.
    bool notify
        = true; // Whether destroys are notified; other records are by whoever loads into them.
};

// The life of a create, update or destroy (spec §5.1), from built changesets to records or errors:
//  1. changesets that are invalid fail;
//  2. function defaults are applied;
//  3. around_transaction hooks start;
//  4. before_transaction hooks run;
//  5. a transaction opens where one is needed, or the batch joins the open one;
//  6. around_action hooks start;
//  7. before_action hooks run, then what is required is checked;
//  8. the rows are written, after the records that they lead to and before those that lead to them
//     (managed relationships);
//  9. after_action hooks run, and around_action hooks end;
// 10. the transaction commits, or rolls back what this batch wrote;
// 11. after_transaction hooks run, on failure too, and may turn the outcome;
// 12. around_transaction hooks end.
// Every item ends with a record or a failure. Records with around hooks go through their part of it
// one by one. Hooks outside of the transaction may keep it waiting (Task): the batch and the
// context have to stay.
Task run_batch(Batch& batch, Context& context);
// The same for what runs inside another action: nothing waits, a promise is an error.
void run_batch_now(Batch& batch, Context& context);
// What is left of it, from step 9 on, for records that were written by one statement inside
// `scope`. Where there are none, because nobody wanted them, `outcome` says what became of it.
Task run_after_write(Batch& batch, Scope& scope, Outcome<void>& outcome, Context& context);

} // namespace tunez
