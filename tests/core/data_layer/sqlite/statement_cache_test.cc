#include "support/test_database.h"

#include "data_layer/sqlite/statement_cache.h"

#include "catch_amalgamated.hpp"

#include <sqlite3.h>

using namespace tunez;
using namespace tunez::sqlite;
using Texts = std::vector<std::string>;

static std::unique_ptr<Connection> connect()
{
    auto connection = Connection::open({});
    REQUIRE(connection);
    return std::move(*connection);
}

// Counts how often the text of a statement had to be written.
class Counting {
public:
    explicit Counting(StatementCache& cache)
        : cache_(cache)
    {
    }
    StatementLease acquire(uint64_t shape)
    {
        uint64_t words[] = { shape };
        auto lease = cache_.acquire(words, [&] {
            ++written;
            return "SELECT " + std::to_string(shape) + ", ?1";
        });
        REQUIRE(lease);
        return std::move(*lease);
    }
    int written = 0;

private:
    StatementCache& cache_;
};

TEST_CASE("a statement is prepared once for its shape")
{
    auto connection = connect();
    StatementCache cache(*connection, 8);
    Counting counting(cache);
    for (int i = 0; i < 5; ++i)
        counting.acquire(1);
    counting.acquire(2);
    CHECK(counting.written == 2);
    CHECK(cache.size() == 2);
}

TEST_CASE("a statement in use is not given out again, and both work")
{
    auto connection = connect();
    StatementCache cache(*connection, 8);
    Counting counting(cache);
    auto outer = counting.acquire(1);
    REQUIRE(outer->statement.step() == SQLITE_ROW);
    {
        auto inner = counting.acquire(1);
        CHECK(&*inner != &*outer);
        CHECK(inner->statement.step() == SQLITE_ROW);
    }
    CHECK(outer->statement.step() == SQLITE_DONE);
    CHECK(counting.written == 2);
    CHECK(cache.size() == 1);
}

TEST_CASE("a statement comes back reset and with nothing bound")
{
    auto connection = connect();
    StatementCache cache(*connection, 8);
    Counting counting(cache);
    {
        auto lease = counting.acquire(1);
        lease->values.emplace_back("secret");
        REQUIRE(lease->statement.bind(1, lease->values[0]) == SQLITE_OK);
        REQUIRE(lease->statement.step() == SQLITE_ROW);
    }
    auto lease = counting.acquire(1);
    CHECK(lease->values.empty());
    REQUIRE(lease->statement.step() == SQLITE_ROW);
    StoredView cell;
    REQUIRE(lease->statement.read(1, cell));
    CHECK(cell.kind == Kind::null);
}

TEST_CASE("of too many statements the one that was not used for the longest time goes")
{
    auto connection = connect();
    StatementCache cache(*connection, 3);
    Counting counting(cache);
    for (uint64_t shape : { 1U, 2U, 3U, 1U, 4U })
        counting.acquire(shape);
    CHECK(cache.size() == 3);
    CHECK(counting.written == 4);
    counting.acquire(1);
    CHECK(counting.written == 4);
    counting.acquire(2);
    CHECK(counting.written == 5);
}

TEST_CASE("a statement in use is never the one that goes")
{
    auto connection = connect();
    StatementCache cache(*connection, 2);
    Counting counting(cache);
    auto first = counting.acquire(1);
    auto second = counting.acquire(2);
    auto third = counting.acquire(3);
    CHECK(first->statement.step() == SQLITE_ROW);
    CHECK(second->statement.step() == SQLITE_ROW);
    CHECK(third->statement.step() == SQLITE_ROW);
    cache.clear();
    CHECK(first->statement.step() == SQLITE_DONE);
}

TEST_CASE("plans that differ only in what is bound share a statement")
{
    test::TestDatabase music(test::music_resources);
    auto& name = music.attribute("Artist", "name");
    auto equals = [&](Value value) {
        return call(Operator::eq, { attribute_ref(name), literal(std::move(value)) });
    };
    auto in = [&](List list) {
        return call(Operator::in, { attribute_ref(name), literal(std::move(list)) });
    };
    music.read("Artist", "name", equals("a"));
    auto size = music.store().cached_statements();
    music.read("Artist", "name", equals("b"));
    CHECK(music.store().cached_statements() == size);
    music.read("Artist", "name", in({ Value("a") }));
    music.read("Artist", "name", in({ Value("a"), Value("b"), Value("c") }));
    CHECK(music.store().cached_statements() == size + 1);
    music.read("Artist", "name", equals("a"), { { &name } });
    CHECK(music.store().cached_statements() == size + 2);
    music.read("Artist", "id", equals("a"));
    CHECK(music.store().cached_statements() == size + 3);
}

// A read whose sink reads with the same plan, as a nested load may.
class NestedRead final : public RowSink {
public:
    NestedRead(test::TestDatabase& music, const ReadPlan& plan)
        : music_(music)
        , plan_(plan)
    {
    }
    bool row(std::span<const StoredView> cells) override
    {
        auto before = test::text(cells[0]);
        test::Rows inner;
        REQUIRE(music_.store().read(plan_, inner));
        seen.push_back(
            before + ":" + std::to_string(inner.texts.size()) + ":" + test::text(cells[0]));
        return true;
    }
    Texts seen;

private:
    test::TestDatabase& music_;
    const ReadPlan& plan_;
};

TEST_CASE("a read inside a read of the same plan disturbs neither")
{
    test::TestDatabase music(test::music_resources);
    for (auto* tag : { "jazz", "rock" })
        REQUIRE(music.create("Tag", { { "id", tag } }).empty());
    auto select = music.attributes("Tag", { "id" });
    ReadPlan plan;
    plan.resource = &music.resource("Tag");
    plan.select = select;
    plan.sort = { { &music.attribute("Tag", "id") } };
    NestedRead outer(music, plan);
    REQUIRE(music.store().read(plan, outer));
    CHECK(outer.seen == Texts { "jazz:2:jazz", "rock:2:rock" });
}
