#include "data_layer/sqlite/sqlite_data_layer.h"

#include "data_layer/sqlite/explain.h"
#include "data_layer/sqlite/migrations.h"
#include "data_layer/sqlite/query.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/write.h"

namespace tunez::sqlite {

SqliteDataLayer::SqliteDataLayer(std::unique_ptr<Connection> connection)
    : database_(std::move(connection))
    , transaction_(*database_.connection)
{
}

Result<std::unique_ptr<SqliteDataLayer>> SqliteDataLayer::open(const OpenOptions& options)
{
    return over(TRY(Connection::open(options)));
}

std::unique_ptr<SqliteDataLayer> SqliteDataLayer::over(std::unique_ptr<Connection> connection)
{
    return std::unique_ptr<SqliteDataLayer>(new SqliteDataLayer(std::move(connection)));
}

Result<void> SqliteDataLayer::begin() { return transaction_.begin(); }

Result<void> SqliteDataLayer::commit() { return transaction_.commit(); }

Result<void> SqliteDataLayer::rollback() { return transaction_.rollback(); }

bool SqliteDataLayer::in_transaction() const { return transaction_.is_open(); }

Result<void> SqliteDataLayer::savepoint() { return transaction_.savepoint(); }

Result<void> SqliteDataLayer::release_savepoint() { return transaction_.release_savepoint(); }

Result<void> SqliteDataLayer::rollback_to_savepoint()
{
    return transaction_.rollback_to_savepoint();
}

Result<void> SqliteDataLayer::read(const ReadPlan& plan, RowSink& sink)
{
    return sqlite::read(database_, plan, sink);
}

Result<void> SqliteDataLayer::read_related(const RelatedPlan& plan, RowSink& sink)
{
    return sqlite::read_related(database_, plan, sink);
}

Result<Value> SqliteDataLayer::explain(const ReadPlan& plan)
{
    return sqlite::explain(database_, plan);
}

Result<Value> SqliteDataLayer::explain(const RelatedPlan& plan)
{
    return sqlite::explain(database_, plan);
}

std::expected<void, WriteFailure> SqliteDataLayer::create(const Resource& resource,
    std::span<const Attribute* const> columns, std::span<Record* const> records)
{
    return sqlite::create(database_, resource, columns, records);
}

std::expected<void, WriteFailure> SqliteDataLayer::update(
    const Resource& resource, std::span<RowUpdate> rows)
{
    return sqlite::update(database_, resource, rows);
}

std::expected<void, WriteFailure> SqliteDataLayer::destroy(
    const Resource& resource, std::span<RowDelete> rows)
{
    if (before_deleting_)
        before_deleting_();
    return sqlite::destroy(database_, resource, rows);
}

std::expected<void, Errors> SqliteDataLayer::upsert(const Resource& resource, RowUpsert& row)
{
    return sqlite::upsert(database_, resource, row);
}

std::expected<void, Errors> SqliteDataLayer::write_by_query(const QueryWrite& write, RowSink& sink)
{
    if (before_deleting_ && write.kind == QueryWrite::Kind::destroy)
        before_deleting_();
    return sqlite::write_by_query(database_, write, sink);
}

Result<std::vector<AppliedMigration>> SqliteDataLayer::applied_migrations()
{
    return sqlite::applied_migrations(database_);
}

Result<void> SqliteDataLayer::apply_migration(
    std::span<const std::string> statements, const AppliedMigration& migration)
{
    return sqlite::apply_migration(database_, statements, migration);
}

Result<void> SqliteDataLayer::revert_migration(
    std::span<const std::string> statements, std::string_view version)
{
    return sqlite::revert_migration(database_, statements, version);
}

Result<Value> SqliteDataLayer::query(std::string_view sql, std::span<const Value> parameters)
{
    return sqlite::query(database_, sql, parameters);
}

void SqliteDataLayer::observe_statements(std::function<void(std::string_view)> observer)
{
    database_.connection->observe(std::move(observer));
}

} // namespace tunez::sqlite
