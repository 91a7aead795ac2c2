#pragma once

#include "action/lifecycle.h"
#include "query/query.h"

namespace tunez {

// An update or destroy of all rows that a query finds, by one statement (spec §6.6 strategy
// atomic). The changeset was made by Changeset::of_rows() and built; it is valid and has no
// obstacles. The batch gets an item for each row, with its record, and goes through what is left of
// its life: after_action hooks, functions for batches, after_transaction hooks. Fails as a whole,
// with nothing written, when the statement does; `outcome` says so.
Task run_atomically(const Changeset& changeset, const Query& rows, Batch& batch,
    Outcome<void>& outcome, Context& context);

} // namespace tunez
