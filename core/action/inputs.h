#pragma once

#include "base/value.h"
#include "changeset/changeset.h"
#include "changeset/context.h"

#include <span>
#include <string>

namespace tunez {

// Spec §4.2: each param goes to the argument or accepted attribute of that name; unknown ones
// become no_such_input, unless the action or `skip` (`*`: all) says to skip them, or they begin
// with `_`.
void cast_params(Changeset& changeset, const Value& params, std::span<const std::string> skip,
    Casting casting = Casting::full);
// Spec §4.1 steps 6 and 7.
void apply_argument_defaults(Changeset& changeset, Context& context);
void require_arguments(Changeset& changeset);
// The arguments of a read or a generic action: cast, defaulted and required. The changeset holds
// them and what is wrong with them, nothing else.
Changeset cast_arguments(const Resource& resource, const Action& action, const Value& input,
    std::span<const std::string> skip, Context& context);

} // namespace tunez
