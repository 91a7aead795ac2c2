#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

namespace tunez::sqlite {

struct Meaning {
    ErrorCode code;
    std::string_view reason;
};

static Meaning meaning(int code)
{
    if (code == SQLITE_IOERR_NOMEM)
        return { ErrorCode::out_of_memory, "memory is exhausted" };
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return { ErrorCode::out_of_memory, "memory is exhausted" };
    case SQLITE_FULL:
        return { ErrorCode::storage_full, "the storage is full" };
    case SQLITE_CORRUPT:
        return { ErrorCode::storage_corrupt, "the database is damaged" };
    case SQLITE_NOTADB:
        return { ErrorCode::storage_corrupt, "the file is not a database" };
    case SQLITE_CANTOPEN:
        return { ErrorCode::storage_unavailable, "the file cannot be opened" };
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return { ErrorCode::storage_unavailable, "it is in use elsewhere" };
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
        return { ErrorCode::storage_unavailable, "writing to it is not permitted" };
    case SQLITE_TOOBIG:
        return { ErrorCode::storage_failed, "a value is too large" };
    case SQLITE_IOERR:
        return { ErrorCode::storage_failed, "the storage reported an input or output error" };
    default:
        return { ErrorCode::storage_failed, sqlite3_errstr(code) };
    }
}

Error storage_error(int code, std::string_view doing)
{
    auto [error_code, reason] = meaning(code);
    auto error = Error::framework(
        error_code, "Could not %{doing} the database: %{reason} (SQLite code %{sqlite_code})");
    error.vars = { { "doing", doing }, { "reason", reason },
        { "sqlite_code", static_cast<int64_t>(code) } };
    return error;
}

} // namespace tunez::sqlite
