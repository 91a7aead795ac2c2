#pragma once

#include "changeset/changeset.h"
#include "changeset/context.h"

namespace tunez {

// Spec §1.3 and §4.7: reads for a record with the same key values, at once for `eager_check`, in a
// before_action hook for `pre_check`. Advisory: the unique index remains the authority.
void check_identities(Changeset& changeset, Context& context);

} // namespace tunez
