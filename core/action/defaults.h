#pragma once

#include "base/error.h"
#include "changeset/changeset.h"
#include "changeset/context.h"

namespace tunez {

// The value of a default; a function is called now. `argument` is what a callback is told (nothing
// by default).
Result<Value> evaluate(const Default& source, Context& context);

// Spec §4.1 step 10: literal defaults (create) and literal update defaults (update).
void apply_literal_defaults(Changeset& changeset);
// Spec §4.6: function defaults, right before the action runs; on update after its before_action
// hooks, and only when something else changes. Equal functions with match_other_defaults share one
// evaluation.
void apply_lazy_defaults(Changeset& changeset, Context& context);
// The same with the literal ones: where the change that one made was cleared, it is made again.
void apply_defaults(Changeset& changeset, Context& context);

} // namespace tunez
