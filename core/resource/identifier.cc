#include "resource/identifier.h"

#include "base/ascii.h"

#include <algorithm>

namespace tunez {

static constexpr size_t longest_name = 63;

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

std::string objection_to_name(std::string_view name, Punctuation punctuation)
{
    if (punctuation == Punctuation::question_or_exclamation
        && (name.ends_with('?') || name.ends_with('!')))
        name.remove_suffix(1);
    if (name.size() > longest_name)
        return "is longer than 63 bytes";
    if (name.empty() || is_digit(name.front()) || !std::ranges::all_of(name, is_word))
        return "is not an identifier: letters without accents, digits and _, no digit first";
    if (name == "__proto__")
        return "means something else to JavaScript";
    return {};
}

} // namespace tunez
