#pragma once

#include "base/value.h"

#include <string_view>

namespace tunez::test {

// Whether an answer is packed (docs/wire.md §12).
bool is_packed(std::string_view answer);
// What a packed answer says, in the place of `ok`. `fields`: those of the record where the answer
// does not say them itself.
Value unpacked(std::string_view answer, const Value& fields = {});

} // namespace tunez::test
