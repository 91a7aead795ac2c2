#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// From this similarity on a name counts as a misspelling of another.
constexpr double similar_enough = 0.8;

// Jaro similarity of two names: 1 when equal, 0 when they share nothing. Names beyond 255 bytes are
// like nothing but themselves, so that the effort stays small whatever came in.
double jaro_similarity(std::string_view left, std::string_view right);

// The candidates that are similar enough, most similar first, each once.
std::vector<std::string_view> similar_names(
    std::string_view name, std::span<const std::string_view> candidates);

// "; did you mean "name"?", or where nothing is similar and the choice is small "; there is "name"
// and "year"". Empty otherwise.
std::string suggestion(std::string_view name, std::span<const std::string_view> candidates);

} // namespace tunez
