#pragma once

#include <string>
#include <string_view>

namespace tunez {

// How names are spelled and derived from one another. ASCII only: a name is an identifier.

// `AlbumTag` → `album_tag`, `coverImageURL` → `cover_image_url`; snake_case stays as it is.
std::string snake_case(std::string_view name);
// `artist_id` → `artistId`; leading underscores stay.
std::string camel_case(std::string_view name);
// The plural of the last word of an English snake_case name: `album_tag` → `album_tags`, `category`
// → `categories`.
std::string plural(std::string_view name);
// Whether two names differ at most in the case of their letters, as SQLite compares identifiers.
bool same_ignoring_case(std::string_view left, std::string_view right);
std::string lower_ascii(std::string_view name);
// A name of an option as Ash writes it, without its final `?`.
std::string_view without_question_mark(std::string_view name);

} // namespace tunez
