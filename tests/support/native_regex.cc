#include "support/regex.h"

#include <pcre2.h>

#include <memory>

namespace tunez {

using Code = std::unique_ptr<pcre2_code, decltype(&pcre2_code_free)>;
using MatchData = std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)>;

// JavaScript's `$` is the very end, and its references to groups that took no part match nothing.
static uint32_t options_of(std::string_view flags)
{
    uint32_t options
        = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_MATCH_UNSET_BACKREF;
    if (flags.find('i') != std::string_view::npos)
        options |= PCRE2_CASELESS;
    if (flags.find('m') != std::string_view::npos)
        options |= PCRE2_MULTILINE;
    if (flags.find('s') != std::string_view::npos)
        options |= PCRE2_DOTALL;
    return options;
}

static PCRE2_SPTR bytes(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

static Code compiled(std::string_view source, std::string_view flags, int& error, size_t& offset)
{
    auto* code
        = pcre2_compile(bytes(source), source.size(), options_of(flags), &error, &offset, nullptr);
    return { code, pcre2_code_free };
}

static std::string message_of(int error)
{
    char message[256] = "";
    pcre2_get_error_message(error, reinterpret_cast<PCRE2_UCHAR*>(message), sizeof message);
    return message;
}

std::optional<std::string> regex_problem(std::string_view source, std::string_view flags)
{
    if (flags.find_first_not_of("dgimsuvy") != std::string_view::npos)
        return "Invalid flags supplied to RegExp constructor '" + std::string(flags) + "'";
    int error = 0;
    size_t offset = 0;
    if (compiled(source, flags, error, offset))
        return std::nullopt;
    return "Invalid regular expression: /" + std::string(source) + "/: " + message_of(error);
}

bool regex_found(std::string_view source, std::string_view flags, std::string_view subject)
{
    int error = 0;
    size_t offset = 0;
    auto code = compiled(source, flags, error, offset);
    if (!code)
        return false;
    MatchData data(
        pcre2_match_data_create_from_pattern(code.get(), nullptr), pcre2_match_data_free);
    return pcre2_match(code.get(), bytes(subject), subject.size(), 0, 0, data.get(), nullptr) >= 0;
}

} // namespace tunez
