#include "data_layer/sqlite/assignments.h"
#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/constraint_errors.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/row_codec.h"
#include "data_layer/sqlite/write_together.h"

#include <sqlite3.h>

#include <algorithm>

namespace tunez::sqlite {

// Calls `visit` with each attribute that the update does not write: those are read back.
template <typename Visit>
static void each_unwritten(const Resource& resource, const RowUpdate& row, Visit&& visit)
{
    for (auto& attribute : resource.attributes) {
        if (attribute->type.type->storable
            && std::ranges::find(row.columns, attribute.get()) == row.columns.end())
            visit(*attribute);
    }
}

static void write_unwritten(SqlWriter& sql, const Resource& resource, const RowUpdate& row)
{
    Comma comma;
    each_unwritten(
        resource, row, [&](auto& attribute) { (sql << comma()).column({}, attribute.source); });
}

static std::string update_sql(const Resource& resource, const RowUpdate& row)
{
    SqlWriter sql;
    (sql << "UPDATE ").identifier(resource.table) << " AS " << row_alias << " SET ";
    Comma comma;
    for (auto* attribute : row.columns) {
        (sql << comma()).identifier(attribute->source) << " = ";
        sql.placeholder();
    }
    if (!row.atomics.empty()) {
        Renderer out(sql);
        auto separator = comma();
        Assignments().render(out, row_alias, row.atomics, separator);
    }
    write_condition(sql, resource, row.filter.get());
    if (row.columns.size() < resource.attributes.size()) {
        sql << dialect::returning;
        write_unwritten(sql, resource, row);
    }
    return sql.take();
}

// Nothing to write: whether the row is still there and meets the filter, and what it holds.
static std::string check_sql(const Resource& resource, const RowUpdate& row)
{
    SqlWriter sql;
    sql << "SELECT ";
    write_unwritten(sql, resource, row);
    (sql << " FROM ").identifier(resource.table) << " AS " << row_alias;
    write_condition(sql, resource, row.filter.get());
    return sql.take();
}

static Result<StatementLease> prepare(
    Database& database, const Resource& resource, const RowUpdate& row)
{
    bool writes = !row.columns.empty() || !row.atomics.empty();
    auto kind = writes ? StatementKind::update : StatementKind::check;
    database.shape.start(kind, resource);
    database.shape.add(row.columns);
    Assignments::add_shape(database.shape, row.atomics);
    database.shape.add_filter(row.filter.get());
    return database.statements.acquire(database.shape, [&] {
        return kind == StatementKind::check ? check_sql(resource, row) : update_sql(resource, row);
    });
}

static Result<void> read_back(
    const Resource& resource, const RowUpdate& row, PreparedStatement& prepared)
{
    Result<void> result;
    int column = 0;
    each_unwritten(resource, row, [&](auto& attribute) {
        if (result)
            result = read_attribute(prepared, column++, attribute, *row.record);
    });
    return result;
}

static std::expected<void, Errors> update(
    Database& database, const Resource& resource, RowUpdate& row)
{
    auto lease = TRY(prepare(database, resource, row));
    Binder binder(*lease);
    Assignments assignments;
    TRY(binder.attributes(row.columns, *row.record));
    if (!row.atomics.empty()) {
        Renderer parameters(binder);
        std::string_view separator;
        assignments.render(parameters, row_alias, row.atomics, separator);
        TRY(parameters.result());
    }
    TRY(binder.attributes(resource.primary_key, *row.original));
    TRY(bind_filter(binder, row.filter.get()));

    row.matched = false;
    auto code = lease->statement.step();
    if (code == SQLITE_ROW) {
        row.matched = true;
        TRY(read_back(resource, row, *lease));
        code = lease->statement.step();
    } else if (code == SQLITE_DONE && lease->cells.empty()) {
        row.matched = sqlite3_changes64(database.connection->handle()) > 0;
    }
    if (code != SQLITE_DONE) [[unlikely]] {
        if (auto refused = refused_by_function(assignments.refusal(), *lease))
            return fail(std::move(*refused));
        return fail(write_errors(database,
            { .kind = StatementKind::update,
                .resource = resource,
                .record = *row.record,
                .columns = row.columns }));
    }
    return {};
}

// How many rows write the same columns as the first.
static size_t alike(std::span<const RowUpdate> rows)
{
    size_t count = 1;
    while (count < rows.size() && std::ranges::equal(rows[count].columns, rows.front().columns))
        ++count;
    return count;
}

std::expected<void, WriteFailure> update(
    Database& database, const Resource& resource, std::span<RowUpdate> rows)
{
    for (size_t i = 0; i < rows.size();) {
        auto together = update_together(database, resource, rows.subspan(i));
        if (!together) [[unlikely]]
            return fail(WriteFailure {
                .row = i + together.error().row, .errors = std::move(together.error().errors) });
        // Those that could not share a statement, up to the first that looks different.
        auto last = i + std::max(*together, alike(rows.subspan(i)));
        for (i += *together; i < last; ++i) {
            auto done = update(database, resource, rows[i]);
            if (!done) [[unlikely]]
                return fail(WriteFailure { .row = i, .errors = std::move(done).error() });
        }
    }
    return {};
}

} // namespace tunez::sqlite
