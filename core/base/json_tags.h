#pragma once

#include "base/value.h"

#include <optional>
#include <string>

namespace tunez {

// An object one of whose keys begins with `$`, as docs/wire.md §1 has it, made the value that it
// stands for. Nothing, and a `problem` in words, when it is no such object.
std::optional<Value> revive_tagged(const Map& object, std::string& problem);

} // namespace tunez
