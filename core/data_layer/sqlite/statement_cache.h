#pragma once

#include "base/result.h"
#include "data_layer/sqlite/engine_call.h"
#include "data_layer/sqlite/shape.h"
#include "data_layer/sqlite/statement.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace tunez::sqlite {

// A statement with room for what is bound to it and read from it, so that running it again
// allocates nothing.
struct PreparedStatement {
    Statement statement;
    std::vector<StoredView> cells; // One for each column.
    std::vector<Value> values; // Bound by reference.
    std::deque<std::vector<Value>> lists; // Bound by pointer: their addresses stay.
    size_t lists_used = 0;
    std::deque<EngineCall> calls; // Likewise.
    std::deque<EngineAggregate> aggregates;
    uint64_t last_use = 0;
    bool in_use = false;
    bool cached = false;

    void take(Statement new_statement);
    // For one more bound list: empty, with a stable address.
    std::vector<Value>& next_list();
    // Why the statement failed, if it was an expression in it that did.
    std::optional<Error> raised();
};

// The right to use a statement. Gives it back, reset and with nothing bound, when it goes.
class StatementLease {
public:
    StatementLease() = default;
    explicit StatementLease(PreparedStatement* prepared);
    StatementLease(StatementLease&& other) noexcept
        : prepared_(std::exchange(other.prepared_, nullptr))
    {
    }
    StatementLease& operator=(StatementLease&& other) noexcept
    {
        std::swap(prepared_, other.prepared_);
        return *this;
    }
    ~StatementLease();

    explicit operator bool() const { return prepared_ != nullptr; }
    PreparedStatement* operator->() const { return prepared_; }
    PreparedStatement& operator*() const { return *prepared_; }

private:
    PreparedStatement* prepared_ = nullptr;
};

// Keeps prepared statements by shape; of too many, the one that was not used for the longest time
// goes.
// 1. A statement in use is never handed out a second time nor dropped: a read inside a read of the
// same shape gets its own.
class StatementCache {
public:
    StatementCache(Connection& connection, size_t capacity);
    StatementCache(const StatementCache&) = delete;
    StatementCache& operator=(const StatementCache&) = delete;
    ~StatementCache();

    // The statement of that shape; `write_sql` is called for its text only when there is none that
    // is free.
    template <typename WriteSql>
    Result<StatementLease> acquire(std::span<const uint64_t> shape, WriteSql&& write_sql)
    {
        if (auto lease = find(shape))
            return lease;
        return add(shape, write_sql());
    }
    // Fails with `invalid_query` where the shape is too deep.
    template <typename WriteSql>
    Result<StatementLease> acquire(const Shape& shape, WriteSql&& write_sql)
    {
        if (shape.too_deep())
            return fail(too_deep());
        return acquire(shape.words(), std::forward<WriteSql>(write_sql));
    }
    // Drops every statement that is not in use.
    void clear();
    size_t size() const { return size_; }

private:
    struct Entry;

    static Error too_deep();
    StatementLease find(std::span<const uint64_t> shape);
    Result<StatementLease> add(std::span<const uint64_t> shape, std::string_view sql);
    Entry** place(std::span<const uint64_t> shape, uint64_t hash);
    void drop_oldest();

    Connection& connection_;
    size_t capacity_;
    size_t size_ = 0;
    uint64_t uses_ = 0;
    std::vector<Entry*> buckets_; // Chains, by hash; a power of two of them.
};

} // namespace tunez::sqlite
