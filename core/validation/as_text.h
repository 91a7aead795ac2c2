#pragma once

#include "base/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace tunez::validation {

// What validations of texts make of a value: scalars as they are displayed, a list of texts as the
// text of all of them; nullopt for what has none. `written` is where it is put together, if it has
// to be.
std::optional<std::string_view> as_text(const Value& value, std::string& written);

} // namespace tunez::validation
