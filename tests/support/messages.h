#pragma once

#include "base/value.h"

#include <string>
#include <string_view>
#include <vector>

namespace tunez::test {

using Lines = std::vector<std::string>;

// JSON with the tags of docs/wire.md §1, and `'` for `"`.
Value from_json(std::string_view text);
// A member of a map, or of a map inside it; null where there is none.
const Value& at(const Value& map, std::string_view key);
const Value& at(const Value& map, std::string_view key, std::string_view inner_key);

// An error of an answer (or of a changeset's state) in one line, as TestEngine::errors() has it.
std::string line_of(const Value& error);
Lines lines_of(const Value& errors);

} // namespace tunez::test
