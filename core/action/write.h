#pragma once

#include "action/lifecycle.h"

#include <span>

namespace tunez {

// Step 8 of run_batch: writes what the items have pending, in as few calls of the data layer as
// their columns allow, and sets their records. An item whose row is gone fails by itself
// (stale_record). Any other failure of a write fails all items, or with OnFailure::keep_others only
// the one whose row it was.
void write_rows(std::span<BatchItem* const> items, OnFailure on_failure, Context& context);

// What every record is given that was written: its state and tenant, and no more fields than are
// selected.
void finish_record(BatchItem& item, RecordState state);
// What a row is that is gone, or does not meet the filter. `with_filter`: it was looked for by a
// write, not by a mere check (spec §3.7).
Error stale_record(const Changeset& changeset, bool with_filter);
// Which row an update or destroy may write: the changeset's filter, and its tenant's rows.
ExpressionRef row_filter(const Changeset& changeset);

} // namespace tunez
