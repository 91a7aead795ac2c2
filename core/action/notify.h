#pragma once

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "resource/record.h"

namespace tunez {

// Spec §5.4. A successful action tells the notifiers of its resource (`{"callback":id}` under
// `notifiers`), or its caller who wants them back. While a transaction is open they wait for the
// outermost commit.
void notify(const Changeset& changeset, const Record& record, Context& context);
// Takes back what waits of a changeset that failed after all.
void withdraw(const Changeset& changeset, Context& context);
// What waits beyond the first so many stays: its changesets are gone.
void detach(size_t first, Context& context);
// Delivers what waits, unless a transaction is open. No notifier can turn what was committed into a
// failure.
void deliver(Context& context);

} // namespace tunez
