#include "type/code_points.h"

#include <array>
#include <bit>
#include <cstring>

namespace tunez {

static bool is_continuation(unsigned char byte) { return (byte & 0xC0) == 0x80; }

CodePoint next_code_point(std::string_view text, size_t& at)
{
    auto byte = [&](size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
    unsigned char first = byte(0);
    if (first < 0x80) {
        ++at;
        return first;
    }
    auto length = static_cast<size_t>(std::countl_one(first));
    if (length < 2 || length > 4 || at + length > text.size()) {
        ++at;
        return stray_byte + first;
    }
    CodePoint code = first & (0x7FU >> length);
    for (size_t offset = 1; offset < length; ++offset) {
        if (!is_continuation(byte(offset))) {
            ++at;
            return stray_byte + first;
        }
        code = code << 6 | (byte(offset) & 0x3FU);
    }
    constexpr std::array<CodePoint, 5> smallest { 0, 0, 0x80, 0x800, 0x10000 };
    if (code < smallest[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        ++at;
        return stray_byte + first;
    }
    at += length;
    return code;
}

void append_code_point(std::string& text, CodePoint code)
{
    auto append = [&](CodePoint byte) { text += static_cast<char>(byte); };
    if (code >= stray_byte)
        return append(code - stray_byte);
    if (code < 0x80)
        return append(code);
    if (code < 0x800) {
        append(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            append(0xE0 | code >> 12);
        } else {
            append(0xF0 | code >> 18);
            append(0x80 | (code >> 12 & 0x3F));
        }
        append(0x80 | (code >> 6 & 0x3F));
    }
    append(0x80 | (code & 0x3F));
}

bool is_ascii(std::string_view text)
{
    constexpr uint64_t high_bits = 0x8080808080808080;
    while (text.size() >= sizeof(uint64_t)) {
        uint64_t word = 0;
        std::memcpy(&word, text.data(), sizeof word);
        if ((word & high_bits) != 0)
            return false;
        text.remove_prefix(sizeof word);
    }
    unsigned char all = 0;
    for (char character : text)
        all |= static_cast<unsigned char>(character);
    return all < 0x80;
}

} // namespace tunez
