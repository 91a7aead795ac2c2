#pragma once

#include "base/result.h"
#include "base/value.h"
#include "data_layer/sqlite/connection.h"
#include "type/type.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

struct sqlite3_stmt;

namespace tunez::sqlite {

// How long a statement is meant to live: SQLite keeps lasting ones out of its small fast pool.
enum class Lifetime : uint8_t { momentary, lasting };

// One prepared statement; owns it. What is bound is not copied: text and bytes stay where they are
// until unbind() or the end of the statement.
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* statement)
        : statement_(statement)
    {
    }
    Statement(Statement&& other) noexcept
        : statement_(std::exchange(other.statement_, nullptr))
    {
    }
    Statement& operator=(Statement&& other) noexcept
    {
        std::swap(statement_, other.statement_);
        return *this;
    }
    ~Statement();

    explicit operator bool() const { return statement_ != nullptr; }
    // `sql` is one statement. Fails with invalid_query when it is beyond SQLite's limits, and with
    // migrations_pending when it names a table or column that is not there.
    static Result<Statement> prepare(
        Connection& connection, std::string_view sql, Lifetime lifetime);

    // Each answers an SQLite result code. Parameters count from 1, columns from 0.
    int bind(int parameter, const Value& stored); // null, integer, real, string or binary
    int bind(int parameter, int64_t integer);
    int bind_null(int parameter);
    int bind_pointer(int parameter, void* pointer, const char* type);
    int step();
    int reset();
    void unbind();

    int columns() const;
    // Both are false when memory ran out.
    bool read(int column, StoredView& cell) const;
    bool read(std::span<StoredView> first_cells) const;

private:
    sqlite3_stmt* statement_ = nullptr;
};

} // namespace tunez::sqlite
