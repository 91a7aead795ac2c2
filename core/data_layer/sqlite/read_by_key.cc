#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/dialect.h"
#include "data_layer/sqlite/read.h"

#include <algorithm>
#include <utility>

namespace tunez::sqlite {

static std::string sql_of(const KeyPlan& plan)
{
    SqlWriter sql;
    sql << "SELECT ";
    write_columns(sql, row_alias, plan.select);
    sql << " FROM ";
    sql.identifier(plan.resource->table);
    sql << " AS " << row_alias;
    std::string_view link = " WHERE ";
    for (const auto* field : plan.fields) {
        sql << std::exchange(link, " AND ");
        sql.column(row_alias, field->source) << " = ";
        sql.placeholder();
    }
    return sql.take();
}

// Where the column alone does not tell which values are equal.
static Result<void> read_by_filter(Database& database, const KeyPlan& plan, RowSink& sink)
{
    ReadPlan read;
    read.resource = plan.resource;
    read.select = plan.select;
    for (size_t i = 0; i < plan.fields.size(); ++i)
        read.filter = both(std::move(read.filter),
            call(Operator::eq, { attribute_ref(*plan.fields[i]), literal(plan.values[i]) }));
    return sqlite::read(database, read, sink);
}

Result<void> read_by_key(Database& database, const KeyPlan& plan, RowSink& sink)
{
    if (std::ranges::any_of(plan.fields,
            [](const auto* field) { return dialect::compares_by_value(*field->type.type); }))
        return read_by_filter(database, plan, sink);
    database.shape.start(StatementKind::read_by_key, plan.resource);
    database.shape.add(plan.fields);
    database.shape.add(plan.select);
    auto lease = TRY(database.statements.acquire(database.shape, [&] { return sql_of(plan); }));
    Binder binder(*lease);
    for (size_t i = 0; i < plan.fields.size(); ++i)
        TRY(binder.attribute(*plan.fields[i], plan.values[i]));
    return step_rows(database, *lease, plan.select.size(), sink);
}

} // namespace tunez::sqlite
