#pragma once

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "type/embedded.h"

#include <memory>

namespace tunez {

// Runs the actions of embedded resources for values that are given to `source`: through `build` and
// `run_batch` like every other action, on a data layer that stores nothing. For
// Context::embedded_actions.
std::unique_ptr<EmbeddedActions> embedded_actions(Changeset& source, Context& context);

} // namespace tunez
