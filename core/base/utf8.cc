#include "base/json.h"

#include <cstring>

namespace tunez {

constexpr uint64_t high_bits = 0x8080808080808080;

static bool continues(unsigned char byte) { return (byte & 0xc0) == 0x80; }

// The bytes of the sequence at the beginning, 0 when it is none: no overlong forms, surrogates or
// beyond U+10FFFF.
static size_t sequence_length(std::string_view text)
{
    auto byte = [text](size_t position) { return static_cast<unsigned char>(text[position]); };
    unsigned char lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    size_t length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (text.size() < length)
        return 0;
    for (size_t position = 1; position < length; ++position) {
        if (!continues(byte(position)))
            return 0;
    }
    bool overlong = (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xf0 && byte(1) < 0x90);
    bool surrogate = lead == 0xed && byte(1) > 0x9f;
    bool too_large = lead == 0xf4 && byte(1) > 0x8f;
    return overlong || surrogate || too_large ? 0 : length;
}

bool is_valid_utf8(std::string_view text)
{
    while (!text.empty()) {
        uint64_t word = 0;
        if (text.size() >= sizeof word) {
            std::memcpy(&word, text.data(), sizeof word);
            if ((word & high_bits) == 0) {
                text.remove_prefix(sizeof word);
                continue;
            }
        }
        size_t length = sequence_length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

} // namespace tunez
