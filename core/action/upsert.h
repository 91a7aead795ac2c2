#pragma once

#include "action/build.h"
#include "action/lifecycle.h"

namespace tunez {

// What a create does where its row is there already (spec §6.2).

// Notes on the changeset of a create how it is to be written, from what the action and the call
// say; the call wins. The condition becomes its filter.
void start_upsert(Changeset& changeset, const BuildOptions& options, Context& context);
// Whether the row is written by upsert_row(): an upsert, or a new row with atomics.
bool needs_upsert(const Changeset& changeset);
// Writes one such row and sets the record of the item, or its failure.
void upsert_row(BatchItem& item, Context& context);

} // namespace tunez
