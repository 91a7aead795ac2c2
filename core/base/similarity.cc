#include "base/similarity.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tunez {

// Longer names are not misspelled, they are something else; and the comparison is quadratic.
static constexpr size_t longest_name = 255;
// So many choices still read as a sentence.
static constexpr size_t most_choices = 8;

using Characters = std::array<char32_t, longest_name>;

// Valid UTF-8 into code points; the bytes of anything else stand for themselves.
static size_t characters_of(std::string_view text, Characters& characters)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size();) {
        auto lead = static_cast<unsigned char>(text[i]);
        size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
        char32_t character = lead;
        for (size_t k = 1; k < length && i + k < text.size(); ++k)
            character = (character << 8) | static_cast<unsigned char>(text[i + k]);
        characters[count++] = character;
        i += length;
    }
    return count;
}

// Each character of the shorter name is looked for in a window around its place in the longer one.
// A character found before the one found last is out of order; the reference counts those whole,
// not by halves.
static double similarity(
    const Characters& shorter, size_t short_size, const Characters& longer, size_t long_size)
{
    auto window = static_cast<int64_t>(long_size / 2) - 1;
    std::array<bool, longest_name> taken {};
    int64_t former = -1;
    int64_t common = 0;
    int64_t out_of_order = 0;
    for (int64_t i = 0; i < static_cast<int64_t>(short_size); ++i) {
        auto first = std::max<int64_t>(0, i - window);
        auto last = std::min<int64_t>(static_cast<int64_t>(long_size) - 1, i + window);
        for (auto k = first; k <= last; ++k) {
            auto place = static_cast<size_t>(k);
            if (taken[place] || longer[place] != shorter[static_cast<size_t>(i)])
                continue;
            taken[place] = true;
            common += 1;
            out_of_order += k < former ? 1 : 0;
            former = k;
            break;
        }
    }
    if (common == 0)
        return 0;
    auto shared = static_cast<double>(common);
    return (shared / static_cast<double>(short_size) + shared / static_cast<double>(long_size)
               + static_cast<double>(common - out_of_order) / shared)
        / 3;
}

double jaro_similarity(std::string_view left, std::string_view right)
{
    if (left == right)
        return left.empty() ? 0 : 1;
    if (left.size() > longest_name || right.size() > longest_name)
        return 0;
    Characters left_characters;
    Characters right_characters;
    auto left_size = characters_of(left, left_characters);
    auto right_size = characters_of(right, right_characters);
    return left_size < right_size
        ? similarity(left_characters, left_size, right_characters, right_size)
        : similarity(right_characters, right_size, left_characters, left_size);
}

std::vector<std::string_view> similar_names(
    std::string_view name, std::span<const std::string_view> candidates)
{
    std::vector<std::pair<double, std::string_view>> scored;
    for (auto candidate : candidates) {
        auto score = jaro_similarity(name, candidate);
        bool known = std::ranges::any_of(
            scored, [&](const auto& other) { return other.second == candidate; });
        if (score >= similar_enough && !known)
            scored.emplace_back(score, candidate);
    }
    std::ranges::stable_sort(
        scored, [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string_view> names;
    for (const auto& [score, candidate] : scored)
        names.push_back(candidate);
    return names;
}

static std::string in_quotes(std::string_view name) { return "\"" + std::string(name) + "\""; }

static std::string choices(std::span<const std::string_view> candidates)
{
    std::vector<std::string_view> distinct;
    for (auto candidate : candidates) {
        if (std::ranges::find(distinct, candidate) == distinct.end())
            distinct.push_back(candidate);
        if (distinct.size() > most_choices)
            return {};
    }
    std::string text;
    for (size_t i = 0; i < distinct.size(); ++i)
        text += (i == 0 ? "" : i + 1 == distinct.size() ? " and " : ", ") + in_quotes(distinct[i]);
    return text.empty() ? text
                        : "; there " + std::string(distinct.size() == 1 ? "is " : "are ") + text;
}

std::string suggestion(std::string_view name, std::span<const std::string_view> candidates)
{
    auto similar = similar_names(name, candidates);
    return similar.empty() ? choices(candidates)
                           : "; did you mean " + in_quotes(similar.front()) + "?";
}

} // namespace tunez
