// Extended grapheme clusters by the rules of UAX #29.
#include "type/text.h"

#include "type/code_points.h"
#include "type/unicode_tables.h"

#include <algorithm>

namespace tunez {

namespace {

// The runs of the table number these in this order. Hangul syllables are not in it: they follow
// from arithmetic.
enum class GraphemeClass : uint8_t {
    other,
    control,
    extend,
    conjunct_extend, // Extends, and is transparent inside an Indic conjunct.
    conjunct_linker, // Extends, and is what makes an Indic conjunct.
    consonant, // What an Indic conjunct joins.
    zwj,
    regional_indicator,
    prepend,
    spacing_mark,
    hangul_l,
    hangul_v,
    hangul_t,
    pictographic,
    hangul_lv,
    hangul_lvt,
};

using enum GraphemeClass;

}

static GraphemeClass class_of(CodePoint code)
{
    if (code < 0x80)
        return code < ' ' || code == 0x7F ? control : other;
    constexpr CodePoint first_syllable = 0xAC00;
    constexpr CodePoint last_syllable = 0xD7A3;
    constexpr CodePoint syllables_of_vowel = 28;
    if (code >= 0x3400 && code < 0xA000) // The ideographs, for speed.
        return other;
    if (code >= first_syllable && code <= last_syllable)
        return (code - first_syllable) % syllables_of_vowel == 0 ? hangul_lv : hangul_lvt;
    if (code >= stray_byte)
        return control;
    auto first = [](uint32_t run) { return run & unicode::code_point_mask; };
    auto after = std::ranges::upper_bound(unicode::grapheme_runs, code, {}, first);
    return static_cast<GraphemeClass>(*std::prev(after) >> unicode::code_point_bits);
}

static bool is_extending(GraphemeClass kind)
{
    return kind == extend || kind == conjunct_extend || kind == conjunct_linker || kind == zwj;
}

namespace {

// What the rules need to know of the cluster so far.
class ClusterState {
public:
    // Whether a cluster ends before a code point of this class; then the next one begins with it.
    bool breaks_before(GraphemeClass next)
    {
        bool breaks = !continues(next);
        remember(next, breaks);
        return breaks;
    }

private:
    bool continues(GraphemeClass next) const
    {
        if (previous_ == control || next == control)
            return false; // GB4, GB5; GB3 is the caller's.
        if (is_extending(next) || next == spacing_mark || previous_ == prepend)
            return true; // GB9, GB9a, GB9b
        if (in_conjunct_ && linked_ && next == consonant)
            return true; // GB9c
        if (after_pictographic_ && previous_ == zwj && next == pictographic)
            return true; // GB11
        if (previous_ == regional_indicator && next == regional_indicator)
            return odd_indicators_; // GB12, GB13
        return continues_syllable(next);
    }

    bool continues_syllable(GraphemeClass next) const // GB6, GB7, GB8
    {
        bool is_v = next == hangul_v;
        bool is_t = next == hangul_t;
        if (previous_ == hangul_l)
            return next == hangul_l || is_v || next == hangul_lv || next == hangul_lvt;
        if (previous_ == hangul_lv || previous_ == hangul_v)
            return is_v || is_t;
        return (previous_ == hangul_lvt || previous_ == hangul_t) && is_t;
    }

    void remember(GraphemeClass next, bool broke)
    {
        odd_indicators_ = next == regional_indicator
            && (broke || previous_ != regional_indicator || !odd_indicators_);
        after_pictographic_ = next == pictographic || (after_pictographic_ && is_extending(next));
        if (next == consonant) {
            in_conjunct_ = true;
            linked_ = false;
        } else {
            in_conjunct_ = in_conjunct_
                && (next == conjunct_extend || next == conjunct_linker || next == zwj);
            linked_ = linked_ || next == conjunct_linker;
        }
        previous_ = next;
    }

    GraphemeClass previous_
        = control; // As at the start of text, where every code point begins a cluster.
    bool odd_indicators_ = false;
    bool after_pictographic_ = false; // Only what extends stood behind a pictograph.
    bool in_conjunct_ = false; // Only what may stand inside a conjunct stood behind a consonant.
    bool linked_ = false;
};

}

static size_t count_line_ends(std::string_view text)
{
    size_t count = 0;
    for (size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1))
        count += text.substr(at + 1).starts_with('\n') ? 1 : 0;
    return count;
}

// Calls back with the place of each cluster until that answers false.
template <typename Visit> static void each_cluster(std::string_view text, Visit visit)
{
    ClusterState state;
    CodePoint previous = 0;
    for (size_t at = 0; at < text.size();) {
        auto begin = at;
        CodePoint code = next_code_point(text, at);
        bool inside_line_end = previous == '\r' && code == '\n'; // GB3
        if (state.breaks_before(class_of(code)) && !inside_line_end && !visit(begin))
            return;
        previous = code;
    }
}

size_t grapheme_length(std::string_view text)
{
    if (is_ascii(text))
        return text.size() - count_line_ends(text);
    size_t clusters = 0;
    each_cluster(text, [&](size_t) { return ++clusters != 0; });
    return clusters;
}

size_t grapheme_size(std::string_view text)
{
    size_t size = text.size();
    each_cluster(text, [&](size_t begin) {
        if (begin > 0)
            size = begin;
        return begin == 0;
    });
    return size;
}

} // namespace tunez
