#include "data_layer/sqlite/store/salvage.h"

#include "data_layer/sqlite/sql.h"
#include "data_layer/sqlite/storage_error.h"
#include "data_layer/sqlite/store/main_file.h"

#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace tunez::sqlite {

namespace {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

struct SalvagedTable {
    std::string name;
    std::string columns; // Those that both sides have, quoted.
    std::string placeholders;
    bool has_rowid = true;
};

// The rows of one table, carried over as far as they can be read.
class Carrier {
public:
    Carrier(Connection& from, Connection& to, const SalvagedTable& table)
        : from_(from)
        , to_(to)
        , table_(table)
    {
    }

    Result<void> run();
    int64_t rows() const { return rows_; }
    bool met_damage() const { return met_damage_; }

private:
    Result<bool> carry(const std::string& order);
    Result<void> insert(sqlite3_stmt* row);

    Connection& from_;
    Connection& to_;
    const SalvagedTable& table_;
    Prepared insert_;
    int64_t rows_ = 0;
    int64_t last_ = 0; // The rowid read last.
    bool has_read_ = false;
    bool met_damage_ = false;
};

} // namespace

static bool is_damage(int code)
{
    return (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB;
}

static std::string identifier(std::string_view name)
{
    SqlWriter sql;
    sql.identifier(name);
    return sql.take();
}

static int prepare(Connection& connection, const std::string& sql, Prepared& prepared)
{
    sqlite3_stmt* statement = nullptr;
    auto code = sqlite3_prepare_v2(connection.handle(), sql.c_str(), -1, &statement, nullptr);
    prepared.reset(statement);
    return code;
}

static Result<std::vector<std::string>> texts(Connection& connection, const std::string& sql)
{
    Prepared statement;
    auto code = prepare(connection, sql, statement);
    std::vector<std::string> found;
    while (code == SQLITE_OK && (code = sqlite3_step(statement.get())) == SQLITE_ROW) {
        const auto* text = sqlite3_column_text(statement.get(), 0);
        found.emplace_back(text ? reinterpret_cast<const char*>(text) : "");
        code = SQLITE_OK;
    }
    if (code != SQLITE_DONE)
        return fail(storage_error(code, "read"));
    return found;
}

Result<void> Carrier::insert(sqlite3_stmt* row)
{
    // The first column is the rowid.
    for (int column = 1; column < sqlite3_column_count(row); ++column)
        sqlite3_bind_value(insert_.get(), column, sqlite3_column_value(row, column));
    auto code = sqlite3_step(insert_.get());
    sqlite3_reset(insert_.get());
    if (code != SQLITE_DONE)
        return fail(storage_error(code, "write to"));
    rows_ += sqlite3_changes64(to_.handle());
    return {};
}

// Whether the end was reached.
Result<bool> Carrier::carry(const std::string& order)
{
    Prepared row;
    auto rowid = std::string(table_.has_rowid ? "rowid" : "NULL");
    auto code = prepare(from_,
        "SELECT " + rowid + ", " + table_.columns + " FROM " + identifier(table_.name) + order,
        row);
    while (code == SQLITE_OK && (code = sqlite3_step(row.get())) == SQLITE_ROW) {
        last_ = sqlite3_column_int64(row.get(), 0);
        has_read_ = true;
        TRY(insert(row.get()));
        code = SQLITE_OK;
    }
    // A table that the damaged schema does not have any more is damage too.
    if (code == SQLITE_DONE || is_damage(code) || (code & 0xff) == SQLITE_ERROR)
        return code == SQLITE_DONE;
    return fail(storage_error(code, "read"));
}

Result<void> Carrier::run()
{
    auto code = prepare(to_,
        "INSERT OR IGNORE INTO " + identifier(table_.name) + " (" + table_.columns + ") VALUES ("
            + table_.placeholders + ")",
        insert_);
    if (code != SQLITE_OK)
        return fail(storage_error(code, "write to"));
    met_damage_ = !TRY(carry(table_.has_rowid ? " ORDER BY rowid" : ""));
    if (!met_damage_ || !table_.has_rowid)
        return {};
    // From the other end, up to where the damage was met.
    auto rest = has_read_ ? " WHERE rowid > " + std::to_string(last_) : std::string();
    static_cast<void>(TRY(carry(rest + " ORDER BY rowid DESC")));
    return {};
}

static Result<SalvagedTable> table_of(Connection& from, Connection& to, const std::string& name)
{
    auto columns_of = "SELECT name FROM pragma_table_info('" + name + "')";
    auto theirs = TRY(texts(to, columns_of));
    auto found = texts(from, columns_of);
    SalvagedTable table { .name = name, .columns = {}, .placeholders = {} };
    table.has_rowid
        = TRY(ask(to,
              "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = '" + name + "'"))
        == "0";
    for (const auto& column : theirs) {
        if (!found || std::ranges::find(*found, column) == found->end())
            continue;
        table.columns += (table.columns.empty() ? "" : ", ") + identifier(column);
        table.placeholders += table.placeholders.empty() ? "?" : ", ?";
    }
    return table;
}

// Rows whose parents could not be read, until none is left: the next may have been its child.
static Result<int64_t> drop_orphans(Connection& connection)
{
    int64_t dropped = 0;
    while (true) {
        auto deletes = TRY(texts(connection,
            "SELECT DISTINCT 'DELETE FROM \"' || replace(\"table\", '\"', '\"\"') || '\" WHERE "
            "rowid = ' || rowid FROM pragma_foreign_key_check WHERE rowid IS NOT NULL"));
        if (deletes.empty())
            return dropped;
        for (const auto& statement : deletes) {
            TRY(connection.execute(statement));
            dropped += sqlite3_changes64(connection.handle());
        }
    }
}

static Result<Salvaged> carry_tables(Connection& from, Connection& to)
{
    Salvaged salvaged;
    bool met_damage = false;
    auto names = TRY(texts(to,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT "
        "LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'schema_migrations'"));
    TRY(to.execute("PRAGMA foreign_keys=OFF; BEGIN"));
    for (const auto& name : names) {
        auto table = TRY(table_of(from, to, name));
        TRY(to.execute("DELETE FROM " + identifier(name)));
        Carrier carrier(from, to, table);
        if (!table.columns.empty())
            TRY(carrier.run());
        met_damage = met_damage || carrier.met_damage() || table.columns.empty();
        salvaged.tables.emplace_back(name, carrier.rows());
        salvaged.rows += carrier.rows();
    }
    salvaged.lost = TRY(drop_orphans(to));
    TRY(to.execute("COMMIT"));
    if (names.empty() || (salvaged.rows == salvaged.lost && met_damage))
        return fail(Error::framework(
            ErrorCode::storage_corrupt, "The database is damaged, and nothing of it can be read"));
    return salvaged;
}

// The newest migration that is known to have run; unknown: all that this build has.
static Result<std::optional<std::string>> version_of(SqliteDataLayer& layer, StoreSchema& schema)
{
    auto look = schema.look(layer);
    if (!look && look.error().code != ErrorCode::storage_corrupt)
        return fail(std::move(look).error());
    if (!look || look->version.empty())
        return std::nullopt;
    return look->version;
}

// A new database in NAME-import.
static Result<std::unique_ptr<SqliteDataLayer>> make_target(
    const Store::Options& options, const std::optional<std::string>& version)
{
    auto copy = options.database;
    copy.file = FileNames { options.database.file }.import();
    TRY(TRY(StoreFile::open(options.port, copy.file, StoreFile::Absent::is_made)).empty());
    auto target
        = SqliteDataLayer::over(TRY(Connection::open_copy(copy, Connection::CopyUse::write)), copy);
    static_cast<void>(TRY(options.schema.bring_up(*target, version)));
    return target;
}

// Whether there is a table that the migrations up to there do not make: then the list of those that
// have run is damaged too.
static Result<bool> has_more_tables(Connection& from, Connection& to)
{
    const std::string tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
                               "LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'tunez_requests'";
    auto ours = TRY(texts(to, tables));
    auto theirs = texts(from, tables);
    return theirs && std::ranges::any_of(*theirs, [&](const auto& name) {
        return std::ranges::find(ours, name) == ours.end();
    });
}

Result<Salvaged> salvage(const Store::Options& options)
{
    auto source = TRY(Connection::open_for_reading(options.database));
    auto from = SqliteDataLayer::over(std::move(source), options.database);
    auto version = TRY(version_of(*from, options.schema));
    auto to = TRY(make_target(options, version));
    if (version && TRY(has_more_tables(*TRY(from->connection()), *TRY(to->connection())))) {
        to.reset();
        to = TRY(make_target(options, std::nullopt));
    }
    auto& connection = *TRY(to->connection());
    auto salvaged = TRY(carry_tables(*TRY(from->connection()), connection));
    TRY(connection.execute("PRAGMA application_id=" + std::to_string(application_id)));
    TRY(check_pages(connection, Check::full, *options.database.vfs));
    to.reset();
    FileNames names { options.database.file };
    TRY(TRY(StoreFile::open(options.port, names.import(), StoreFile::Absent::is_made)).flush());
    return salvaged;
}

} // namespace tunez::sqlite
