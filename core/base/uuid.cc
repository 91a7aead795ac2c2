#include "base/uuid.h"

#include "base/ascii.h"

#include <algorithm>
#include <array>

namespace tunez {

constexpr size_t text_size = 36;
using Bytes = std::array<uint8_t, 16>;

static bool is_dash_position(size_t position)
{
    return position == 8 || position == 13 || position == 18 || position == 23;
}

static std::string to_text(const Bytes& bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(text_size, '-');
    size_t position = 0;
    for (uint8_t byte : bytes) {
        if (is_dash_position(position))
            ++position;
        text[position++] = digits[byte >> 4];
        text[position++] = digits[byte & 15];
    }
    return text;
}

static Bytes copied(std::span<const std::byte, 16> random)
{
    Bytes bytes;
    std::transform(random.begin(), random.end(), bytes.begin(),
        [](std::byte byte) { return static_cast<uint8_t>(byte); });
    return bytes;
}

// The version's four bits, and the two that say "RFC 4122".
static void mark(Bytes& bytes, unsigned version)
{
    bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | (version << 4));
    bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
}

std::string uuid_v4(std::span<const std::byte, 16> random)
{
    auto bytes = copied(random);
    mark(bytes, 4);
    return to_text(bytes);
}

std::string uuid_v7(int64_t unix_milliseconds, std::span<const std::byte, 16> random)
{
    auto bytes = copied(random);
    for (unsigned byte = 0; byte < 6; ++byte)
        bytes[byte]
            = static_cast<uint8_t>(static_cast<uint64_t>(unix_milliseconds) >> (40 - 8 * byte));
    mark(bytes, 7);
    return to_text(bytes);
}

static std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\n\v\f\r";
    size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<std::string> parse_uuid(std::string_view text)
{
    text = trimmed(text);
    if (text.size() != text_size)
        return std::nullopt;
    std::string uuid(text);
    for (size_t position = 0; position < text_size; ++position) {
        char& letter = uuid[position];
        if (is_dash_position(position)) {
            if (letter != '-')
                return std::nullopt;
        } else if (letter >= 'A' && letter <= 'F') {
            letter = static_cast<char>(letter - 'A' + 'a');
        } else if (!(is_digit(letter) || (letter >= 'a' && letter <= 'f'))) {
            return std::nullopt;
        }
    }
    return uuid;
}

int uuid_version(std::string_view text)
{
    char digit = text.size() == text_size ? text[14] : '0';
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

} // namespace tunez
