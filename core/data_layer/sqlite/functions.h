#pragma once

#include <string_view>

struct sqlite3;

namespace tunez::sqlite {

// What is registered with every connection. Both answer an SQLite result code.

// tunez_nocase for ci_string, and for each type whose text is not its equality and order
// (decimal: 1.0 is 1, 9 is below 10) a collation `tunez_<type>`. Each is a total order over all
// bytes, since a file may hold anything.
int register_collations(sqlite3* connection);
// As SQLite compares by that collation; without one, by the bytes.
int compare_by(std::string_view collation, std::string_view left, std::string_view right);
// tunez_require(condition, message): fails the statement with that message unless the condition is
// true.
int register_functions(sqlite3* connection);

} // namespace tunez::sqlite
