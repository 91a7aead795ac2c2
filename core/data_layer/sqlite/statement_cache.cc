#include "data_layer/sqlite/statement_cache.h"

#include <algorithm>
#include <bit>
#include <string>

namespace tunez::sqlite {

struct StatementCache::Entry {
    PreparedStatement prepared;
    std::vector<uint64_t> shape;
    uint64_t hash = 0;
    Entry* next = nullptr;
};

std::vector<Value>& PreparedStatement::next_list()
{
    if (lists_used == lists.size())
        lists.emplace_back();
    return lists[lists_used++];
}

void PreparedStatement::take(Statement new_statement)
{
    statement = std::move(new_statement);
    cells.resize(static_cast<size_t>(statement.columns()));
}

std::optional<Error> PreparedStatement::raised()
{
    for (auto& call : calls) {
        if (call.error)
            return std::exchange(call.error, std::nullopt);
    }
    for (auto& aggregate : aggregates) {
        if (aggregate.error)
            return std::exchange(aggregate.error, std::nullopt);
    }
    return std::nullopt;
}

StatementLease::StatementLease(PreparedStatement* prepared)
    : prepared_(prepared)
{
    prepared_->in_use = true;
}

StatementLease::~StatementLease()
{
    if (!prepared_)
        return;
    if (!prepared_->cached) {
        delete prepared_;
        return;
    }
    // Nothing may point at the values once they are gone.
    prepared_->statement.reset();
    prepared_->statement.unbind();
    prepared_->values.clear();
    while (prepared_->lists_used > 0)
        prepared_->lists[--prepared_->lists_used].clear();
    prepared_->in_use = false;
}

StatementCache::StatementCache(Connection& connection, size_t capacity)
    : connection_(connection)
    , capacity_(capacity)
    , buckets_(std::bit_ceil(capacity))
{
}

StatementCache::~StatementCache() { clear(); }

static uint64_t hash_of(std::span<const uint64_t> shape)
{
    uint64_t hash = shape.size();
    for (auto word : shape)
        hash = std::rotl((hash ^ word) * 0x9e37'79b9'7f4a'7c15U, 29);
    return hash;
}

// Where the pointer to that entry stands, or would stand.
StatementCache::Entry** StatementCache::place(std::span<const uint64_t> shape, uint64_t hash)
{
    auto** link = &buckets_[hash & (buckets_.size() - 1)];
    while (*link && !((*link)->hash == hash && std::ranges::equal((*link)->shape, shape)))
        link = &(*link)->next;
    return link;
}

Error StatementCache::too_deep()
{
    auto error = Error::make(ErrorCode::invalid_query, "%{reason}");
    error.vars.set("reason",
        Value("an expression has more than " + std::to_string(SQLITE_MAX_EXPR_DEPTH) + " levels"));
    return error;
}

StatementLease StatementCache::find(std::span<const uint64_t> shape)
{
    auto* entry = *place(shape, hash_of(shape));
    if (!entry || entry->prepared.in_use)
        return {};
    entry->prepared.last_use = ++uses_;
    return StatementLease(&entry->prepared);
}

Result<StatementLease> StatementCache::add(std::span<const uint64_t> shape, std::string_view sql)
{
    auto hash = hash_of(shape);
    auto is_busy = *place(shape, hash) != nullptr;
    auto lifetime = is_busy ? Lifetime::momentary : Lifetime::lasting;
    auto statement = TRY(Statement::prepare(connection_, sql, lifetime));
    if (is_busy) {
        auto* prepared = new PreparedStatement;
        prepared->take(std::move(statement));
        return StatementLease(prepared);
    }
    if (size_ >= capacity_)
        drop_oldest();
    auto* entry = new Entry;
    entry->prepared.take(std::move(statement));
    entry->prepared.cached = true;
    entry->prepared.last_use = ++uses_;
    entry->shape.assign(shape.begin(), shape.end());
    entry->hash = hash;
    *place(shape, hash) = entry;
    ++size_;
    return StatementLease(&entry->prepared);
}

void StatementCache::drop_oldest()
{
    Entry** oldest = nullptr;
    for (auto& bucket : buckets_) {
        for (auto** link = &bucket; *link; link = &(*link)->next) {
            auto& prepared = (*link)->prepared;
            if (!prepared.in_use && (!oldest || prepared.last_use < (*oldest)->prepared.last_use))
                oldest = link;
        }
    }
    if (!oldest)
        return;
    std::unique_ptr<Entry> entry(*oldest);
    *oldest = entry->next;
    --size_;
}

void StatementCache::clear()
{
    for (auto& bucket : buckets_) {
        auto** link = &bucket;
        while (*link) {
            if ((*link)->prepared.in_use) {
                link = &(*link)->next;
                continue;
            }
            std::unique_ptr<Entry> entry(*link);
            *link = entry->next;
            --size_;
        }
    }
}

} // namespace tunez::sqlite
