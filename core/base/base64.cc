#include "base/json.h"

#include <array>

namespace tunez {

constexpr std::string_view alphabet
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr uint8_t not_a_digit = 64;

static constexpr std::array<uint8_t, 256> digit_values = [] {
    std::array<uint8_t, 256> values {};
    values.fill(not_a_digit);
    for (size_t digit = 0; digit < alphabet.size(); ++digit)
        values[static_cast<unsigned char>(alphabet[digit])] = static_cast<uint8_t>(digit);
    return values;
}();

static uint32_t byte_at(std::string_view bytes, size_t position)
{
    return position < bytes.size() ? static_cast<unsigned char>(bytes[position]) : 0;
}

std::string encode_base64(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (size_t position = 0; position < bytes.size(); position += 3) {
        uint32_t group = byte_at(bytes, position) << 16 | byte_at(bytes, position + 1) << 8
            | byte_at(bytes, position + 2);
        for (int shift = 18; shift >= 0; shift -= 6)
            text += alphabet[group >> shift & 63];
    }
    size_t padding = (3 - bytes.size() % 3) % 3;
    text.replace(text.size() - padding, padding, padding, '=');
    return text;
}

static size_t padding_of(std::string_view text)
{
    return text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
}

bool decode_base64(std::string_view text, std::string& bytes)
{
    if (text.size() % 4 != 0)
        return false;
    size_t padding = padding_of(text);
    bytes.clear();
    bytes.reserve(text.size() / 4 * 3);
    uint32_t group = 0;
    for (size_t position = 0; position < text.size(); ++position) {
        bool padded = position >= text.size() - padding;
        uint8_t digit = padded ? 0 : digit_values[static_cast<unsigned char>(text[position])];
        if (digit == not_a_digit)
            return false;
        group = group << 6 | digit;
        if (position % 4 != 3)
            continue;
        for (int shift = 16; shift >= 0; shift -= 8)
            bytes += static_cast<char>(group >> shift & 255);
        group = 0;
    }
    bytes.resize(bytes.size() - padding);
    return true;
}

} // namespace tunez
