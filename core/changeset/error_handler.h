#pragma once

#include "changeset/hook.h"

namespace tunez {

struct Context;

// The application's function as an error handler (spec §3.6, docs/wire.md §7). It answers null to
// leave the error as it is,
// `"ignore"` to drop it, an error to have that one instead, `{"operations":[…]}` to change the
// changeset and drop it, or
// `{"operations":[…],"error":…}` for both.
ErrorHandler error_handler(CallbackId callback, const Context& context);

} // namespace tunez
