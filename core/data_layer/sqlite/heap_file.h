#pragma once

struct sqlite3_file;

namespace tunez::sqlite {

// SQLite's files without a name (what a statement may have to undo) live in memory and end when
// they are closed.
int heap_file_size();
void open_heap_file(sqlite3_file* file);

} // namespace tunez::sqlite
