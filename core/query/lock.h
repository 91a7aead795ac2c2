#pragma once

#include "base/error.h"
#include "resource/resource.h"

#include <optional>

namespace tunez {

// What a query says of locking rows (spec §8.7): `for_update` or a clause of SQL such
// as "FOR UPDATE NOWAIT". A database with one writer needs nothing for it. Fails with
// `lock_not_supported` for what is no row lock; null is none.
std::optional<Error> check_lock(const Resource& resource, const Value& lock);

} // namespace tunez
