#include "type/text.h"

#include "type/case_mapping.h"
#include "type/unicode_tables.h"

#include <algorithm>

namespace tunez {

static char ascii_lower(char character)
{
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                : character;
}

static char ascii_upper(char character)
{
    return character >= 'a' && character <= 'z' ? static_cast<char>(character - ('a' - 'A'))
                                                : character;
}

static std::string map_case(
    std::string_view text, char (*map_ascii)(char), const CaseMapping& mapping)
{
    std::string result;
    result.reserve(text.size());
    for (size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            result += map_ascii(text[at++]);
            continue;
        }
        auto mapped = mapping.map(next_code_point(text, at));
        for (unsigned i = 0; i < mapped.count; ++i)
            append_code_point(result, mapped.codes[i]);
    }
    return result;
}

std::string fold_case(std::string_view text) { return map_case(text, ascii_lower, fold_mapping); }

std::string upper_case(std::string_view text) { return map_case(text, ascii_upper, upper_mapping); }

std::string lower_case(std::string_view text) { return map_case(text, ascii_lower, lower_mapping); }

static bool is_space(CodePoint code)
{
    if (code < 0x80)
        return code == ' ' || (code >= '\t' && code <= '\r');
    for (size_t i = 0; i < unicode::space_ranges.size(); i += 2) {
        if (code <= unicode::space_ranges[i + 1])
            return code >= unicode::space_ranges[i];
    }
    return false;
}

static std::string_view trim_start(std::string_view text)
{
    size_t start = 0;
    while (start < text.size()) {
        size_t next = start;
        if (!is_space(next_code_point(text, next)))
            break;
        start = next;
    }
    return text.substr(start);
}

// Steps back over continuation bytes to where the last code point begins.
static std::string_view trim_end(std::string_view text)
{
    while (!text.empty()) {
        size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80)
            --start;
        size_t next = start;
        if (!is_space(next_code_point(text, next)) || next != text.size())
            break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

std::string_view trim(std::string_view text) { return trim_end(trim_start(text)); }

namespace {

// The folded code points of a text, one at a time and without a copy of it.
class FoldedText {
public:
    explicit FoldedText(std::string_view text)
        : text_(text)
    {
    }

    bool at_end() const { return taken_ == mapped_.count && at_ == text_.size(); }

    CodePoint next()
    {
        if (taken_ == mapped_.count) {
            mapped_ = fold_mapping.map(next_code_point(text_, at_));
            taken_ = 0;
        }
        return mapped_.codes[taken_++];
    }

private:
    std::string_view text_;
    size_t at_ = 0;
    CaseMapping::Mapped mapped_ { {}, 0 };
    unsigned taken_ = 0;
};

}

static int compare_unicode_folded(std::string_view left, std::string_view right)
{
    FoldedText left_text(left);
    FoldedText right_text(right);
    while (!left_text.at_end() && !right_text.at_end()) {
        CodePoint left_code = left_text.next();
        CodePoint right_code = right_text.next();
        if (left_code != right_code)
            return left_code < right_code ? -1 : 1;
    }
    return static_cast<int>(right_text.at_end()) - static_cast<int>(left_text.at_end());
}

int compare_folded(std::string_view left, std::string_view right)
{
    size_t shared = std::min(left.size(), right.size());
    for (size_t at = 0; at < shared; ++at) {
        if (((static_cast<unsigned char>(left[at]) | static_cast<unsigned char>(right[at])) & 0x80U)
            != 0)
            return compare_unicode_folded(left.substr(at), right.substr(at));
        char left_character = ascii_lower(left[at]);
        char right_character = ascii_lower(right[at]);
        if (left_character != right_character)
            return left_character < right_character ? -1 : 1;
    }
    if (left.size() == right.size())
        return 0;
    return left.size() < right.size() ? -1 : 1;
}

} // namespace tunez
