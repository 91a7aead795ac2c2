#include "data_layer/sqlite/connection.h"

#include "base/verify.h"
#include "data_layer/sqlite/engine_call.h"
#include "data_layer/sqlite/full_text.h"
#include "data_layer/sqlite/functions.h"
#include "data_layer/sqlite/page_cache.h"
#include "data_layer/sqlite/port_vfs.h"
#include "data_layer/sqlite/refusal.h"
#include "data_layer/sqlite/storage_error.h"
#include "data_layer/sqlite/value_list.h"

#include <sqlite3.h>

#include <limits>

namespace tunez::sqlite {

static constexpr int busy_timeout_milliseconds = 1'000;

Result<std::unique_ptr<Connection>> Connection::open_file(
    const OpenOptions& options, const std::string& file, int flags)
{
    if (auto code = start(); code != SQLITE_OK)
        return fail(storage_error(code, "start"));
    sqlite3* handle = nullptr;
    auto code = sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_EXRESCODE,
        options.vfs ? options.vfs->name() : nullptr);
    // There is a handle to close even when opening failed, unless memory ran out.
    std::unique_ptr<Connection> connection(new Connection(handle));
    if (code != SQLITE_OK)
        return fail(storage_error(code, "open"));
    // Closing is no reason to write to a file that was only read, or could not be.
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    TRY(connection->configure());
    return connection;
}

Result<std::unique_ptr<Connection>> Connection::open(const OpenOptions& options)
{
    auto connection = TRY(open_for_reading(options));
    TRY(connection->start_writing(options));
    sqlite3_db_config(connection->handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    return connection;
}

Result<std::unique_ptr<Connection>> Connection::open_for_reading(const OpenOptions& options)
{
    return open_file(options, options.file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

static std::string uri_of(std::string_view file)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = "file:";
    for (char letter : file) {
        auto byte = static_cast<unsigned char>(letter);
        uri += '%';
        uri += digits[byte >> 4];
        uri += digits[byte & 15];
    }
    return uri;
}

Result<std::unique_ptr<Connection>> Connection::open_copy(const OpenOptions& options, CopyUse use)
{
    if (use == CopyUse::read)
        return open_file(
            options, uri_of(options.file) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    auto connection = TRY(open_file(
        options, uri_of(options.file) + "?alone=1", SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI));
    TRY(connection->execute("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"));
    return connection;
}

Connection::~Connection()
{
    auto code = sqlite3_close(handle_);
    VERIFY(code == SQLITE_OK); // Anything else: a statement outlived its connection.
}

static int register_extensions(sqlite3* handle)
{
    auto code = register_collations(handle);
    if (code == SQLITE_OK)
        code = register_functions(handle);
    if (code == SQLITE_OK)
        code = register_value_list(handle);
    if (code == SQLITE_OK)
        code = register_engine_functions(handle);
    if (code == SQLITE_OK)
        code = register_refusals(handle);
    return code;
}

// A database file is data, not code: nothing in its schema may call what has side effects or change
// the file's own tables.
static int harden(sqlite3* handle)
{
    auto code = sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    // Otherwise a plan may depend on what is bound to LIMIT, and the statement is prepared again at
    // each use.
    if (code == SQLITE_OK)
        code = sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    return code;
}

// Asks for write-ahead logging, and is answered with the journal mode that the file system allows.
static Result<std::string> start_write_ahead_log(sqlite3* handle)
{
    sqlite3_stmt* statement = nullptr;
    auto code = sqlite3_prepare_v2(handle, "PRAGMA journal_mode=WAL", -1, &statement, nullptr);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    std::string mode;
    if (auto* text = code == SQLITE_ROW ? sqlite3_column_text(statement, 0) : nullptr)
        mode = reinterpret_cast<const char*>(text);
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW)
        return fail(storage_error(code, "open"));
    return mode;
}

Result<void> Connection::configure()
{
    auto code = harden(handle_);
    if (code == SQLITE_OK)
        code = register_extensions(handle_);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(handle_, busy_timeout_milliseconds);
    if (code != SQLITE_OK)
        return fail(storage_error(code, "open"));

    // Exclusive locking comes before anything that touches the file: without shared memory a
    // write-ahead log can be opened in no other way. The page size counts only until the first
    // write, which journal_mode makes.
    TRY(execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA page_size=8192; PRAGMA cell_size_check=ON"));
    // Asks for FTS5 in SQL, which may look into the file.
    if (code = register_full_text(handle_); code != SQLITE_OK)
        return fail(storage_error(code, "open"));
    return {};
}

Result<void> Connection::start_writing(const OpenOptions& options)
{
    auto mode = TRY(start_write_ahead_log(handle_));
    auto in_memory = options.file == ":memory:";
    if (mode != (in_memory ? "memory" : "wal"))
        return fail(Error::framework(ErrorCode::storage_unavailable,
            "Could not open the database: it allows no write-ahead log"));
    // Only what keeps the database whole is flushed by SQLite; commits are by whoever answers for
    // them.
    return execute("PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32768; "
                   "PRAGMA temp_store=MEMORY");
}

Result<void> Connection::execute(std::string_view sql)
{
    auto* rest = sql.data();
    auto* end = sql.data() + sql.size();
    while (rest != end) {
        sqlite3_stmt* statement = nullptr;
        VERIFY(end - rest <= std::numeric_limits<int>::max());
        auto code
            = sqlite3_prepare_v2(handle_, rest, static_cast<int>(end - rest), &statement, &rest);
        while (code == SQLITE_OK && statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
            code = SQLITE_OK;
        sqlite3_finalize(statement);
        if (code != SQLITE_OK && code != SQLITE_DONE)
            return fail(storage_error(code, "use"));
    }
    return {};
}

Error Connection::last_error(std::string_view doing) const
{
    return storage_error(sqlite3_extended_errcode(handle_), doing);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

static int tell_observer(unsigned, void* context, void*, void* text)
{
    auto& observer = *static_cast<std::function<void(std::string_view)>*>(context);
    std::string_view sql = static_cast<const char*>(text);
    // What starts with a comment is a trigger inside a statement that was told already.
    if (!sql.starts_with("--"))
        observer(sql);
    return 0;
}

void Connection::observe(std::function<void(std::string_view)> observer)
{
    observer_ = std::move(observer);
    sqlite3_trace_v2(handle_, observer_ ? SQLITE_TRACE_STMT : 0,
        observer_ ? tell_observer : nullptr, &observer_);
}

} // namespace tunez::sqlite
