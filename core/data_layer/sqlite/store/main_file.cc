#include "data_layer/sqlite/store/main_file.h"

#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

namespace tunez::sqlite {

// https://sqlite.org/fileformat.html, "The Database Header".
constexpr size_t application_id_at = 68;
constexpr std::string_view magic("SQLite format 3\0", 16);

Result<FileHeader> read_header(const StoreFile& file)
{
    std::array<unsigned char, database_header_size> bytes {};
    auto count = TRY(file.read(std::as_writable_bytes(std::span(bytes)), 0));
    if (count == 0)
        return FileHeader {};
    if (count < database_header_size || std::memcmp(bytes.data(), magic.data(), magic.size()) != 0)
        return FileHeader { .kind = FileHeader::Kind::other };
    uint32_t id = 0;
    for (size_t i = 0; i < 4; ++i)
        id = id << 8 | bytes[application_id_at + i];
    return FileHeader { .kind = FileHeader::Kind::database, .is_ours = id == application_id };
}

Result<std::string> ask(Connection& connection, std::string_view sql)
{
    sqlite3_stmt* statement = nullptr;
    auto code = sqlite3_prepare_v2(
        connection.handle(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    std::string answer;
    if (const auto* text = code == SQLITE_ROW ? sqlite3_column_text(statement, 0) : nullptr)
        answer = reinterpret_cast<const char*>(text);
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail(storage_error(code, "read"));
    return answer;
}

Result<bool> has_our_id(Connection& connection)
{
    return TRY(ask(connection, "PRAGMA application_id")) == std::to_string(application_id);
}

Result<bool> has_our_tables(Connection& connection)
{
    auto found = TRY(ask(connection,
        "SELECT count(*) = 0 OR max(type = 'table' AND name = 'schema_migrations') FROM "
        "sqlite_schema"));
    return found == "1";
}

Result<void> check_pages(Connection& connection, Check how, const PortVfs& vfs)
{
    auto failed = vfs.failed_reads();
    auto found = TRY(ask(
        connection, how == Check::quick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)"));
    if (found == "ok")
        return {};
    if (vfs.failed_reads() != failed)
        return fail(storage_error(SQLITE_IOERR_READ, "check"));
    auto error
        = Error::framework(ErrorCode::storage_corrupt, "The database is damaged: %{problem}");
    error.vars = { { "problem", found } };
    return fail(std::move(error));
}

Result<int64_t> memory_size(Connection& connection)
{
    auto pages = TRY(ask(connection, "PRAGMA page_count"));
    auto page_size = TRY(ask(connection, "PRAGMA page_size"));
    return std::strtoll(pages.c_str(), nullptr, 10) * std::strtoll(page_size.c_str(), nullptr, 10);
}

static sqlite3_file* file_of(Connection& connection)
{
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return file;
}

Result<int64_t> main_size(Connection& connection)
{
    auto* file = file_of(connection);
    sqlite3_int64 size = 0;
    if (auto code = file->pMethods->xFileSize(file, &size); code != SQLITE_OK)
        return fail(storage_error(code, "read"));
    return size;
}

Result<size_t> read_main(Connection& connection, std::span<std::byte> bytes, int64_t offset)
{
    auto* file = file_of(connection);
    auto left = std::max<int64_t>(0, TRY(main_size(connection)) - offset);
    auto count = static_cast<size_t>(std::min<int64_t>(left, static_cast<int64_t>(bytes.size())));
    auto code = count == 0
        ? SQLITE_OK
        : file->pMethods->xRead(file, bytes.data(), static_cast<int>(count), offset);
    if (code != SQLITE_OK)
        return fail(storage_error(code, "read"));
    return count;
}

} // namespace tunez::sqlite
