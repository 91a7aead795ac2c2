#pragma once

#include "data_layer/sqlite/connection.h"
#include "data_layer/sqlite/port_vfs.h"
#include "data_layer/sqlite/store/store_file.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tunez::sqlite {

// What a file is by its first bytes.
struct FileHeader {
    enum class Kind : uint8_t { empty, database, other } kind = Kind::empty;
    bool is_ours = false; // By its application id.
};

// https://sqlite.org/fileformat.html, "The Database Header".
constexpr size_t database_header_size = 100;

// PRAGMA application_id of our databases: "Tunz".
constexpr int32_t application_id = 0x54756e7a;

Result<FileHeader> read_header(const StoreFile& file);

// The first column of the first row; empty without one.
Result<std::string> ask(Connection& connection, std::string_view sql);

// Also where the log has it, and the file not yet.
Result<bool> has_our_id(Connection& connection);
// Whether a database is ours although it does not say so: it has migrations of ours, or nothing at
// all.
Result<bool> has_our_tables(Connection& connection);
// How thoroughly: quick leaves out what indexes say of their tables.
enum class Check : uint8_t { quick, full };
// Fails with storage_corrupt; with storage_failed where the file could not be read, of which
// nothing follows.
Result<void> check_pages(Connection& connection, Check how, const PortVfs& vfs);
Result<int64_t> memory_size(Connection& connection); // Of a database in memory.
// The file under a connection.
Result<int64_t> main_size(Connection& connection);
Result<size_t> read_main(Connection& connection, std::span<std::byte> bytes, int64_t offset);

} // namespace tunez::sqlite
