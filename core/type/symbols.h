#pragma once

#include <string_view>

namespace tunez {

// Which symbols exist: the library's own words, and every name that the application has used, in a
// definition or by giving a symbol where one is wanted. Text is cast to a symbol only if it names
// one, so that input cannot make new ones. Like the symbols themselves this knowledge belongs to
// the program, not to a session, and only grows.
void name_symbol(std::string_view name);
bool symbol_exists(std::string_view name);

} // namespace tunez
