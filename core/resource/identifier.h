#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tunez {

// Whether the names of a sort of thing may end in `?` or `!`, as those of actions and arguments
// may.
enum class Punctuation : uint8_t { none, question_or_exclamation };

// Why a name cannot be one; empty when it can. Names become columns, properties of JavaScript
// objects and words of expressions.
std::string objection_to_name(std::string_view name, Punctuation punctuation);

} // namespace tunez
