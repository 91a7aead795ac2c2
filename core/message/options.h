#pragma once

#include "base/result.h"
#include "base/value.h"

namespace tunez {

// Whether the `options` of a message, if it has any, are a map whose known members are of their
// kinds (docs/wire.md §4). Others are ignored: a newer caller may know more.
Result<void> check_options(const Map& message);

} // namespace tunez
