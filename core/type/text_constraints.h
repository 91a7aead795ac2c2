#pragma once

#include "type/type.h"

#include <array>
#include <optional>

// The constraints that string and ci_string have in common.
namespace tunez::type {

struct Pattern {
    std::string source;
    std::string flags;
    std::string inspected; // As it reads in messages: ~r/source/flags
};

struct TextConstraints {
    Host* host = nullptr; // Answers whether a pattern matches.
    std::optional<int64_t> min_length;
    std::optional<int64_t> max_length;
    std::optional<Pattern> match;
    bool trim = true;
    bool allow_empty = false;
};

inline constexpr std::array<ConstraintRow, 5> text_constraint_rows { {
    { "max_length", ConstraintKind::count, "Most characters, as a reader counts them." },
    { "min_length", ConstraintKind::count, "Fewest characters." },
    { "match", ConstraintKind::regex, "What the text must match." },
    { "trim", ConstraintKind::boolean, "Takes white space off both ends first (default true)." },
    { "allow_empty", ConstraintKind::boolean, "Keeps empty text, which otherwise becomes null." },
} };

TextConstraints text_constraints(
    const TypeUse& use, Host& host, std::vector<std::string>& problems);

// Trims `text` and checks it. False when what remains counts as empty, and so as null; then nothing
// was checked.
bool check_text(const TextConstraints& constraints, std::string_view& text, TypeErrors& errors);

} // namespace tunez::type
