#include "type/text_constraints.h"

#include "type/text.h"
#include "type/type_use.h"

namespace tunez::type {

// Patterns may take quadratic time; a text longer than this matches none.
constexpr size_t longest_subject = 1 << 20;

static std::string inspect_pattern(std::string_view source, std::string_view flags)
{
    std::string text = "~r/";
    bool escaped = false;
    for (char character : source) {
        if (character == '/' && !escaped)
            text += '\\';
        text += character;
        escaped = character == '\\' && !escaped;
    }
    return text.append("/").append(flags);
}

static std::optional<Pattern> pattern(
    const TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    const Value& given = word(use.constraints, "match");
    if (given.is_null())
        return std::nullopt;
    Pattern result;
    result.source = given.is(Kind::map) ? word(given.map(), "regex").text() : given.text();
    if (given.is(Kind::map) && given.map().contains("flags")
        && !word(given.map(), "flags").is_null())
        result.flags = word(given.map(), "flags").text();
    result.inspected = inspect_pattern(result.source, result.flags);
    if (auto valid = host.check_regex(result.source, result.flags); !valid)
        problems.push_back("constraint `match`: " + valid.error().rendered());
    return result;
}

TextConstraints text_constraints(const TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    return {
        .host = &host,
        .min_length = count_word(use.constraints, "min_length"),
        .max_length = count_word(use.constraints, "max_length"),
        .match = pattern(use, host, problems),
        .trim = flag_word(use.constraints, "trim", true),
        .allow_empty = flag_word(use.constraints, "allow_empty", false),
    };
}

// Characters are never more than bytes, so short texts need no counting.
static bool is_longer(std::string_view text, int64_t limit)
{
    return static_cast<int64_t>(text.size()) > limit
        && static_cast<int64_t>(grapheme_length(text)) > limit;
}

static bool is_shorter(std::string_view text, int64_t limit)
{
    return static_cast<int64_t>(text.size()) < limit
        || static_cast<int64_t>(grapheme_length(text)) < limit;
}

static void check_match(
    const TextConstraints& constraints, std::string_view text, TypeErrors& errors)
{
    const Pattern& match = *constraints.match;
    if (text.size() <= longest_subject) {
        auto matches = constraints.host->regex_matches(match.source, match.flags, text);
        if (!matches) {
            errors.push_back({ .message = matches.error().rendered() });
            return;
        }
        if (*matches)
            return;
    }
    errors.push_back(
        { .message = "must match the pattern %{regex}", .vars = { { "regex", match.inspected } } });
}

bool check_text(const TextConstraints& constraints, std::string_view& text, TypeErrors& errors)
{
    std::string_view trimmed = trim(text);
    if (trimmed.empty() && !constraints.allow_empty)
        return false;
    if (constraints.trim)
        text = trimmed;
    if (constraints.max_length && is_longer(text, *constraints.max_length))
        errors.push_back({ .message = "length must be less than or equal to %{max}",
            .vars = { { "max", *constraints.max_length } } });
    if (constraints.min_length && is_shorter(text, *constraints.min_length))
        errors.push_back({ .message = "length must be greater than or equal to %{min}",
            .vars = { { "min", *constraints.min_length } } });
    if (constraints.match)
        check_match(constraints, text, errors);
    return true;
}

} // namespace tunez::type
