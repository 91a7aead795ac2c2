#include "data_layer/sqlite/migrations.h"

#include "base/json.h"
#include "data_layer/sqlite/schema.h"
#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

#include <functional>
#include <limits>

namespace tunez::sqlite {

static constexpr std::string_view create_migrations
    = "CREATE TABLE IF NOT EXISTS schema_migrations (version TEXT PRIMARY KEY NOT NULL, name TEXT "
      "NOT NULL,"
      " checksum TEXT NOT NULL, inserted_at TEXT NOT NULL, dev_down TEXT) STRICT";

static Error failed_statement(Connection& connection, size_t number)
{
    auto code = sqlite3_extended_errcode(connection.handle());
    auto error = storage_error(code, "migrate");
    switch (code & 0xff) {
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_AUTH:
    case SQLITE_MISMATCH:
        // The developer's own SQL: what SQLite says of it is what helps.
        error = Error::framework(
            ErrorCode::invalid_migration, "statement %{statement} failed: %{reason}");
        error.vars.set("reason", Value(sqlite3_errmsg(connection.handle())));
        break;
    default:
        break;
    }
    error.vars.set("statement", Value(static_cast<int64_t>(number)));
    error.details.set("statement", Value(static_cast<int64_t>(number)));
    return error;
}

static Result<void> bind_text(Statement& statement, int parameter, const Value& text)
{
    if (auto code = statement.bind(parameter, text); code != SQLITE_OK)
        return fail(storage_error(code, "migrate"));
    return {};
}

static Result<void> run_to_end(Connection& connection, Statement& statement)
{
    int code;
    while ((code = statement.step()) == SQLITE_ROW) { }
    return code == SQLITE_DONE ? Result<void> {} : fail(connection.last_error("migrate"));
}

// One item of a migration, which may hold several statements.
static Result<void> run_item(Connection& connection, std::string_view sql, size_t number)
{
    auto* rest = sql.data();
    auto* end = sql.data() + sql.size();
    if (sql.size() > std::numeric_limits<int>::max())
        return fail(storage_error(SQLITE_TOOBIG, "migrate"));
    while (rest != end) {
        sqlite3_stmt* statement = nullptr;
        auto code = sqlite3_prepare_v2(
            connection.handle(), rest, static_cast<int>(end - rest), &statement, &rest);
        while (code == SQLITE_OK && statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
            code = SQLITE_OK;
        auto failed = code != SQLITE_OK && code != SQLITE_DONE;
        auto error = failed ? failed_statement(connection, number) : Error {};
        sqlite3_finalize(statement);
        if (failed)
            return fail(std::move(error));
    }
    return {};
}

// A migration that ended its own transaction, or reached for other files, could not be undone as a
// whole.
static int forbid(void*, int action, const char*, const char*, const char*, const char*)
{
    switch (action) {
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
        return SQLITE_DENY;
    default:
        return SQLITE_OK;
    }
}

static Result<void> run_items(Connection& connection, std::span<const std::string> items)
{
    sqlite3_set_authorizer(connection.handle(), forbid, nullptr);
    Result<void> result;
    for (size_t i = 0; i < items.size() && result; ++i)
        result = run_item(connection, items[i], i + 1);
    sqlite3_set_authorizer(connection.handle(), nullptr, nullptr);
    return result;
}

static Result<void> check_foreign_keys(Connection& connection)
{
    auto statement
        = TRY(Statement::prepare(connection, "PRAGMA foreign_key_check", Lifetime::momentary));
    auto code = statement.step();
    if (code == SQLITE_DONE)
        return {};
    if (code != SQLITE_ROW)
        return fail(connection.last_error("migrate"));
    StoredView table;
    StoredView parent;
    if (!statement.read(0, table) || !statement.read(2, parent))
        return fail(storage_error(SQLITE_NOMEM, "migrate"));
    auto error = Error::framework(ErrorCode::invalid_migration,
        "would leave rows in %{table} that refer to rows missing from %{parent}");
    error.vars = { { "table", table.text }, { "parent", parent.text } };
    return fail(std::move(error));
}

using Remember = std::function<Result<void>(Connection&)>;

static Result<void> run_in_transaction(Connection& connection, std::span<const std::string> items,
    bool checks_keys, const Remember& remember)
{
    TRY(connection.execute("BEGIN IMMEDIATE"));
    auto result = connection.execute(create_migrations);
    if (result)
        result = run_items(connection, items);
    if (result && checks_keys)
        result = check_foreign_keys(connection);
    if (result)
        result = remember(connection);
    if (result)
        result = connection.execute("COMMIT");
    // Some failures have ended the transaction already.
    if (!result && connection.in_transaction())
        static_cast<void>(connection.execute("ROLLBACK"));
    return result;
}

static Result<void> run(
    Database& database, std::span<const std::string> items, const Remember& remember)
{
    auto& connection = *database.connection;
    if (connection.in_transaction())
        return fail(Error::framework(
            ErrorCode::invalid_migration, "A migration cannot run inside a transaction"));
    auto suspends_keys = !items.empty() && items.front() == foreign_keys_off;
    if (suspends_keys)
        TRY(connection.execute(foreign_keys_off));
    database.statements.clear();
    auto result = run_in_transaction(connection, items, suspends_keys, remember);
    if (suspends_keys) {
        auto resumed = connection.execute("PRAGMA foreign_keys=ON");
        if (result && !resumed)
            return resumed;
    }
    return result;
}

static Result<bool> has_table(Connection& connection)
{
    auto statement = TRY(Statement::prepare(connection,
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'",
        Lifetime::momentary));
    auto code = statement.step();
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return fail(connection.last_error("read"));
    return code == SQLITE_ROW;
}

static Result<std::vector<std::string>> statements_from(std::string_view json)
{
    auto list = TRY(parse_json(json));
    std::vector<std::string> statements;
    if (list.is(Kind::list)) {
        for (auto& item : list.list()) {
            if (item.is(Kind::string))
                statements.emplace_back(item.text());
        }
    }
    return statements;
}

static Result<AppliedMigration> read_migration(const Statement& statement)
{
    StoredView cells[5];
    for (int i = 0; i < 5; ++i) {
        if (!statement.read(i, cells[i]))
            return fail(storage_error(SQLITE_NOMEM, "read"));
    }
    AppliedMigration migration;
    migration.version = cells[0].text;
    migration.name = cells[1].text;
    migration.checksum = cells[2].text;
    migration.inserted_at = cells[3].text;
    if (cells[4].kind == Kind::string)
        migration.dev_down = TRY(statements_from(cells[4].text));
    return migration;
}

Result<std::vector<AppliedMigration>> applied_migrations(Database& database)
{
    auto& connection = *database.connection;
    std::vector<AppliedMigration> migrations;
    if (!TRY(has_table(connection)))
        return migrations;
    auto statement = TRY(Statement::prepare(connection,
        "SELECT version, name, checksum, inserted_at, dev_down FROM schema_migrations ORDER BY "
        "length(version), version",
        Lifetime::momentary));
    int code;
    while ((code = statement.step()) == SQLITE_ROW)
        migrations.push_back(TRY(read_migration(statement)));
    if (code != SQLITE_DONE)
        return fail(connection.last_error("read"));
    return migrations;
}

static Value json_list(const std::vector<std::string>& texts)
{
    List list;
    for (auto& text : texts)
        list.emplace_back(text);
    return Value(to_json(Value(std::move(list))));
}

static Result<void> remember(Connection& connection, const AppliedMigration& migration)
{
    // Bound without a copy: they outlive the statement.
    const Value values[] = { Value(migration.version), Value(migration.name),
        Value(migration.checksum), Value(migration.inserted_at),
        migration.dev_down ? json_list(*migration.dev_down) : Value() };
    auto statement = TRY(Statement::prepare(connection,
        "INSERT INTO schema_migrations (version, name, checksum, inserted_at, dev_down) VALUES "
        "(?1, ?2, ?3, ?4, ?5)",
        Lifetime::momentary));
    for (int i = 0; i < 5; ++i)
        TRY(bind_text(statement, i + 1, values[i]));
    return run_to_end(connection, statement);
}

static Result<void> forget(Connection& connection, std::string_view version)
{
    Value text(version);
    auto statement = TRY(Statement::prepare(
        connection, "DELETE FROM schema_migrations WHERE version = ?1", Lifetime::momentary));
    TRY(bind_text(statement, 1, text));
    return run_to_end(connection, statement);
}

Result<void> apply_migration(
    Database& database, std::span<const std::string> statements, const AppliedMigration& migration)
{
    return run(database, statements,
        [&](Connection& connection) { return remember(connection, migration); });
}

Result<void> revert_migration(
    Database& database, std::span<const std::string> statements, std::string_view version)
{
    return run(
        database, statements, [&](Connection& connection) { return forget(connection, version); });
}

} // namespace tunez::sqlite
