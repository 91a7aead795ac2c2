#pragma once

#include <string>
#include <string_view>

namespace tunez {

// The SHA-256 of those bytes (FIPS 180-4) as 64 lowercase hexadecimal digits.
std::string sha256(std::string_view bytes);

} // namespace tunez
