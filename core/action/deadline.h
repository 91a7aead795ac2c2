#pragma once

#include "base/error.h"
#include "changeset/changeset.h"
#include "changeset/context.h"

namespace tunez {

// Spec §3.7: an action that takes longer than it may is undone. Looked at where it begins to write
// and where it would commit.

Deadline deadline_in(int64_t milliseconds, Host& host);
// That of the call, else that of the changeset, else that of the action.
void set_deadline(const Changeset& changeset, Context& context);
bool is_overdue(const Context& context);
Errors timed_out(const Changeset& changeset, const Context& context);

} // namespace tunez
