#pragma once

#include "data_layer/sqlite/connection.h"
#include "data_layer/sqlite/statement.h"

#include <cstddef>
#include <vector>

namespace tunez::sqlite {

// The transaction of a connection and the savepoints in it.
// 1. SQLite may give a transaction up by itself (a full storage, a failed write): what happens then
// to the savepoints is
//    asked of it, never remembered.
class Transaction {
public:
    explicit Transaction(Connection& connection)
        : connection_(connection)
    {
    }

    Result<void> begin();
    Result<void> commit();
    Result<void> rollback();
    bool is_open() const { return connection_.in_transaction(); }
    Result<void> savepoint();
    Result<void> release_savepoint();
    Result<void> rollback_to_savepoint();

private:
    // The statements of one savepoint depth.
    struct Level {
        Statement set;
        Statement release;
        Statement rollback;
    };

    Result<void> run(Statement& statement, std::string_view sql);
    Result<void> needs_savepoint() const;

    Connection& connection_;
    Statement begin_;
    Statement commit_;
    Statement rollback_;
    std::vector<Level> levels_;
    size_t depth_ = 0;
};

} // namespace tunez::sqlite
