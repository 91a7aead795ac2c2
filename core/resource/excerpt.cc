#include "resource/excerpt.h"

#include "base/error.h"

namespace tunez {

static constexpr size_t longest_quote = 80;

std::string excerpt(std::string_view text, size_t bytes)
{
    if (text.size() <= bytes)
        return std::string(text);
    // Continuation bytes of UTF-8 are 10xxxxxx.
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U)
        --bytes;
    return std::string(text.substr(0, bytes)) + "…";
}

std::string quoted(std::string_view name) { return "\"" + excerpt(name, longest_quote) + "\""; }

std::string summary(const Value& value)
{
    switch (value.kind()) {
    case Kind::null:
        return "null";
    case Kind::string:
    case Kind::ci_string:
        return quoted(value.text());
    case Kind::atom:
        return ":" + excerpt(value.text(), longest_quote);
    case Kind::binary:
        return "bytes that are not text";
    case Kind::list:
    case Kind::tuple:
        return value.list().empty() ? "an empty list"
                                    : "a list of " + std::to_string(value.list().size());
    case Kind::map:
    case Kind::keyword:
    case Kind::structure:
        return value.map().empty() ? "an empty map" : "a map";
    default:
        return excerpt(inspect(value), longest_quote);
    }
}

} // namespace tunez
