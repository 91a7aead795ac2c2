#include "support/test_database.h"

#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using test::TestDatabase;
using Texts = std::vector<std::string>;

using test::ada;
using test::bob;
using test::cleo;

// Ada has three albums, Bob two, Cleo none.
class Albums : public TestDatabase {
public:
    Albums()
        : TestDatabase(test::music_resources)
    {
        for (auto& [id, name] :
            { std::pair(ada, "Ada"), std::pair(bob, "Bob"), std::pair(cleo, "Cleo") })
            REQUIRE(create("Artist", { { "id", id }, { "name", name } }).empty());
        add(ada, "A1", 1990);
        add(bob, "B1", 2001);
        add(ada, "A2", 1995);
        add(ada, "A3", 1980);
        add(bob, "B2", 1985);
        select_ = attributes("Album", { "name" });
        plan_.read.resource = &resource("Album");
        plan_.read.select = select_;
        plan_.key = &attribute("Album", "artist_id");
    }

    RelatedPlan& plan() { return plan_; }
    void sort_by_year() { plan_.read.sort = { { &attribute("Album", "year"), Direction::desc } }; }
    Texts load(std::initializer_list<Value> parents)
    {
        std::vector<Value> values = parents;
        plan_.values = values;
        test::Rows rows;
        Texts statements_run = statements([&] { REQUIRE(store().read_related(plan_, rows)); });
        statement_count = statements_run.size();
        return rows.texts;
    }
    size_t statement_count = 0;

private:
    void add(const std::string& artist, const char* name, int year)
    {
        REQUIRE(create("Album", { { "name", name }, { "year", year }, { "artist_id", artist } })
                .empty());
    }

    RelatedPlan plan_;
    std::vector<const Attribute*> select_;
};

static Texts sorted(Texts texts)
{
    std::ranges::sort(texts);
    return texts;
}

TEST_CASE("related rows come with the place of their parent in the plan, in one statement")
{
    Albums music;
    CHECK(sorted(music.load({ ada })) == Texts { "0 A1", "0 A2", "0 A3" });
    CHECK(music.statement_count == 1);
    CHECK(
        sorted(music.load({ cleo, bob, ada })) == Texts { "1 B1", "1 B2", "2 A1", "2 A2", "2 A3" });
    CHECK(music.statement_count == 1);
    CHECK(music.load({ cleo }).empty());
    CHECK(music.load({}).empty());
    CHECK(music.statement_count == 0);
}

TEST_CASE("nil is nobody's parent and does not move the places of the others")
{
    Albums music;
    REQUIRE(music.create("Album", { { "name", "nobody's" } }).empty());
    CHECK(sorted(music.load({ Value(), bob })) == Texts { "1 B1", "1 B2" });
    CHECK(music.load({ Value() }).empty());
}

TEST_CASE("the rows of a parent come sorted")
{
    Albums music;
    music.sort_by_year();
    CHECK(music.load({ ada }) == Texts { "0 A2", "0 A1", "0 A3" });
    CHECK(music.load({ ada, bob }) == Texts { "1 B1", "0 A2", "0 A1", "1 B2", "0 A3" });
}

TEST_CASE("limit and offset count for each parent")
{
    Albums music;
    music.sort_by_year();
    music.plan().read.limit = 1;
    CHECK(music.load({ ada }) == Texts { "0 A2" });
    CHECK(sorted(music.load({ ada, bob })) == Texts { "0 A2", "1 B1" });
    CHECK(music.statement_count == 1);
    music.plan().read.offset = 1;
    CHECK(music.load({ ada }) == Texts { "0 A1" });
    CHECK(sorted(music.load({ ada, bob })) == Texts { "0 A1", "1 B2" });
    music.plan().read.limit.reset();
    CHECK(sorted(music.load({ ada, bob })) == Texts { "0 A1", "0 A3", "1 B2" });
    music.plan().read.limit = INT64_MAX;
    CHECK(music.load({ ada, bob }).size() == 3);
}

TEST_CASE("related rows are filtered by the fields of the destination")
{
    Albums music;
    music.plan().read.filter
        = call(Operator::gt, { attribute_ref(music.attribute("Album", "year")), literal(1985) });
    CHECK(sorted(music.load({ ada, bob })) == Texts { "0 A1", "0 A2", "1 B1" });
    music.sort_by_year();
    music.plan().read.limit = 1;
    CHECK(sorted(music.load({ ada, bob })) == Texts { "0 A2", "1 B1" });
    CHECK(music.load({ bob }) == Texts { "0 B1" });
}

TEST_CASE("rows behind a join come with the place of the parent that leads to them")
{
    Albums music;
    for (auto* tag : { "jazz", "pop", "rock" })
        REQUIRE(music.create("Tag", { { "id", tag } }).empty());
    for (auto& [album, tag] :
        { std::pair(1, "rock"), std::pair(1, "jazz"), std::pair(2, "rock"), std::pair(3, "pop") })
        REQUIRE(music.create("AlbumTag", { { "album_id", album }, { "tag_id", tag } }).empty());
    auto select = music.attributes("Tag", { "id" });
    auto& plan = music.plan();
    plan.read.resource = &music.resource("Tag");
    plan.read.select = select;
    plan.key = &music.attribute("Tag", "id");
    plan.through = &music.resource("AlbumTag");
    plan.join_source = &music.attribute("AlbumTag", "album_id");
    plan.join_destination = &music.attribute("AlbumTag", "tag_id");
    plan.read.sort = { { &music.attribute("Tag", "id") } };
    CHECK(music.load({ 1 }) == Texts { "0 jazz", "0 rock" });
    CHECK(music.load({ 1, 2, 4 }) == Texts { "0 jazz", "0 rock", "1 rock" });
    plan.read.limit = 1;
    CHECK(sorted(music.load({ 1, 2, 4 })) == Texts { "0 jazz", "1 rock" });
    CHECK(music.load({ 1 }) == Texts { "0 jazz" });
}

TEST_CASE("parents are looked up through the index on the key")
{
    Albums music;
    std::vector<Value> values { ada, bob };
    music.plan().values = values;
    test::Rows rows;
    auto statements
        = music.statements([&] { REQUIRE(music.store().read_related(music.plan(), rows)); });
    REQUIRE(statements.size() == 1);
    auto plan = music.store().query("EXPLAIN QUERY PLAN " + statements[0]);
    REQUIRE(plan);
    CHECK(to_json(*plan).find("(artist_id=?)") != std::string::npos);
}
