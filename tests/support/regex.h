#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tunez {

// The regular expressions of the host that the tests run on, in JavaScript's dialect and with its
// flags: its own in WebAssembly, PCRE2 set up like it natively.
std::optional<std::string> regex_problem(std::string_view source, std::string_view flags);
// Whether the pattern, which is one, matches anywhere in the subject.
bool regex_found(std::string_view source, std::string_view flags, std::string_view subject);

} // namespace tunez
