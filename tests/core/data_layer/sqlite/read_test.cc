#include "expr/build.h"
#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestDatabase;
using Texts = std::vector<std::string>;

using test::ada;
using test::bob;
using test::cleo;

// Three artists: Ada (5 fans, active), Bob (no fans known, not active), Cleo (7 fans, activity not
// known).
static void add_artists(TestDatabase& music)
{
    REQUIRE(music
            .create(
                "Artist", { { "id", ada }, { "name", "Ada" }, { "fans", 5 }, { "active", true } })
            .empty());
    REQUIRE(
        music.create("Artist", { { "id", bob }, { "name", "Bob" }, { "active", false } }).empty());
    REQUIRE(music.create("Artist", { { "id", cleo }, { "name", "Cleo" }, { "fans", 7 } }).empty());
}

class Condition {
public:
    explicit Condition(TestDatabase& music)
        : music_(music)
    {
    }

    ExpressionRef field(std::string_view name) const
    {
        return attribute_ref(music_.attribute("Artist", name));
    }
    ExpressionRef compare(std::string_view name, Operator op, Value value) const
    {
        return call(op, { field(name), literal(std::move(value)) });
    }
    ExpressionRef is(std::string_view name, Value value) const
    {
        return compare(name, Operator::eq, std::move(value));
    }
    static ExpressionRef negate(ExpressionRef inner)
    {
        return call(Operator::not_, { std::move(inner) });
    }
    Texts names(ExpressionRef filter) const
    {
        return music_.read(
            "Artist", "name", std::move(filter), { { &music_.attribute("Artist", "name") } });
    }

private:
    TestDatabase& music_;
};

TEST_CASE("a read answers the selected cells in their order")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    auto select = music.attributes("Artist", { "fans", "name", "active" });
    ReadPlan plan;
    plan.resource = &music.resource("Artist");
    plan.select = select;
    plan.sort = { { &music.attribute("Artist", "name") } };
    test::Rows rows;
    REQUIRE(music.store().read(plan, rows));
    CHECK(rows.texts == Texts { "5 Ada 1", "nil Bob 0", "7 Cleo nil" });
}

TEST_CASE("a sink that wants no more ends the read")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    auto select = music.attributes("Artist", { "name" });
    ReadPlan plan;
    plan.resource = &music.resource("Artist");
    plan.select = select;
    test::Rows rows;
    rows.wanted = 1;
    REQUIRE(music.store().read(plan, rows));
    CHECK(rows.texts.size() == 1);
}

TEST_CASE("comparisons follow the meaning of the field")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition artist(music);
    CHECK(artist.names(artist.is("name", "Ada")) == Texts { "Ada" });
    CHECK(
        artist.names(artist.compare("name", Operator::not_eq_, "Ada")) == Texts { "Bob", "Cleo" });
    CHECK(artist.names(artist.compare("fans", Operator::lt, 7)) == Texts { "Ada" });
    CHECK(artist.names(artist.compare("fans", Operator::lte, 7)) == Texts { "Ada", "Cleo" });
    CHECK(artist.names(artist.compare("fans", Operator::gt, 5)) == Texts { "Cleo" });
    CHECK(artist.names(artist.compare("fans", Operator::gte, 5)) == Texts { "Ada", "Cleo" });
    CHECK(artist.names(call(Operator::eq, { literal("Ada"), artist.field("name") }))
        == Texts { "Ada" });
}

TEST_CASE("nil equals nothing, not even nil, and is found by is_nil")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition artist(music);
    CHECK(artist.names(artist.is("fans", Value())).empty());
    CHECK(artist.names(artist.compare("fans", Operator::not_eq_, Value())).empty());
    CHECK(artist.names(artist.compare("fans", Operator::not_eq_, 5)) == Texts { "Cleo" });
    CHECK(artist.names(Condition::negate(artist.is("fans", 5))) == Texts { "Cleo" });
    CHECK(artist.names(call(Operator::is_nil, { artist.field("fans") })) == Texts { "Bob" });
    CHECK(artist.names(Condition::negate(call(Operator::is_nil, { artist.field("fans") })))
        == Texts { "Ada", "Cleo" });
}

