#include "data_layer/sqlite/assignments.h"
#include "data_layer/sqlite/constraint_errors.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/index_condition.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/row_codec.h"
#include "data_layer/sqlite/row_watch.h"
#include "data_layer/sqlite/schema.h"
#include "data_layer/sqlite/write.h"

#include <sqlite3.h>

namespace tunez::sqlite {

static std::vector<const Attribute*> stored_attributes(const Resource& resource)
{
    std::vector<const Attribute*> attributes;
    for (auto& attribute : resource.attributes) {
        if (attribute->type.type->storable)
            attributes.push_back(attribute.get());
    }
    return attributes;
}

static std::vector<const Attribute*> conflict_keys(const Resource& resource, const RowUpsert& row)
{
    return row.identity ? unique_columns(resource, *row.identity) : resource.primary_key;
}

// The same columns or expressions as the unique index has, or SQLite does not find it.
static void write_target(SqlWriter& sql, const Resource& resource, const RowUpsert& row)
{
    Comma comma;
    for (auto* key : conflict_keys(resource, row)) {
        sql << comma();
        if (row.identity && !row.identity->nils_distinct && key->allow_nil)
            write_exact_key(sql, key->source, *key->type.type);
        else
            sql.identifier(key->source);
    }
}

// Which rows the index of an identity is about, in its own words.
static void write_counted(SqlWriter& sql, const Identity& identity, std::string_view link)
{
    if (identity.where_expression)
        sql << link << "(" << index_condition(*identity.where_expression).value_or("TRUE") << ")";
}

static void write_update(SqlWriter& sql, const Resource& resource, const RowUpsert& row)
{
    sql << " ON CONFLICT (";
    write_target(sql, resource, row);
    sql << ")";
    if (row.identity)
        write_counted(sql, *row.identity, " WHERE ");
    sql << " DO UPDATE SET ";
    Renderer out(sql);
    std::string_view comma;
    Assignments().render(out, row_alias, row.updates, comma);
    // The row is to come back even where nothing of it is written.
    if (row.updates.empty()) {
        auto& key = *resource.primary_key.front();
        sql.identifier(key.source) << " = ";
        sql.column(row_alias, key.source);
    }
    if (row.condition) {
        sql << " WHERE ";
        render_filter(*row.condition, row_alias, sql);
    }
}

static std::string upsert_sql(const Resource& resource, const RowUpsert& row)
{
    SqlWriter sql;
    (sql << "INSERT INTO ").identifier(resource.table) << " AS " << row_alias;
    if (row.columns.empty() && row.atomics.empty()) {
        sql << " DEFAULT VALUES";
    } else {
        sql << " (";
        Comma names;
        for (auto* column : row.columns)
            (sql << names()).identifier(column->source);
        for (auto& atomic : row.atomics)
            (sql << names()).identifier(atomic.attribute->source);
        sql << ") VALUES (";
        Comma values;
        for (size_t i = 0; i < row.columns.size(); ++i)
            (sql << values()).placeholder();
        for (auto& atomic : row.atomics) {
            Renderer out(sql << values());
            Assignments().render_value(out, row_alias, atomic);
        }
        sql << ")";
        if (row.on_conflict)
            write_update(sql, resource, row);
    }
    sql << dialect::returning;
    write_columns(sql, {}, stored_attributes(resource));
    return sql.take();
}

static Result<void> read_row(const Resource& resource, PreparedStatement& prepared, Record& record)
{
    int column = 0;
    for (auto* attribute : stored_attributes(resource))
        TRY(read_attribute(prepared, column++, *attribute, record));
    return {};
}

// The row that was not to be written.
static Result<void> find(Database& database, const Resource& resource, RowUpsert& row)
{
    auto keys = conflict_keys(resource, row);
    database.shape.start(StatementKind::skipped, resource);
    database.shape.add(keys);
    database.shape.add(row.identity);
    auto lease = TRY(database.statements.acquire(database.shape, [&] {
        SqlWriter sql;
        sql << "SELECT ";
        write_columns(sql, {}, stored_attributes(resource));
        (sql << " FROM ").identifier(resource.table);
        std::string_view link = " WHERE ";
        for (auto* key : keys) {
            (sql << std::exchange(link, " AND ")).identifier(key->source) << " IS ";
            sql.placeholder();
        }
        if (row.identity)
            write_counted(sql, *row.identity, " AND ");
        return sql.take();
    }));
    TRY(Binder(*lease).attributes(keys, *row.record));
    if (lease->statement.step() == SQLITE_ROW)
        TRY(read_row(resource, *lease, *row.record));
    return {};
}

static Result<StatementLease> prepare(
    Database& database, const Resource& resource, const RowUpsert& row)
{
    database.shape.start(StatementKind::upsert, resource);
    database.shape.add(row.columns);
    Assignments::add_shape(database.shape, row.atomics);
    database.shape.add(row.identity);
    database.shape.add(uint64_t { row.on_conflict });
    Assignments::add_shape(database.shape, row.updates);
    database.shape.add_filter(row.condition.get());
    return database.statements.acquire(database.shape, [&] { return upsert_sql(resource, row); });
}

static Result<void> bind(
    PreparedStatement& prepared, const RowUpsert& row, Assignments& assignments)
{
    Binder binder(prepared);
    Renderer parameters(binder);
    TRY(binder.attributes(row.columns, *row.record));
    for (auto& atomic : row.atomics)
        assignments.render_value(parameters, row_alias, atomic);
    if (row.on_conflict) {
        std::string_view comma;
        assignments.render(parameters, row_alias, row.updates, comma);
    }
    TRY(parameters.result());
    return row.on_conflict ? bind_filter(binder, row.condition.get()) : Result<void> {};
}

std::expected<void, Errors> upsert(Database& database, const Resource& resource, RowUpsert& row)
{
    auto lease = TRY(prepare(database, resource, row));
    Assignments assignments;
    TRY(bind(*lease, row, assignments));
    RowWatch watch(*database.connection, resource.table);
    auto code = lease->statement.step();
    row.matched = code == SQLITE_ROW;
    if (row.matched) {
        row.fate = watch.fate();
        TRY(read_row(resource, *lease, *row.record));
        code = lease->statement.step();
    }
    if (code != SQLITE_DONE) [[unlikely]] {
        if (auto refused = refused_by_function(assignments.refusal(), *lease))
            return fail(std::move(*refused));
        return fail(write_errors(database,
            { .kind = StatementKind::insert,
                .resource = resource,
                .record = *row.record,
                .columns = row.columns }));
    }
    if (!row.matched && row.find_skipped)
        TRY(find(database, resource, row));
    return {};
}

} // namespace tunez::sqlite
