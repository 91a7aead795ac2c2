#include "resource/name.h"

#include "base/ascii.h"

#include <algorithm>

namespace tunez {

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

static char to_lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

static char to_upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

std::string snake_case(std::string_view name)
{
    std::string snake;
    for (size_t i = 0; i < name.size(); ++i) {
        bool after_word = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
        bool ends_acronym
            = i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
        if (is_upper(name[i]) && (after_word || ends_acronym))
            snake += '_';
        snake += to_lower(name[i]);
    }
    return snake;
}

std::string camel_case(std::string_view name)
{
    std::string camel;
    bool joins = false;
    for (char c : name) {
        if (c == '_' && !camel.empty() && camel.back() != '_') {
            joins = true;
            continue;
        }
        camel += joins ? to_upper(c) : c;
        joins = false;
    }
    return camel;
}

namespace {
struct Irregular {
    std::string_view singular;
    std::string_view plural;
};
} // namespace

static constexpr Irregular irregular_words[] = {
    { "child", "children" },
    { "person", "people" },
    { "man", "men" },
    { "woman", "women" },
    { "foot", "feet" },
    { "tooth", "teeth" },
    { "mouse", "mice" },
    { "goose", "geese" },
    { "datum", "data" },
    { "medium", "media" },
    { "analysis", "analyses" },
    { "leaf", "leaves" },
    { "shelf", "shelves" },
    { "life", "lives" },
    { "hero", "heroes" },
    { "quiz", "quizzes" },
    { "series", "series" },
    { "news", "news" },
    { "species", "species" },
    { "equipment", "equipment" },
    { "information", "information" },
    { "media", "media" },
    { "data", "data" },
};

static std::string plural_word(std::string_view word)
{
    for (const auto& irregular : irregular_words) {
        if (word == irregular.singular)
            return std::string(irregular.plural);
    }
    constexpr std::string_view vowels = "aeiou";
    bool consonant_y
        = word.size() > 1 && word.ends_with('y') && !vowels.contains(word[word.size() - 2]);
    if (consonant_y)
        return std::string(word.substr(0, word.size() - 1)) + "ies";
    for (std::string_view hissing : { "s", "x", "z", "ch", "sh" }) {
        if (word.ends_with(hissing))
            return std::string(word) + "es";
    }
    return std::string(word) + "s";
}

std::string plural(std::string_view name)
{
    auto underscore = name.rfind('_');
    auto start = underscore == std::string_view::npos ? 0 : underscore + 1;
    return std::string(name.substr(0, start)) + plural_word(name.substr(start));
}

bool same_ignoring_case(std::string_view left, std::string_view right)
{
    return std::ranges::equal(
        left, right, [](char a, char b) { return to_lower(a) == to_lower(b); });
}

std::string lower_ascii(std::string_view name)
{
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), to_lower);
    return lower;
}

std::string_view without_question_mark(std::string_view name)
{
    return name.ends_with('?') ? name.substr(0, name.size() - 1) : name;
}

} // namespace tunez
