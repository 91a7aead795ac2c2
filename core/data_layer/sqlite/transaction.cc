#include "data_layer/sqlite/transaction.h"

#include <sqlite3.h>

#include <string>

namespace tunez::sqlite {

// Prepares the statement the first time.
Result<void> Transaction::run(Statement& statement, std::string_view sql)
{
    if (!statement)
        statement = TRY(Statement::prepare(connection_, sql, Lifetime::lasting));
    auto code = statement.step();
    Result<void> result;
    if (code != SQLITE_DONE) [[unlikely]]
        result = fail(connection_.last_error("write to"));
    statement.reset();
    return result;
}

static Error misuse(std::string_view message)
{
    return Error::framework(ErrorCode::assumption_failed, std::string(message));
}

// IMMEDIATE takes the writer's place now: a transaction that began by reading could be refused it
// later.
Result<void> Transaction::begin()
{
    if (is_open())
        return fail(misuse("A transaction is open already"));
    depth_ = 0;
    return run(begin_, "BEGIN IMMEDIATE");
}

Result<void> Transaction::commit()
{
    if (!is_open())
        return fail(misuse("There is no transaction to commit"));
    auto committed = run(commit_, "COMMIT");
    if (!committed)
        static_cast<void>(rollback());
    depth_ = 0;
    return committed;
}

Result<void> Transaction::rollback()
{
    depth_ = 0;
    return is_open() ? run(rollback_, "ROLLBACK") : Result<void> {};
}

Result<void> Transaction::savepoint()
{
    if (!is_open())
        return fail(misuse("There is no transaction to set a savepoint in"));
    if (depth_ == levels_.size())
        levels_.emplace_back();
    TRY(run(levels_[depth_].set, "SAVEPOINT s" + std::to_string(depth_)));
    ++depth_;
    return {};
}

Result<void> Transaction::needs_savepoint() const
{
    if (depth_ == 0 || !is_open())
        return fail(misuse("There is no savepoint"));
    return {};
}

Result<void> Transaction::release_savepoint()
{
    TRY(needs_savepoint());
    --depth_;
    return run(levels_[depth_].release, "RELEASE s" + std::to_string(depth_));
}

Result<void> Transaction::rollback_to_savepoint()
{
    TRY(needs_savepoint());
    auto& level = levels_[--depth_];
    auto name = "s" + std::to_string(depth_);
    TRY(run(level.rollback, "ROLLBACK TO " + name));
    return run(level.release, "RELEASE " + name);
}

} // namespace tunez::sqlite
