#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tunez {

// Lowercase 8-4-4-4-12 text of a random (version 4) UUID made of 16 random bytes.
std::string uuid_v4(std::span<const std::byte, 16> random);
// Version 7: 48 bits of unix milliseconds, then random bits, so that ids sort by creation.
std::string uuid_v7(int64_t unix_milliseconds, std::span<const std::byte, 16> random);
// Trimmed, any letter case, any version → lowercase text; nullopt for anything that is not a UUID
// in text form.
std::optional<std::string> parse_uuid(std::string_view text);
// The version digit of a text that parse_uuid() gave.
int uuid_version(std::string_view text);

} // namespace tunez
