#pragma once

#include "data_layer/data_layer.h"
#include "data_layer/schema_store.h"
#include "data_layer/sqlite/database.h"
#include "data_layer/sqlite/requests.h"
#include "data_layer/sqlite/transaction.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace tunez::sqlite {

// How much of the log is carried into the main file: what is possible at once, or everything, and
// the log is emptied.
enum class Checkpoint : uint8_t { passive, truncate };

// Records in an SQLite database of which this is the only user. The definition outlives it.
// 1. What was committed is in the log, but durable only after flush(); whoever acknowledges it
// calls that, for any number of commits at once. Migrations are durable when they have run.
// 2. Once a flush or a write to the log has failed, the database is lost: nothing changes it any
// more until it was reopened through recovery, and that waits until nobody is in the middle of
// anything. Nothing outside of this class keeps what belongs to the connection.
class SqliteDataLayer final : public DataLayer, public SchemaStore {
public:
    static Result<std::unique_ptr<SqliteDataLayer>> open(OpenOptions options);
    // On a connection that is open already.
    static std::unique_ptr<SqliteDataLayer> over(
        std::unique_ptr<Connection> connection, OpenOptions options);

    // Fails as everything does after reopen() has failed. It goes when reopen() is called again.
    Result<Connection*> connection();

    Result<void> begin() override;
    Result<void> commit() override;
    Result<void> flush() override;
    Result<void> rollback() override;
    bool in_transaction() const override;
    Result<void> savepoint() override;
    Result<void> release_savepoint() override;
    Result<void> rollback_to_savepoint() override;

    // Whether flush() has anything to do, or would fail: never with relaxed durability, or in
    // memory, unless the database is lost.
    bool unflushed() const;
    bool lost() const;
    int64_t changes() const; // Rows that were written until now: for telling whether any were.
    // No statement is being run. While it fails everything else does, with the same error.
    Result<void> reopen();
    // Outside of a transaction.
    Result<void> checkpoint(Checkpoint extent);

    // What became of a request that is made again; empty: nothing yet.
    Result<std::optional<CarriedOut>> find_request(const Origin& origin);
    // What is committed next belongs to that request, which stays until it is another one, or null.
    // The first commit that changes anything carries its number. Where it may wait, it waits for
    // end_message(), or for what comes before that: flush(), another transaction.
    void set_request(Origin* request) { request_ = request; }
    // Nothing that cannot be undone is done after it but by what calls flush().
    void let_commit_wait();
    // A message about the request has ended, and that is its answer if it was the last one. Carries
    // out a commit that waits; where that fails, nothing of it was done.
    Result<void> end_message(std::optional<std::string_view> answer);
    // Requests from before that time, in microseconds since the Unix epoch.
    Result<void> forget_requests(int64_t before);

    Result<void> read(const ReadPlan& plan, RowSink& sink) override;
    Result<void> read_by_key(const KeyPlan& plan, RowSink& sink) override;
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
    // Is called when a read or a write has found the database damaged.
    void on_damage(std::function<void()> tell) { on_damage_ = std::move(tell); }
    // Hears the text of every statement that starts; an empty function ends it.
    void observe_statements(std::function<void(std::string_view sql)> observer);
    size_t cached_statements() const { return opened_ ? opened_->database.statements.size() : 0; }

private:
    // All that belongs to one connection.
    struct Opened {
        explicit Opened(std::unique_ptr<Connection> connection);

        Database database;
        Transaction transaction;
        Requests requests;
        int64_t changes_before = 0; // The transaction that is open.
        bool commit_waits = false; // It has ended for everybody else.
    };

    explicit SqliteDataLayer(OpenOptions options);
    Result<void> connect();
    Result<void> commit_now(std::optional<std::string_view> answer = std::nullopt);
    // Carries out a commit that waits.
    Result<void> settle();
    // A write that is no part of a transaction is one by itself.
    template <typename Failure, typename Write>
    std::expected<void, Failure> write(const Write& write);
    template <typename Failure, typename Write>
    std::expected<void, Failure> write_for_request(const Write& write);
    // What was done, looked at for damage.
    template <typename Outcome> Outcome noticed(Outcome outcome) const;
    Result<void> flush_migration(Result<void> run);

    OpenOptions options_;
    std::unique_ptr<Opened> opened_; // Null after reopen() has failed:
    Error why_not_open_;
    Origin* request_ = nullptr; // Whose number no commit carries yet, or which is stored.
    std::function<void(std::string_view)> observer_;
    std::function<void()> before_deleting_;
    std::function<void()> on_damage_;
};

} // namespace tunez::sqlite
