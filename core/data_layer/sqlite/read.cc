#include "data_layer/sqlite/read.h"

#include "base/verify.h"
#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/render_expression.h"
#include "data_layer/sqlite/storage_error.h"

#include <sqlite3.h>

namespace tunez::sqlite {

void write_columns(
    SqlWriter& sql, std::string_view alias, std::span<const Attribute* const> attributes)
{
    Comma comma;
    for (auto* attribute : attributes) {
        sql << comma();
        sql.column(alias, attribute->source);
    }
}

void write_order(SqlWriter& sql, std::string_view alias, std::span<const SortTerm> sort)
{
    Comma comma;
    for (auto& [attribute, direction] : sort) {
        sql << comma();
        sql.column(alias, attribute->source) << dialect::order(direction);
        // An index serves the order of a column without nils only while nothing is said about them.
        if (attribute->allow_nil)
            sql << dialect::nulls(direction);
    }
}

void write_condition(SqlWriter& sql, const Resource& resource, const Expression* filter)
{
    VERIFY(!resource.primary_key.empty()); // Without a key the statement would mean every row.
    std::string_view link = " WHERE ";
    for (auto* key : resource.primary_key) {
        sql << std::exchange(link, " AND ");
        sql.column(row_alias, key->source) << " = ";
        sql.placeholder();
    }
    if (filter) {
        sql << link;
        render_filter(*filter, row_alias, sql);
    }
}

void write_limit(SqlWriter& sql, const ReadPlan& plan)
{
    if (plan.limit || plan.offset)
        sql << " LIMIT ";
    if (plan.limit)
        sql.placeholder();
    else if (plan.offset)
        sql << dialect::no_limit;
    if (plan.offset) {
        sql << " OFFSET ";
        sql.placeholder();
    }
}

static std::string select_sql(const ReadPlan& plan)
{
    SqlWriter sql;
    sql << "SELECT ";
    write_columns(sql, row_alias, plan.select);
    sql << (plan.select.empty() ? "1 FROM " : " FROM ");
    sql.identifier(plan.resource->table) << " AS " << row_alias;
    if (plan.filter) {
        sql << " WHERE ";
        render_filter(*plan.filter, row_alias, sql);
    }
    if (!plan.sort.empty()) {
        sql << " ORDER BY ";
        write_order(sql, row_alias, plan.sort);
    }
    write_limit(sql, plan);
    return sql.take();
}

Result<void> step_rows(Database& database, PreparedStatement& prepared, size_t count, RowSink& sink)
{
    auto cells = std::span(prepared.cells).first(count);
    int code;
    while ((code = prepared.statement.step()) == SQLITE_ROW) {
        if (!prepared.statement.read(cells)) [[unlikely]]
            return fail(storage_error(SQLITE_NOMEM, "read"));
        if (!sink.row(cells))
            return {};
    }
    if (code != SQLITE_DONE) [[unlikely]]
        return fail(database.connection->last_error("read"));
    return {};
}

void add_shape(const ReadPlan& plan, Shape& shape)
{
    shape.add(plan.select);
    shape.add_filter(plan.filter.get());
    shape.add(plan.sort);
    shape.add(uint64_t { plan.limit.has_value() } + (plan.offset ? 2 : 0));
}

Result<void> read(Database& database, const ReadPlan& plan, RowSink& sink)
{
    database.shape.start(StatementKind::read, *plan.resource);
    add_shape(plan, database.shape);
    auto lease = TRY(
        database.statements.acquire(database.shape.words(), [&] { return select_sql(plan); }));
    Binder binder(*lease);
    TRY(binder.filter(plan.filter.get()));
    if (plan.limit)
        TRY(binder.integer(*plan.limit));
    if (plan.offset)
        TRY(binder.integer(*plan.offset));
    return step_rows(database, *lease, plan.select.size(), sink);
}

} // namespace tunez::sqlite
