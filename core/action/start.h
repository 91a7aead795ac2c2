#pragma once

#include "base/error.h"
#include "changeset/changeset.h"
#include "changeset/context.h"

namespace tunez {

// A changeset for one input of an action, with the actor, tenant and context of the request; the
// tenant of a new record is set.
Outcome<Changeset> start_create(const Resource& resource, Context& context);
Outcome<Changeset> start_change(Record record, ActionType type, Context& context);
// The same for all rows of a query at once.
Outcome<Changeset> start_rows(const Resource& resource, ActionType type, Context& context);
// Spec §1.6: a create stores the tenant, everything else must name it. For the action it is about
// to run, or has been built for.
void apply_tenant(Changeset& changeset, const Action& action);

} // namespace tunez
