#pragma once

#include "base/result.h"
#include "data_layer/schema_change.h"
#include "migration/snapshot.h"

#include <string>
#include <vector>

namespace tunez {

struct DiffOptions {
    // Answers to questions: "table" or "table.column" (a renamed table by its new name) → the new
    // name, or null where it is no rename but gone for good.
    Map renames;
    bool drop_columns = false; // Otherwise a removed column stays in the table, out of use.
    bool dev = false; // Unattended: every question is answered no, dropped tables are dropped.
};

// What cannot be known from two definitions: whether something was renamed, or is gone.
struct Question {
    std::string subject; // The key of its answer in DiffOptions::renames.
    std::string text;
    std::vector<std::string> candidates; // The names it may have got.
};

struct Diff {
    std::vector<SchemaChange> changes;
    std::vector<std::string> kept; // Destructive steps that were left out, each as a sentence.
    std::vector<Question>
        questions; // Without an answer nothing is renamed, and no table is dropped.
    Snapshots snapshots; // What the changes lead to: `to`, and what was kept.
};

// Pure: no database, no clock; equal arguments give equal answers. The changes are in an order in
// which they can be applied. A rename is declared, never guessed. Fails with `invalid_migration`
// when a declared rename does not fit.
Result<Diff> diff(const Snapshots& from, const Snapshots& to, const DiffOptions& options);

} // namespace tunez
