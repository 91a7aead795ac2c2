#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tunez {

// One code point of UTF-8 text. A byte that begins no valid sequence is one of its own, above all
// real ones, so that every text can be walked through and written back unchanged.
using CodePoint = uint32_t;
constexpr CodePoint stray_byte = 0x110000;

// Reads the code point at `at`, which is before the end of the text, and moves behind it.
CodePoint next_code_point(std::string_view text, size_t& at);
void append_code_point(std::string& text, CodePoint code);

// True when there is no byte above 0x7F.
bool is_ascii(std::string_view text);

} // namespace tunez
