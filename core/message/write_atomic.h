#pragma once

#include "message/session.h"

namespace tunez {

// Whether an action says in so many words that it must be atomic. What is so by default is done
// record by record, because no other writer comes between the read and the write.
bool demands_atomic(const Action& action);

// An update or destroy of one record by an action that demands to be atomic (spec §6.3): one
// statement, which goes by the row as it is stored, whatever the record at hand holds. Fails with
// must_be_atomic when it cannot be one.
Task write_atomically(const Resource& resource, const Action& action, Undertaking& undertaking);

} // namespace tunez
