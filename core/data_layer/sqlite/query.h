#pragma once

#include "data_layer/sqlite/database.h"

#include <span>
#include <string_view>

namespace tunez::sqlite {

// Runs one statement that somebody wrote by hand (tests, the command line) and answers its rows as
// a list of maps, column name to stored value. Parameters are null, boolean, integer, real, string
// or binary. A statement that SQLite refuses is `invalid_query` in SQLite's words.
Result<Value> query(Database& database, std::string_view sql, std::span<const Value> parameters);

} // namespace tunez::sqlite
