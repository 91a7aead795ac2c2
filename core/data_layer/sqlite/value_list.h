#pragma once

#include "base/value.h"

#include <cstddef>
#include <string>
#include <vector>

struct sqlite3;

namespace tunez::sqlite {

// The table-valued function tunez_values(?): the rows (value, position) of a list of stored values
// that is bound by pointer, so that one statement serves lists of every length and nothing is
// copied. Position counts from 0. With a second argument the list holds rows of so many cells,
// which are called value, c1, c2 and so on.
constexpr const char* value_list_pointer = "tunez_values";
constexpr size_t widest_row = 32;
// The name of a cell of such a row.
std::string cell_name(size_t cell);

// Answers an SQLite result code.
int register_value_list(sqlite3* connection);

// What the pointer points at.
using ValueList = std::vector<Value>;

} // namespace tunez::sqlite
