#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tunez {

// What a JSON string cannot hold as it is: a quote, a backslash, and everything below 0x20.
inline bool is_escaped_in_json(char letter)
{
    return letter == '"' || letter == '\\' || static_cast<unsigned char>(letter) < 0x20;
}

// Not zero if a byte of the word is such a letter. (Which one it is cannot be told: subtracting
// borrows from the next.)
inline uint64_t escaped_in_json(uint64_t word)
{
    constexpr uint64_t ones = 0x0101010101010101;
    constexpr uint64_t highs = 0x8080808080808080;
    uint64_t quote = word ^ ones * '"';
    uint64_t backslash = word ^ ones * '\\';
    return ((quote - ones) | (backslash - ones) | (word - ones * 0x20)) & ~word & highs;
}

// How many bytes at the beginning stand for themselves in a JSON string.
// `refused` has the bits that no letter may have: `beyond_ascii`, or none.
constexpr uint64_t beyond_ascii = 0x8080808080808080;

inline size_t plain_json_length(const char* text, size_t size, uint64_t refused = 0)
{
    size_t position = 0;
    while (position + sizeof(uint64_t) <= size) {
        uint64_t word = 0;
        std::memcpy(&word, text + position, sizeof word);
        if (escaped_in_json(word) | (word & refused))
            break;
        position += sizeof word;
    }
    auto letter_refused = static_cast<unsigned char>(refused);
    while (position < size && !is_escaped_in_json(text[position])
        && !(static_cast<unsigned char>(text[position]) & letter_refused))
        ++position;
    return position;
}

// How many bytes at the beginning are ASCII.
inline size_t ascii_length(const char* text, size_t size)
{
    size_t position = 0;
    for (; position + sizeof(uint64_t) <= size; position += sizeof(uint64_t)) {
        uint64_t word = 0;
        std::memcpy(&word, text + position, sizeof word);
        if (word & beyond_ascii)
            break;
    }
    while (position < size && static_cast<unsigned char>(text[position]) < 0x80)
        ++position;
    return position;
}

} // namespace tunez
