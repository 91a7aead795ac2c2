#pragma once

namespace tunez::sqlite {

// Starts SQLite, once for the process, with a page cache that does not look at every page it holds
// when a transaction ends. Returns SQLite's result code.
//
// While it balances a tree, SQLite parks a page for a moment under the number of the page that a
// file never has (the one at its lock byte, https://sqlite.org/fileformat.html, "The Lock-Byte
// Page"). The cache that SQLite brings along takes that for its last page from then on, so the
// commit, which cuts the cache to the length of the file, searches all of it in vain.
int start();

} // namespace tunez::sqlite
