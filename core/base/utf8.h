#pragma once

#include <cstddef>
#include <string_view>

namespace tunez {

struct Letter {
    char32_t code;
    size_t length; // In bytes.
};

// The letter at the beginning of a text that is not empty. A byte that begins none, as only a
// damaged database holds it, becomes U+FFFD.
inline Letter first_letter(std::string_view text)
{
    auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(0) < 0x80)
        return { byte(0), 1 };
    size_t length = byte(0) < 0xe0 ? 2 : byte(0) < 0xf0 ? 3 : 4;
    bool is_letter = byte(0) >= 0xc2 && byte(0) < 0xf5 && length <= text.size();
    char32_t code = byte(0) & (0x7fU >> length);
    for (size_t at = 1; is_letter && at < length; ++at) {
        is_letter = (byte(at) & 0xc0) == 0x80;
        code = code << 6 | (byte(at) & 0x3fU);
    }
    return is_letter ? Letter { code, length } : Letter { 0xfffd, 1 };
}

} // namespace tunez
