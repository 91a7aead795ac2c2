#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tunez {

// Whether `part` occurs in `text`. Looks for its first letter in eight places at a time; short
// texts are over before a call of memchr() would have begun.
inline bool occurs(std::string_view part, std::string_view text)
{
    constexpr uint64_t ones = 0x0101010101010101;
    constexpr uint64_t highs = 0x8080808080808080;
    if (part.empty())
        return true;
    const uint64_t first = ones * static_cast<unsigned char>(part.front());
    size_t at = 0;
    while (at + part.size() <= text.size()) {
        if (at + sizeof(uint64_t) <= text.size()) {
            uint64_t word = 0;
            std::memcpy(&word, text.data() + at, sizeof word);
            word ^= first;
            // The lowest of these bits is that of the first byte that is zero; others may be wrong.
            auto found = (word - ones) & ~word & highs;
            if (found == 0) {
                at += sizeof word;
                continue;
            }
            at += static_cast<size_t>(std::countr_zero(found)) / 8;
            if (at + part.size() > text.size())
                return false;
        }
        if (std::memcmp(text.data() + at, part.data(), part.size()) == 0)
            return true;
        ++at;
    }
    return false;
}

} // namespace tunez