TEST_CASE("logic treats nil as in memory, also below not")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition artist(music);
    auto unknown = artist.is("fans", Value());
    auto no = artist.is("name", "nobody");
    auto yes = artist.compare("name", Operator::not_eq_, "nobody");
    Texts all { "Ada", "Bob", "Cleo" };
    CHECK(artist.names(both(unknown, no)).empty());
    CHECK(artist.names(Condition::negate(both(unknown, no))).empty()); // not (nil and false): nil
    CHECK(artist.names(Condition::negate(both(no, unknown))) == all); // not (false and nil): true
    CHECK(artist.names(Condition::negate(call(Operator::or_, { unknown, no })))
        == all); // not (nil or false): true
    CHECK(artist.names(Condition::negate(call(Operator::or_, { no, unknown })))
            .empty()); // not (false or nil): nil
    CHECK(artist.names(call(Operator::or_, { unknown, yes })) == all);
    CHECK(artist.names(Condition::negate(both(yes, no))) == all);
}

TEST_CASE("what the left side has decided is not computed, even where SQLite would begin with it")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition condition(music);
    auto impossible = build(Operator::gt,
        { build(Operator::divide, { literal(Value(1)), literal(Value(0)) }), literal(Value(0)) });
    auto nobody = condition.is("name", "Nobody");
    CHECK(condition.names(build(Operator::and_, { nobody, impossible })).empty());
    auto everybody
        = build(Operator::in, { condition.field("name"), literal(List { "Ada", "Bob", "Cleo" }) });
    CHECK(condition.names(build(Operator::or_, { everybody, impossible })).size() == 3);
}

TEST_CASE("a comparison may be compared again")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition artist(music);
    auto is_ada = artist.is("name", "Ada");
    CHECK(artist.names(call(Operator::eq, { is_ada, literal(false) })) == Texts { "Bob", "Cleo" });
    CHECK(artist.names(call(Operator::eq, { is_ada, artist.field("active") }))
        == Texts { "Ada", "Bob" });
}

TEST_CASE("a field alone is met by anything but nil and false")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition artist(music);
    CHECK(artist.names(artist.field("active")) == Texts { "Ada" });
    CHECK(artist.names(artist.field("fans")) == Texts { "Ada", "Cleo" });
    CHECK(artist.names(Condition::negate(artist.field("active"))) == Texts { "Bob" });
    CHECK(artist.names(literal(true)) == Texts { "Ada", "Bob", "Cleo" });
    CHECK(artist.names(literal(false)).empty());
    CHECK(artist.names(literal("text")) == Texts { "Ada", "Bob", "Cleo" });
}

TEST_CASE("in finds the members of a list, never nil, nothing in an empty one")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition artist(music);
    CHECK(artist.names(artist.compare("name", Operator::in, List { Value("Ada"), Value("Cleo") }))
        == Texts { "Ada", "Cleo" });
    CHECK(artist.names(artist.compare("fans", Operator::in, List { Value(7), Value() }))
        == Texts { "Cleo" });
    CHECK(artist.names(
              Condition::negate(artist.compare("fans", Operator::in, List { Value(7), Value() })))
        == Texts { "Ada" });
    CHECK(artist.names(artist.compare("fans", Operator::in, List {})).empty());
    CHECK(artist.names(Condition::negate(artist.compare("fans", Operator::in, List {})))
        == Texts { "Ada", "Cleo" });
    CHECK(artist.names(artist.compare("fans", Operator::in, List { Value() })).empty());
}

TEST_CASE("a hundred thousand values are one bound list")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    Condition artist(music);
    List values;
    for (int i = 0; i < 100'000; ++i)
        values.emplace_back(i * 7);
    Texts names;
    auto statements = music.statements(
        [&] { names = artist.names(artist.compare("fans", Operator::in, std::move(values))); });
    CHECK(names == Texts { "Cleo" });
    CHECK(statements.size() == 1);
}

TEST_CASE("an integer beyond 64 bits lies beyond every stored one")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    REQUIRE(music
            .create("Artist",
                { { "id", "00000000-0000-0000-0000-00000000000d" }, { "name", "Max" },
                    { "fans", INT64_MAX } })
            .empty());
    Condition artist(music);
    auto huge = Value::big_integer(*Decimal::parse("9223372036854775808"));
    auto tiny = Value::big_integer(*Decimal::parse("-9223372036854775809"));
    CHECK(artist.names(artist.is("fans", huge)).empty());
    CHECK(
        artist.names(artist.compare("fans", Operator::lt, huge)) == Texts { "Ada", "Cleo", "Max" });
    CHECK(artist.names(artist.compare("fans", Operator::lt, tiny)).empty());
    CHECK(artist.names(artist.compare("fans", Operator::in, List { huge, Value(5) }))
        == Texts { "Ada" });
}

