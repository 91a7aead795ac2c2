#pragma once

#include "action/lifecycle.h"
#include "changeset/changeset.h"
#include "changeset/context.h"

namespace tunez {

// Managed relationships as part of a write (spec §10.5). What goes wrong is the item's failure.

// Before the row is written: finds, or creates, whom each belongs_to leads to, and sets its key.
// Calls that were carried out are not carried out again.
void manage_parents(BatchItem& item, Context& context);
// After the row is written: everything else. The relationships are then part of the record.
void manage_children(BatchItem& item, Context& context);
// While the changeset is built: refuses inputs whose record is not there (spec §10.1).
void validate_eagerly(Changeset& changeset, const ManagedCall& call, Context& context);

} // namespace tunez
