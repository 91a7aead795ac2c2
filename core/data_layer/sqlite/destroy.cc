#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/constraint_errors.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/write_together.h"

#include <sqlite3.h>

namespace tunez::sqlite {

static std::string delete_sql(const Resource& resource, const Expression* filter)
{
    SqlWriter sql;
    (sql << "DELETE FROM ").identifier(resource.table) << " AS " << row_alias;
    write_condition(sql, resource, filter);
    return sql.take();
}

static std::expected<void, Errors> destroy(
    Database& database, const Resource& resource, RowDelete& row)
{
    auto* filter = row.filter.get();
    database.shape.start(StatementKind::destroy, resource);
    database.shape.add_filter(filter);
    auto lease = TRY(
        database.statements.acquire(database.shape, [&] { return delete_sql(resource, filter); }));
    Binder binder(*lease);
    TRY(binder.attributes(resource.primary_key, *row.original));
    TRY(bind_filter(binder, filter));

    if (lease->statement.step() != SQLITE_DONE) [[unlikely]] {
        return fail(write_errors(database,
            { .kind = StatementKind::destroy,
                .resource = resource,
                .record = *row.original,
                .columns = {} }));
    }
    // Rows that went along by ON DELETE are not counted.
    row.matched = sqlite3_changes64(database.connection->handle()) > 0;
    return {};
}

std::expected<void, WriteFailure> destroy(
    Database& database, const Resource& resource, std::span<RowDelete> rows)
{
    if (TRY(destroy_together(database, resource, rows)))
        return {};
    for (size_t i = 0; i < rows.size(); ++i) {
        auto done = destroy(database, resource, rows[i]);
        if (!done) [[unlikely]]
            return fail(WriteFailure { .row = i, .errors = std::move(done).error() });
    }
    return {};
}

} // namespace tunez::sqlite
