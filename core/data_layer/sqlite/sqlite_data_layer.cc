#include "data_layer/sqlite/sqlite_data_layer.h"

#include "data_layer/sqlite/explain.h"
#include "data_layer/sqlite/migrations.h"
#include "data_layer/sqlite/port_vfs.h"
#include "data_layer/sqlite/query.h"
#include "data_layer/sqlite/read.h"
#include "data_layer/sqlite/storage_error.h"
#include "data_layer/sqlite/write.h"

#include <sqlite3.h>

#include <algorithm>

namespace tunez::sqlite {

SqliteDataLayer::Opened::Opened(std::unique_ptr<Connection> connection)
    : database(std::move(connection))
    , transaction(*database.connection)
    , requests(*database.connection)
{
}

SqliteDataLayer::SqliteDataLayer(OpenOptions options)
    : options_(std::move(options))
{
    if (options_.vfs)
        options_.vfs->let_commits_wait(options_.file, options_.durability == Durability::full);
}

Result<std::unique_ptr<SqliteDataLayer>> SqliteDataLayer::open(OpenOptions options)
{
    std::unique_ptr<SqliteDataLayer> data_layer(new SqliteDataLayer(std::move(options)));
    TRY(data_layer->connect());
    return data_layer;
}

std::unique_ptr<SqliteDataLayer> SqliteDataLayer::over(
    std::unique_ptr<Connection> connection, OpenOptions options)
{
    std::unique_ptr<SqliteDataLayer> data_layer(new SqliteDataLayer(std::move(options)));
    data_layer->opened_ = std::make_unique<Opened>(std::move(connection));
    return data_layer;
}

Result<Connection*> SqliteDataLayer::connection()
{
    return opened_ ? Result<Connection*>(opened_->database.connection.get()) : fail(why_not_open_);
}

Result<void> SqliteDataLayer::connect()
{
    auto connection = Connection::open(options_);
    if (!connection) {
        why_not_open_ = connection.error();
        return fail(std::move(connection).error());
    }
    opened_ = std::make_unique<Opened>(std::move(*connection));
    opened_->database.connection->observe(observer_);
    return {};
}

static bool is_damage(const Error& error) { return error.code == ErrorCode::storage_corrupt; }
static bool is_damage(const Errors& errors)
{
    return std::ranges::any_of(errors.errors, [](const auto& error) { return is_damage(error); });
}
static bool is_damage(const WriteFailure& failure) { return is_damage(failure.errors); }

template <typename Outcome> Outcome SqliteDataLayer::noticed(Outcome outcome) const
{
    if (!outcome && on_damage_ && is_damage(outcome.error())) [[unlikely]]
        on_damage_();
    return outcome;
}

// ── Transactions ──

Result<void> SqliteDataLayer::begin()
{
    if (!opened_)
        return fail(why_not_open_);
    TRY(settle());
    if (request_)
        opened_->changes_before = changes();
    return opened_->transaction.begin();
}

Result<void> SqliteDataLayer::commit()
{
    if (!opened_)
        return fail(why_not_open_);
    bool waits = request_ && request_->commit_may_wait && in_transaction()
        && changes() != opened_->changes_before;
    if (!waits)
        return commit_now();
    opened_->commit_waits = true;
    return {};
}

Result<void> SqliteDataLayer::commit_now(std::optional<std::string_view> answer)
{
    opened_->commit_waits = false;
    bool is_first
        = request_ && !request_->stored && in_transaction() && changes() != opened_->changes_before;
    if (is_first) {
        if (auto inserted = opened_->requests.insert(*request_, answer); !inserted) {
            static_cast<void>(opened_->transaction.rollback());
            return inserted;
        }
    }
    auto committed = noticed(opened_->transaction.commit());
    if (is_first)
        request_->stored = committed.has_value();
    return committed;
}

Result<void> SqliteDataLayer::settle()
{
    return opened_ && opened_->commit_waits ? commit_now() : Result<void> {};
}

Result<void> SqliteDataLayer::rollback()
{
    if (!opened_)
        return fail(why_not_open_);
    return opened_->commit_waits ? Result<void> {} : opened_->transaction.rollback();
}

bool SqliteDataLayer::in_transaction() const
{
    return opened_ && !opened_->commit_waits && opened_->transaction.is_open();
}

Result<void> SqliteDataLayer::savepoint()
{
    return opened_ ? opened_->transaction.savepoint() : fail(why_not_open_);
}

Result<void> SqliteDataLayer::release_savepoint()
{
    return opened_ ? opened_->transaction.release_savepoint() : fail(why_not_open_);
}

Result<void> SqliteDataLayer::rollback_to_savepoint()
{
    return opened_ ? opened_->transaction.rollback_to_savepoint() : fail(why_not_open_);
}

// ── Durability ──

bool SqliteDataLayer::lost() const
{
    return !opened_ || (options_.vfs && options_.vfs->poisoned(options_.file));
}

int64_t SqliteDataLayer::changes() const
{
    return opened_ ? sqlite3_total_changes64(opened_->database.connection->handle()) : 0;
}

bool SqliteDataLayer::unflushed() const
{
    if (!options_.vfs || !opened_)
        return false;
    bool waits
        = options_.durability == Durability::full && options_.vfs->has_unflushed_log(options_.file);
    return waits || lost();
}

Result<void> SqliteDataLayer::flush()
{
    TRY(settle());
    if (!unflushed())
        return {};
    auto code = lost() ? SQLITE_IOERR_FSYNC : options_.vfs->flush_log(options_.file);
    if (code == SQLITE_OK)
        return {};
    auto error = storage_error(code, "keep the last changes in");
    error.code = ErrorCode::commit_outcome_unknown;
    error.message += "; whether it has kept them is not known";
    return fail(std::move(error));
}

Result<void> SqliteDataLayer::reopen()
{
    opened_.reset();
    return connect();
}

Result<void> SqliteDataLayer::checkpoint(Checkpoint extent)
{
    if (!opened_)
        return fail(why_not_open_);
    auto mode
        = extent == Checkpoint::passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;
    auto code = sqlite3_wal_checkpoint_v2(
        opened_->database.connection->handle(), nullptr, mode, nullptr, nullptr);
    return code == SQLITE_OK ? Result<void> {} : fail(storage_error(code, "write to"));
}

// ── Requests ──

Result<std::optional<CarriedOut>> SqliteDataLayer::find_request(const Origin& origin)
{
    if (!opened_)
        return fail(why_not_open_);
    return opened_->requests.find(origin);
}

void SqliteDataLayer::let_commit_wait()
{
    if (request_)
        request_->commit_may_wait = true;
}

Result<void> SqliteDataLayer::end_message(std::optional<std::string_view> answer)
{
    if (!opened_)
        return {};
    if (opened_->commit_waits && (!answer || !request_->stored))
        return commit_now(answer);
    // One that cannot be stored is told as lost, should it be asked for.
    if (answer && request_ && request_->stored)
        static_cast<void>(opened_->requests.store_answer(*request_, *answer));
    return settle();
}

Result<void> SqliteDataLayer::forget_requests(int64_t before)
{
    return opened_ ? opened_->requests.forget(before) : fail(why_not_open_);
}

// ── Records ──

Result<void> SqliteDataLayer::read(const ReadPlan& plan, RowSink& sink)
{
    return opened_ ? noticed(sqlite::read(opened_->database, plan, sink)) : fail(why_not_open_);
}

Result<void> SqliteDataLayer::read_by_key(const KeyPlan& plan, RowSink& sink)
{
    return opened_ ? sqlite::read_by_key(opened_->database, plan, sink) : fail(why_not_open_);
}

Result<void> SqliteDataLayer::read_related(const RelatedPlan& plan, RowSink& sink)
{
    return opened_ ? noticed(sqlite::read_related(opened_->database, plan, sink))
                   : fail(why_not_open_);
}

Result<Value> SqliteDataLayer::explain(const ReadPlan& plan)
{
    return opened_ ? sqlite::explain(opened_->database, plan) : fail(why_not_open_);
}

Result<Value> SqliteDataLayer::explain(const RelatedPlan& plan)
{
    return opened_ ? sqlite::explain(opened_->database, plan) : fail(why_not_open_);
}

template <typename Failure> static Failure failure_of(Error error)
{
    Failure failure {};
    if constexpr (std::is_same_v<Failure, WriteFailure>)
        failure.errors.add(std::move(error));
    else
        failure.add(std::move(error));
    return failure;
}

// The number of the request has to come with it. What a failure leaves written stays so.
template <typename Failure, typename Write>
std::expected<void, Failure> SqliteDataLayer::write_for_request(const Write& write)
{
    if (auto begun = begin(); !begun)
        return fail(failure_of<Failure>(std::move(begun).error()));
    std::expected<void, Failure> done = write(opened_->database);
    if (!in_transaction())
        return done;
    auto committed = commit();
    if (done && !committed)
        return fail(failure_of<Failure>(std::move(committed).error()));
    return done;
}

template <typename Failure, typename Write>
std::expected<void, Failure> SqliteDataLayer::write(const Write& write)
{
    if (!opened_) [[unlikely]]
        return fail(failure_of<Failure>(why_not_open_));
    bool begins = request_ && (!request_->stored || opened_->commit_waits) && !in_transaction();
    if (begins) [[unlikely]]
        return noticed(write_for_request<Failure>(write));
    return noticed(write(opened_->database));
}

std::expected<void, WriteFailure> SqliteDataLayer::create(const Resource& resource,
    std::span<const Attribute* const> columns, std::span<Record* const> records)
{
    return write<WriteFailure>(
        [&](Database& database) { return sqlite::create(database, resource, columns, records); });
}

std::expected<void, WriteFailure> SqliteDataLayer::update(
    const Resource& resource, std::span<RowUpdate> rows)
{
    return write<WriteFailure>(
        [&](Database& database) { return sqlite::update(database, resource, rows); });
}

std::expected<void, WriteFailure> SqliteDataLayer::destroy(
    const Resource& resource, std::span<RowDelete> rows)
{
    if (before_deleting_)
        before_deleting_();
    return write<WriteFailure>(
        [&](Database& database) { return sqlite::destroy(database, resource, rows); });
}

std::expected<void, Errors> SqliteDataLayer::upsert(const Resource& resource, RowUpsert& row)
{
    return write<Errors>(
        [&](Database& database) { return sqlite::upsert(database, resource, row); });
}

std::expected<void, Errors> SqliteDataLayer::write_by_query(const QueryWrite& query, RowSink& sink)
{
    if (before_deleting_ && query.kind == QueryWrite::Kind::destroy)
        before_deleting_();
    return write<Errors>(
        [&](Database& database) { return sqlite::write_by_query(database, query, sink); });
}

// ── Migrations ──

Result<std::vector<AppliedMigration>> SqliteDataLayer::applied_migrations()
{
    if (!opened_)
        return fail(why_not_open_);
    return sqlite::applied_migrations(opened_->database);
}

Result<void> SqliteDataLayer::flush_migration(Result<void> run) { return run ? flush() : run; }

Result<void> SqliteDataLayer::apply_migration(
    std::span<const std::string> statements, const AppliedMigration& migration)
{
    if (!opened_)
        return fail(why_not_open_);
    return flush_migration(sqlite::apply_migration(opened_->database, statements, migration));
}

Result<void> SqliteDataLayer::revert_migration(
    std::span<const std::string> statements, std::string_view version)
{
    if (!opened_)
        return fail(why_not_open_);
    return flush_migration(sqlite::revert_migration(opened_->database, statements, version));
}

// ── By hand ──

Result<Value> SqliteDataLayer::query(std::string_view sql, std::span<const Value> parameters)
{
    if (!opened_)
        return fail(why_not_open_);
    return noticed(sqlite::query(opened_->database, sql, parameters));
}

void SqliteDataLayer::observe_statements(std::function<void(std::string_view)> observer)
{
    observer_ = std::move(observer);
    if (opened_)
        opened_->database.connection->observe(observer_);
}

} // namespace tunez::sqlite
