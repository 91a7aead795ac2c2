#pragma once

#include "changeset/changeset.h"

namespace tunez {

// Spec §4.1 step 9: the action's `require_attributes`.
void require_action_attributes(Changeset& changeset);
// Spec §4.5 at build time: accepted attributes that may not be nil.
void require_accepted_attributes(Changeset& changeset);
// Spec §4.5 at run time, after the before_action hooks: all attributes that may not be nil. A
// belongs_to key that is not accepted is reported as its relationship.
void require_all_attributes(Changeset& changeset);

} // namespace tunez
