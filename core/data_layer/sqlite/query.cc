#include "data_layer/sqlite/query.h"

#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

#include <limits>

namespace tunez::sqlite {

// Of the statement, unless the storage is at fault.
static bool is_fault_of_storage(int code)
{
    switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_NOTADB:
        return true;
    default:
        return false;
    }
}

static Error refused(Connection& connection)
{
    if (is_fault_of_storage(sqlite3_errcode(connection.handle())))
        return connection.last_error("use");
    auto error = Error::make(ErrorCode::invalid_query, "%{reason}");
    error.vars.set("reason", Value(sqlite3_errmsg(connection.handle())));
    return error;
}

static Result<void> bind(
    Connection& connection, Statement& statement, std::span<const Value> parameters)
{
    for (size_t i = 0; i < parameters.size(); ++i) {
        auto& value = parameters[i];
        auto parameter = static_cast<int>(i + 1);
        auto code = value.is(Kind::boolean) ? statement.bind(parameter, int64_t { value.boolean() })
                                            : statement.bind(parameter, value);
        if (code != SQLITE_OK)
            return fail(refused(connection));
    }
    return {};
}

static Result<Value> read_row(sqlite3_stmt* handle, const Statement& statement)
{
    Map row;
    for (int i = 0; i < statement.columns(); ++i) {
        StoredView cell;
        auto* name = sqlite3_column_name(handle, i);
        if (!name || !statement.read(i, cell))
            return fail(storage_error(SQLITE_NOMEM, "read"));
        row.append(name, cell.to_value());
    }
    return Value(std::move(row));
}

Result<Value> query(Database& database, std::string_view sql, std::span<const Value> parameters)
{
    auto& connection = *database.connection;
    if (sql.size() > std::numeric_limits<int>::max())
        return fail(storage_error(SQLITE_TOOBIG, "read"));
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v2(
            connection.handle(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr)
        != SQLITE_OK)
        return fail(refused(connection));
    Statement statement(handle);
    List rows;
    if (!handle)
        return Value(std::move(rows));
    TRY(bind(connection, statement, parameters));
    int code;
    while ((code = statement.step()) == SQLITE_ROW)
        rows.push_back(TRY(read_row(handle, statement)));
    if (code != SQLITE_DONE)
        return fail(refused(connection));
    return Value(std::move(rows));
}

} // namespace tunez::sqlite
