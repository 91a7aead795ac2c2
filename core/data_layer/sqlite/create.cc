#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/constraint_errors.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/row_codec.h"
#include "data_layer/sqlite/write.h"

#include <sqlite3.h>

#include <algorithm>

namespace tunez::sqlite {

// What the database makes by itself, and how it is learned.
struct Generated {
    const Attribute* row_id = nullptr; // The integer key: asked for after the insert.
    std::vector<const Attribute*> returned;
};

static Generated generated(const Resource& resource, std::span<const Attribute* const> columns)
{
    Generated generated;
    for (auto& attribute : resource.attributes) {
        if (!attribute->generated)
            continue;
        auto is_row_id = attribute->primary_key && resource.primary_key.size() == 1
            && attribute->type.type->column == Column::integer;
        if (is_row_id)
            generated.row_id = attribute.get();
        else if (std::ranges::find(columns, attribute.get()) == columns.end())
            generated.returned.push_back(attribute.get());
    }
    return generated;
}

static std::string insert_sql(const Resource& resource, std::span<const Attribute* const> columns,
    std::span<const Attribute* const> returned)
{
    SqlWriter sql;
    (sql << "INSERT INTO ").identifier(resource.table);
    if (columns.empty()) {
        sql << " DEFAULT VALUES";
    } else {
        sql << " (";
        write_columns(sql, {}, columns);
        sql << ") VALUES (";
        Comma comma;
        for (size_t i = 0; i < columns.size(); ++i)
            (sql << comma()).placeholder();
        sql << ")";
    }
    if (!returned.empty()) {
        sql << dialect::returning;
        write_columns(sql, {}, returned);
    }
    return sql.take();
}

static std::expected<void, Errors> insert(Database& database, const Resource& resource,
    std::span<const Attribute* const> columns, const Generated& generated,
    PreparedStatement& prepared, Record& record)
{
    TRY(Binder(prepared).attributes(columns, record));
    auto code = prepared.statement.step();
    if (code == SQLITE_ROW) {
        for (size_t i = 0; i < generated.returned.size(); ++i)
            TRY(read_attribute(prepared, static_cast<int>(i), *generated.returned[i], record));
        code = prepared.statement.step();
    }
    if (code != SQLITE_DONE) [[unlikely]] {
        return fail(write_errors(database,
            { .kind = StatementKind::insert,
                .resource = resource,
                .record = record,
                .columns = columns }));
    }
    if (generated.row_id && !record.values[generated.row_id->index].is_present())
        record.values[generated.row_id->index]
            = Value(int64_t { sqlite3_last_insert_rowid(database.connection->handle()) });
    prepared.statement.reset();
    return {};
}

std::expected<void, WriteFailure> create(Database& database, const Resource& resource,
    std::span<const Attribute* const> columns, std::span<Record* const> records)
{
    auto made = generated(resource, columns);
    database.shape.start(StatementKind::insert, resource);
    database.shape.add(columns);
    auto lease = database.statements.acquire(
        database.shape.words(), [&] { return insert_sql(resource, columns, made.returned); });
    if (!lease)
        return fail(WriteFailure { .row = 0, .errors = std::move(lease).error() });
    for (size_t row = 0; row < records.size(); ++row) {
        auto done = insert(database, resource, columns, made, **lease, *records[row]);
        if (!done) [[unlikely]]
            return fail(WriteFailure { .row = row, .errors = std::move(done).error() });
    }
    return {};
}

} // namespace tunez::sqlite
