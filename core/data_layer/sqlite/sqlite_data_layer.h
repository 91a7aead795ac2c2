#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/schema_store.h"
#include "data_layer/sqlite/database.h"
#include "data_layer/sqlite/transaction.h"

#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace tunez::sqlite {

// Records in an SQLite database of which this is the only user. The definition outlives it.
class SqliteDataLayer final : public DataLayer, public SchemaStore {
public:
    static Result<std::unique_ptr<SqliteDataLayer>> open(const OpenOptions& options);
    // On a connection that is open already.
    static std::unique_ptr<SqliteDataLayer> over(std::unique_ptr<Connection> connection);

    Connection& connection() { return *database_.connection; }
    // What was prepared is not used again: all pages are about to be others.
    void forget_statements() { database_.statements.clear(); }

    Result<void> begin() override;
    Result<void> commit() override;
    Result<void> rollback() override;
    bool in_transaction() const override;
    Result<void> savepoint() override;
    Result<void> release_savepoint() override;
    Result<void> rollback_to_savepoint() override;

    Result<void> read(const ReadPlan& plan, RowSink& sink) override;
    Result<void> read_related(const RelatedPlan& plan, RowSink& sink) override;
    Result<Value> explain(const ReadPlan& plan) override;
    Result<Value> explain(const RelatedPlan& plan) override;
    std::expected<void, WriteFailure> create(const Resource& resource,
        std::span<const Attribute* const> columns, std::span<Record* const> records) override;
    std::expected<void, WriteFailure> update(
        const Resource& resource, std::span<RowUpdate> rows) override;
    std::expected<void, WriteFailure> destroy(
        const Resource& resource, std::span<RowDelete> rows) override;
    std::expected<void, Errors> upsert(const Resource& resource, RowUpsert& row) override;
    std::expected<void, Errors> write_by_query(const QueryWrite& write, RowSink& sink) override;

    Result<std::vector<AppliedMigration>> applied_migrations() override;
    Result<void> apply_migration(
        std::span<const std::string> statements, const AppliedMigration& migration) override;
    Result<void> revert_migration(
        std::span<const std::string> statements, std::string_view version) override;

    // One statement written by hand, for tests and the command line: its rows as a list of maps.
    Result<Value> query(std::string_view sql, std::span<const Value> parameters = {});
    // Is called before rows are deleted, for a storage that has to make room for that.
    void before_deleting(std::function<void()> prepare) { before_deleting_ = std::move(prepare); }
    // Hears the text of every statement that starts; an empty function ends it.
    void observe_statements(std::function<void(std::string_view sql)> observer);
    size_t cached_statements() const { return database_.statements.size(); }

private:
    explicit SqliteDataLayer(std::unique_ptr<Connection> connection);

    Database database_;
    Transaction transaction_;
    std::function<void()> before_deleting_;
};

} // namespace tunez::sqlite
