#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tunez {

// Unicode text as the reference sees it, from tables generated at build time
// (core/type/generated/unicode_tables.inc), the same on every host. All take valid UTF-8; each has
// a fast path for ASCII.
size_t grapheme_length(std::string_view text); // Extended grapheme clusters.
size_t grapheme_size(std::string_view text); // The bytes of the first one.
std::string fold_case(std::string_view text); // Full case folding: what ci_string compares by.
std::string upper_case(std::string_view text); // Full mappings (ß → SS), no final-sigma rule.
std::string lower_case(std::string_view text);
std::string_view trim(
    std::string_view text); // Unicode white space off both ends; not zero-width space, not BOM.
int compare_folded(std::string_view left, std::string_view right);

} // namespace tunez
