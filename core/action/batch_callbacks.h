#pragma once

#include "action/lifecycle.h"

#include <span>

namespace tunez {

// The functions that the application's changes have for whole batches (spec §6.6), asked inside the
// transaction: before the before_action hooks, and after the after_action hooks. Records that have
// failed by then are not shown to them.
void run_before_batch(const Batch& batch, std::span<BatchItem* const> items, Context& context);
void run_after_batch(const Batch& batch, std::span<BatchItem* const> items, Context& context);

} // namespace tunez
