#pragma once

#include <string_view>

namespace tunez {

// Which symbols exist: the library's own words, and every name that a definition has used. Text is cast to a symbol only
// if it names one, so that input cannot make new ones. Like the symbols themselves this knowledge belongs to the
// program, not to a session; it only grows, and only from definitions.
void name_symbol(std::string_view name);
bool symbol_exists(std::string_view name);

} // namespace tunez
