#include "data_layer/sqlite/statement.h"

#include "base/verify.h"
#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

#include <limits>

namespace tunez::sqlite {

Statement::~Statement() { sqlite3_finalize(statement_); }

// The layer above writes only well-formed SQL: what SQLite refuses is either beyond its limits, or
// names what only a migration that has not run yet would have made.
static Error refusal(Connection& connection, int code)
{
    std::string_view message = sqlite3_errmsg(connection.handle());
    if (code == SQLITE_ERROR && message.starts_with("no such"))
        return Error::framework(ErrorCode::migrations_pending,
            "The database lacks a table or column of the definition: are there migrations to run?");
    if (code == SQLITE_ERROR || code == SQLITE_TOOBIG)
        return Error::make(ErrorCode::invalid_query, "is too large for the database");
    return storage_error(code, "use");
}

Result<Statement> Statement::prepare(
    Connection& connection, std::string_view sql, Lifetime lifetime)
{
    VERIFY(sql.size() <= std::numeric_limits<int>::max());
    auto flags = lifetime == Lifetime::lasting ? unsigned { SQLITE_PREPARE_PERSISTENT } : 0U;
    sqlite3_stmt* statement = nullptr;
    auto code = sqlite3_prepare_v3(
        connection.handle(), sql.data(), static_cast<int>(sql.size()), flags, &statement, nullptr);
    if (code != SQLITE_OK)
        return fail(refusal(connection, code));
    return Statement(statement);
}

// SQLite takes a null pointer for NULL, whatever the size.
static const char* start_of(std::string_view text) { return text.data() ? text.data() : ""; }

int Statement::bind(int parameter, const Value& stored)
{
    switch (stored.kind()) {
    case Kind::null:
        return sqlite3_bind_null(statement_, parameter);
    case Kind::integer:
        return sqlite3_bind_int64(statement_, parameter, stored.integer());
    case Kind::real:
        return sqlite3_bind_double(statement_, parameter, stored.real());
    case Kind::string:
        return sqlite3_bind_text64(statement_, parameter, start_of(stored.text()),
            stored.text().size(), SQLITE_STATIC, SQLITE_UTF8);
    default:
        return sqlite3_bind_blob64(
            statement_, parameter, start_of(stored.text()), stored.text().size(), SQLITE_STATIC);
    }
}

int Statement::bind(int parameter, int64_t integer)
{
    return sqlite3_bind_int64(statement_, parameter, integer);
}

int Statement::bind_null(int parameter) { return sqlite3_bind_null(statement_, parameter); }

int Statement::bind_pointer(int parameter, void* pointer, const char* type)
{
    return sqlite3_bind_pointer(statement_, parameter, pointer, type, nullptr);
}

int Statement::step() { return sqlite3_step(statement_); }

int Statement::reset() { return sqlite3_reset(statement_); }

void Statement::unbind() { sqlite3_clear_bindings(statement_); }

int Statement::columns() const { return sqlite3_column_count(statement_); }

// The value is looked up once for all that is asked of it. SQLite is built for one thread
// (SQLITE_THREADSAFE=0), so that it is a protected one: https://sqlite.org/c3ref/value.html.
static inline bool read_cell(sqlite3_stmt* statement, int column, StoredView& cell)
{
    auto* value = sqlite3_column_value(statement, column);
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        cell.kind = Kind::null;
        return true;
    case SQLITE_INTEGER:
        cell.kind = Kind::integer;
        cell.integer = sqlite3_value_int64(value);
        return true;
    case SQLITE_FLOAT:
        cell.kind = Kind::real;
        cell.real = sqlite3_value_double(value);
        return true;
    case SQLITE_TEXT: {
        auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
        cell.kind = Kind::string;
        cell.text = { text, static_cast<size_t>(sqlite3_value_bytes(value)) };
        return text != nullptr;
    }
    default: {
        auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
        cell.kind = Kind::binary;
        cell.text = { bytes, static_cast<size_t>(sqlite3_value_bytes(value)) };
        return bytes != nullptr || cell.text.empty();
    }
    }
}

bool Statement::read(int column, StoredView& cell) const
{
    return read_cell(statement_, column, cell);
}

bool Statement::read(std::span<StoredView> first_cells) const
{
    int column = 0;
    for (auto& cell : first_cells) {
        if (!read_cell(statement_, column++, cell)) [[unlikely]]
            return false;
    }
    return true;
}

} // namespace tunez::sqlite