TEST_CASE("sorting puts nils where the direction says")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    auto& fans = music.attribute("Artist", "fans");
    auto sorted = [&](Direction direction) {
        return music.read("Artist", "name", {}, { { &fans, direction } });
    };
    CHECK(sorted(Direction::asc) == Texts { "Ada", "Cleo", "Bob" });
    CHECK(sorted(Direction::asc_nils_first) == Texts { "Bob", "Ada", "Cleo" });
    CHECK(sorted(Direction::asc_nils_last) == Texts { "Ada", "Cleo", "Bob" });
    CHECK(sorted(Direction::desc) == Texts { "Bob", "Cleo", "Ada" });
    CHECK(sorted(Direction::desc_nils_first) == Texts { "Bob", "Cleo", "Ada" });
    CHECK(sorted(Direction::desc_nils_last) == Texts { "Cleo", "Ada", "Bob" });
}

TEST_CASE("limit and offset cut out a page")
{
    TestDatabase music(test::music_resources);
    add_artists(music);
    auto select = music.attributes("Artist", { "name" });
    ReadPlan plan;
    plan.resource = &music.resource("Artist");
    plan.select = select;
    plan.sort = { { &music.attribute("Artist", "name") } };
    auto page = [&](std::optional<int64_t> limit, std::optional<int64_t> offset) {
        plan.limit = limit;
        plan.offset = offset;
        test::Rows rows;
        REQUIRE(music.store().read(plan, rows));
        return rows.texts;
    };
    CHECK(page(2, {}) == Texts { "Ada", "Bob" });
    CHECK(page(2, 1) == Texts { "Bob", "Cleo" });
    CHECK(page({}, 2) == Texts { "Cleo" });
    CHECK(page(0, {}).empty());
    CHECK(page(INT64_MAX, 3).empty());
}

TEST_CASE("text that looks like SQL stays text")
{
    TestDatabase music(test::music_resources);
    const std::string hostile = "x' OR 1=1; DROP TABLE artists; --\"";
    REQUIRE(music.create("Artist", { { "id", ada }, { "name", hostile } }).empty());
    Condition artist(music);
    CHECK(artist.names(artist.is("name", hostile)) == Texts { hostile });
    CHECK(artist.names(artist.is("name", "x' OR 1=1")).empty());
    CHECK(artist.names(
              artist.compare("name", Operator::in, List { Value(hostile), Value("' OR ''='") }))
        == Texts { hostile });
    CHECK(music.sql("SELECT count(*) FROM artists") == Texts { "1" });
}

TEST_CASE("text with a zero byte, empty text and text of every plane come back as they were")
{
    TestDatabase music(test::music_resources);
    std::string_view odd("a\0b\xf0\x9f\x8e\xb5", 7);
    REQUIRE(
        music.create("Artist", { { "id", ada }, { "name", odd }, { "biography", "" } }).empty());
    Condition artist(music);
    CHECK(artist.names(artist.is("name", odd)) == Texts { std::string(odd) });
    CHECK(music.read("Artist", "biography") == Texts { "" });
}

TEST_CASE("a filter too deep for the database is an error, not a crash")
{
    TestDatabase music(test::music_resources);
    Condition artist(music);
    auto filter = artist.is("name", "Ada");
    for (int i = 0; i < 900; ++i)
        filter = Condition::negate(filter);
    CHECK(artist.names(filter).empty());
    for (int i = 0; i < 200; ++i)
        filter = Condition::negate(filter);
    auto select = music.attributes("Artist", { "name" });
    ReadPlan plan;
    plan.resource = &music.resource("Artist");
    plan.select = select;
    plan.filter = filter;
    test::Rows rows;
    auto done = music.store().read(plan, rows);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::invalid_query);
    CHECK(artist.names({}).empty());
}

TEST_CASE("a value that cannot stand in the column is an error that hides what is sensitive")
{
    TestDatabase music(R"([{'name':'User','table':'users','attributes':[
        {'name':'id','type':'integer','primary_key':true},
        {'name':'pin','type':'integer','sensitive':true}]}])");
    auto filter
        = call(Operator::eq, { attribute_ref(music.attribute("User", "pin")), literal("hunter2") });
    auto select = music.attributes("User", { "id" });
    ReadPlan plan;
    plan.resource = &music.resource("User");
    plan.select = select;
    plan.filter = filter;
    test::Rows rows;
    auto done = music.store().read(plan, rows);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::invalid_casted_value);
    CHECK(done.error().field == "pin");
    CHECK(done.error().rendered().find("hunter2") == std::string::npos);
}

TEST_CASE("a table that no migration has made yet is told as such")
{
    TestDatabase music(test::music_resources);
    CHECK(music.sql("DROP TABLE tracks").empty());
    auto select = music.attributes("Track", { "name" });
    ReadPlan plan;
    plan.resource = &music.resource("Track");
    plan.select = select;
    test::Rows rows;
    auto done = music.store().read(plan, rows);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::migrations_pending);
}
