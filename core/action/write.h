#pragma once

#include "action/lifecycle.h"

#include <span>

namespace tunez {

// Step 8 of run_batch: writes what the items have pending, in as few calls of the data layer as
// their columns allow, and sets their records. An item whose row is gone fails by itself
// (stale_record). Any other failure of a write fails all items, or with OnFailure::keep_others only
// the one whose row it was.
void write_rows(std::span<BatchItem* const> items, OnFailure on_failure, Context& context);

} // namespace tunez
