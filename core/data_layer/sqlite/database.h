#pragma once

#include "data_layer/sqlite/connection.h"
#include "data_layer/sqlite/shape.h"
#include "data_layer/sqlite/statement_cache.h"

#include <memory>

namespace tunez::sqlite {

// An open connection with its prepared statements: what reading and writing work on.
struct Database {
    explicit Database(std::unique_ptr<Connection> open_connection);

    std::unique_ptr<Connection> connection;
    StatementCache statements;
    Shape shape; // Of the plan at hand, until its statement is found.
};

} // namespace tunez::sqlite
