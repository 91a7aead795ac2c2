#pragma once

#include "base/value.h"

#include <string>
#include <string_view>

namespace tunez {

// The first bytes of a text, cut between characters, with "…" where something was left out.
std::string excerpt(std::string_view text, size_t bytes);
// A name in double quotes, at most a line of it.
std::string quoted(std::string_view name);
// A value in a few words, for telling an author what was found: `"yes"`, `12`, `a list of 3`, `a
// map`.
std::string summary(const Value& value);

} // namespace tunez
