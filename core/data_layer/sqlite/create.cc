#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/constraint_errors.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/write_together.h"

#include <sqlite3.h>

namespace tunez::sqlite {

// The integer key that the database counts up; null where there is none. Nothing else is generated.
static const Attribute* counted_key(const Resource& resource)
{
    auto is_alone = resource.primary_key.size() == 1;
    return is_alone && resource.primary_key[0]->generated ? resource.primary_key[0] : nullptr;
}

static std::string insert_sql(const Resource& resource, std::span<const Attribute* const> columns)
{
    SqlWriter sql;
    (sql << "INSERT INTO ").identifier(resource.table);
    if (columns.empty()) {
        sql << " DEFAULT VALUES";
        return sql.take();
    }
    sql << " (";
    write_columns(sql, {}, columns);
    sql << ") VALUES (";
    Comma comma;
    for (size_t i = 0; i < columns.size(); ++i)
        (sql << comma()).placeholder();
    sql << ")";
    return sql.take();
}

static std::expected<void, Errors> insert(Database& database, const Resource& resource,
    std::span<const Attribute* const> columns, const Attribute* key, PreparedStatement& prepared,
    Record& record)
{
    TRY(Binder(prepared).attributes(columns, record));
    if (prepared.statement.step() != SQLITE_DONE) [[unlikely]] {
        return fail(write_errors(database,
            { .kind = StatementKind::insert,
                .resource = resource,
                .record = record,
                .columns = columns }));
    }
    if (key && !record.values[key->index].is_present())
        record.values[key->index]
            = Value(int64_t { sqlite3_last_insert_rowid(database.connection->handle()) });
    prepared.statement.reset();
    return {};
}

std::expected<void, WriteFailure> create(Database& database, const Resource& resource,
    std::span<const Attribute* const> columns, std::span<Record* const> records)
{
    auto* key = counted_key(resource);
    // A key that the database counts is known of the last row only.
    if (!key) {
        auto together = TRY(create_together(database, resource, columns, records));
        if (together)
            return {};
    }
    database.shape.start(StatementKind::insert, resource);
    database.shape.add(columns);
    auto lease = database.statements.acquire(
        database.shape, [&] { return insert_sql(resource, columns); });
    if (!lease)
        return fail(WriteFailure { .row = 0, .errors = std::move(lease).error() });
    for (size_t row = 0; row < records.size(); ++row) {
        auto done = insert(database, resource, columns, key, **lease, *records[row]);
        if (!done) [[unlikely]]
            return fail(WriteFailure { .row = row, .errors = std::move(done).error() });
    }
    return {};
}

} // namespace tunez::sqlite
