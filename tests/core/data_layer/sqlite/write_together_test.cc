#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestDatabase;
using Texts = std::vector<std::string>;

static constexpr auto pairs = R"([{'name':'Pair','attributes':{
  'left':{'type':'integer','primary_key':true},'right':{'type':'string','primary_key':true},
  'label':{'type':'string'},'place':{'type':'integer'}},
  'identities':{'label':{'keys':['label']}}}])";

namespace {

// Updates of several pairs at once.
class PairUpdates {
public:
    explicit PairUpdates(TestDatabase& database)
        : database_(database)
    {
    }

    void add(
        test::Fields key, test::Fields changes, std::initializer_list<std::string_view> columns)
    {
        originals_.push_back(database_.record("Pair", key));
        auto record = originals_.back();
        for (const auto& [name, value] : changes)
            record.values[database_.attribute("Pair", name).index] = value;
        records_.push_back(std::move(record));
        columns_.push_back(database_.attributes("Pair", columns));
    }

    std::expected<void, WriteFailure> run()
    {
        rows.clear();
        for (size_t i = 0; i < records_.size(); ++i)
            rows.push_back({ .original = &originals_[i],
                .columns = columns_[i],
                .atomics = {},
                .record = &records_[i],
                .filter = {} });
        return database_.store().update(database_.resource("Pair"), rows);
    }

    std::vector<RowUpdate> rows;

private:
    TestDatabase& database_;
    std::vector<Record> originals_;
    std::vector<Record> records_;
    std::vector<std::vector<const Attribute*>> columns_;
};

} // namespace

static void add_pairs(TestDatabase& database)
{
    for (int left : { 1, 2, 3 })
        REQUIRE(database
                .create("Pair",
                    { { "left", left }, { "right", "R" }, { "label", "l" + std::to_string(left) },
                        { "place", left } })
                .empty());
}

TEST_CASE("updates of the same columns are one statement, which says whom it found")
{
    TestDatabase database(pairs);
    add_pairs(database);
    PairUpdates updates(database);
    auto right = Value("R");
    updates.add({ { "left", 1 }, { "right", right } }, { { "place", 10 } }, { "place" });
    updates.add({ { "left", 9 }, { "right", right } }, { { "place", 90 } }, { "place" });
    updates.add({ { "left", 3 }, { "right", right } }, { { "place", Value() } }, { "place" });
    auto statements = database.statements([&] { REQUIRE(updates.run()); });
    CHECK(statements.size() == 1);
    CHECK(updates.rows[0].matched);
    CHECK_FALSE(updates.rows[1].matched);
    CHECK(updates.rows[2].matched);
    CHECK(updates.rows[2].record->values[database.attribute("Pair", "label").index] == Value("l3"));
    CHECK(database.read("Pair", "place") == Texts { "10", "2", "nil" });
}

TEST_CASE("updates of other columns, and of one row twice, are statements of their own")
{
    TestDatabase database(pairs);
    add_pairs(database);
    PairUpdates updates(database);
    auto right = Value("R");
    updates.add({ { "left", 1 }, { "right", right } }, { { "place", 10 } }, { "place" });
    updates.add({ { "left", 1 }, { "right", right } }, { { "place", 11 } }, { "place" });
    updates.add({ { "left", 2 }, { "right", right } }, { { "label", "x" } }, { "label" });
    auto statements = database.statements([&] { REQUIRE(updates.run()); });
    CHECK(statements.size() == 3);
    CHECK(database.read("Pair", "place") == Texts { "11", "2", "3" });
    CHECK(database.sql("SELECT label FROM pairs ORDER BY \"left\"") == Texts { "l1", "x", "l3" });
}

TEST_CASE("of updates that share a statement, the one that is refused is named")
{
    TestDatabase database(pairs);
    add_pairs(database);
    PairUpdates updates(database);
    auto right = Value("R");
    updates.add({ { "left", 1 }, { "right", right } }, { { "label", "x" } }, { "label" });
    updates.add({ { "left", 2 }, { "right", right } }, { { "label", "l3" } }, { "label" });
    auto done = updates.run();
    REQUIRE_FALSE(done);
    CHECK(done.error().row == 1);
    CHECK(test::texts(done.error().errors)
        == Texts { "invalid_attribute label: has already been taken" });
    CHECK(database.sql("SELECT label FROM pairs ORDER BY \"left\"") == Texts { "x", "l2", "l3" });
}

TEST_CASE("rows that go are one statement, which says whom it found")
{
    TestDatabase database(pairs);
    add_pairs(database);
    std::vector<Record> records;
    std::vector<RowDelete> rows;
    for (int left : { 3, 7, 1 })
        records.push_back(database.record("Pair", { { "left", left }, { "right", "R" } }));
    for (const auto& record : records)
        rows.push_back({ .original = &record, .filter = {} });
    auto statements = database.statements(
        [&] { REQUIRE(database.store().destroy(database.resource("Pair"), rows)); });
    CHECK(statements.size() == 1);
    CHECK(rows[0].matched);
    CHECK_FALSE(rows[1].matched);
    CHECK(rows[2].matched);
    CHECK(database.read("Pair", "left") == Texts { "2" });
}

TEST_CASE("where the database takes several keys for one, each row is a statement of its own")
{
    TestDatabase database(R"([{'name':'Word','attributes':{
      'text':{'type':'ci_string','primary_key':true},'count':{'type':'integer'}}}])");
    std::vector<Record> records;
    for (const auto* text : { "a", "b" }) {
        auto key = Value::ci_string(text);
        REQUIRE(database.create("Word", { { "text", key } }).empty());
    }
    for (const auto* text : { "A", "B" })
        records.push_back(database.record("Word", { { "text", Value::ci_string(text) } }));
    std::vector<RowDelete> rows { { .original = &records[0], .filter = {} },
        { .original = &records[1], .filter = {} } };
    REQUIRE(database.store().destroy(database.resource("Word"), rows));
    CHECK(rows[0].matched);
    CHECK(rows[1].matched);
}

TEST_CASE("values of every storage class are written together as they are alone")
{
    TestDatabase database(pairs);
    std::vector<Record> records;
    for (int left : { 1, 2 })
        records.push_back(database.record("Pair",
            { { "left", left }, { "right", "ß" }, { "label", Value() },
                { "place", left == 1 ? Value() : Value(int64_t { 1 } << 60) } }));
    std::vector<Record*> pointers { &records[0], &records[1] };
    auto columns = database.attributes("Pair", { "place", "label", "right", "left" });
    REQUIRE(database.store().create(database.resource("Pair"), columns, pointers));
    CHECK(database.read("Pair", "right") == Texts { "ß", "ß" });
    CHECK(database.read("Pair", "label") == Texts { "nil", "nil" });
    CHECK(database.read("Pair", "place") == Texts { "nil", "1152921504606846976" });
}
