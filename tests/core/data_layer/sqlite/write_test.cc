#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestDatabase;
using Texts = std::vector<std::string>;

using test::ada;
using test::bob;

static void add_artist(TestDatabase& music, const std::string& id, std::string_view name)
{
    REQUIRE(music.create("Artist", { { "id", id }, { "name", name }, { "fans", 5 } }).empty());
}

static ExpressionRef fans_are(TestDatabase& music, int fans)
{
    return call(Operator::eq, { attribute_ref(music.attribute("Artist", "fans")), literal(fans) });
}

static Value value(const TestDatabase& music, std::string_view resource, std::string_view field)
{
    return music.stored().values[music.attribute(resource, field).index];
}

TEST_CASE("a batch is one prepared statement, run once for all rows")
{
    TestDatabase music(test::music_resources);
    auto columns = music.attributes("Tag", { "id" });
    std::vector<Record> records;
    for (auto* name : { "rock", "jazz", "folk" })
        records.push_back(music.record("Tag", { { "id", name } }));
    std::vector<Record*> pointers { &records[0], &records[1], &records[2] };
    auto before = music.store().cached_statements();
    auto statements = music.statements(
        [&] { REQUIRE(music.store().create(music.resource("Tag"), columns, pointers)); });
    CHECK(statements.size() == 1);
    CHECK(music.store().cached_statements() == before + 1);
    CHECK(music.read("Tag", "id").size() == 3);
}

TEST_CASE("a key that the database counts up is set on the record, and never given out twice")
{
    TestDatabase music(test::music_resources);
    REQUIRE(music.create("Album", { { "name", "One" } }).empty());
    CHECK(value(music, "Album", "id") == Value(1));
    REQUIRE(music.create("Album", { { "id", Value() }, { "name", "Two" } }).empty());
    CHECK(value(music, "Album", "id") == Value(2));
    REQUIRE(music.destroy("Album", { { "id", 2 } }).empty());
    REQUIRE(music.create("Album", { { "name", "Three" } }).empty());
    CHECK(value(music, "Album", "id") == Value(3));
}

TEST_CASE("a failing row says which one it is; the rows before it stay for the caller to undo")
{
    TestDatabase music(test::music_resources);
    auto columns = music.attributes("Tag", { "id" });
    std::vector<Record> records;
    for (auto* name : { "rock", "jazz", "rock", "folk" })
        records.push_back(music.record("Tag", { { "id", name } }));
    std::vector<Record*> pointers { &records[0], &records[1], &records[2], &records[3] };
    auto done = music.store().create(music.resource("Tag"), columns, pointers);
    REQUIRE_FALSE(done);
    CHECK(done.error().row == 2);
    CHECK(test::texts(done.error().errors)
        == Texts { "invalid_attribute id: has already been taken" });
    CHECK(music.read("Tag", "id").size() == 2);
}

TEST_CASE("an update writes its columns and reads the others back")
{
    TestDatabase music(test::music_resources);
    add_artist(music, ada, "Ada");
    add_artist(music, bob, "Bob");
    REQUIRE(music.update("Artist", { { "id", ada } }, { { "name", "Ada L." } }).empty());
    CHECK(music.matched());
    CHECK(value(music, "Artist", "name") == Value("Ada L."));
    CHECK(value(music, "Artist", "fans") == Value(5));
    CHECK(value(music, "Artist", "id") == Value(ada));
    CHECK(music.read("Artist", "name") == Texts { "Ada L.", "Bob" });
}

TEST_CASE("an update of every column reads nothing back")
{
    TestDatabase music(test::music_resources);
    REQUIRE(music.create("Tag", { { "id", "rock" } }).empty());
    auto statements = music.statements(
        [&] { REQUIRE(music.update("Tag", { { "id", "rock" } }, { { "id", "pop" } }).empty()); });
    REQUIRE(statements.size() == 1);
    CHECK(statements[0].find("RETURNING") == std::string::npos);
    CHECK(music.matched());
    CHECK(music.read("Tag", "id") == Texts { "pop" });
}

TEST_CASE("an update or delete whose row is gone, or does not meet the filter, matches nothing")
{
    TestDatabase music(test::music_resources);
    add_artist(music, ada, "Ada");
    REQUIRE(music.update("Artist", { { "id", bob } }, { { "name", "?" } }).empty());
    CHECK_FALSE(music.matched());
    REQUIRE(
        music.update("Artist", { { "id", ada } }, { { "name", "?" } }, fans_are(music, 6)).empty());
    CHECK_FALSE(music.matched());
    REQUIRE(music.destroy("Artist", { { "id", ada } }, fans_are(music, 6)).empty());
    CHECK_FALSE(music.matched());
    CHECK(music.read("Artist", "name") == Texts { "Ada" });
    REQUIRE(music.update("Artist", { { "id", ada } }, { { "name", "Ada L." } }, fans_are(music, 5))
            .empty());
    CHECK(music.matched());
    REQUIRE(music.destroy("Artist", { { "id", ada } }, fans_are(music, 5)).empty());
    CHECK(music.matched());
    CHECK(music.read("Artist", "name").empty());
}

TEST_CASE("an update of nothing checks the row and reads it")
{
    TestDatabase music(test::music_resources);
    add_artist(music, ada, "Ada");
    auto statements = music.statements([&] {
        REQUIRE(music.update("Artist", { { "id", ada } }, {}, fans_are(music, 5)).empty());
    });
    CHECK(music.matched());
    CHECK(value(music, "Artist", "name") == Value("Ada"));
    CHECK(statements.size() == 1);
    CHECK(statements[0].starts_with("SELECT"));
    REQUIRE(music.update("Artist", { { "id", ada } }, {}, fans_are(music, 6)).empty());
    CHECK_FALSE(music.matched());
}

TEST_CASE("rows with keys of several fields are found by all of them")
{
    TestDatabase music(test::music_resources);
    REQUIRE(music.create("Album", { { "name", "One" } }).empty());
    REQUIRE(music.create("Album", { { "name", "Two" } }).empty());
    REQUIRE(music.create("Tag", { { "id", "rock" } }).empty());
    for (int album : { 1, 2 })
        REQUIRE(music.create("AlbumTag", { { "album_id", album }, { "tag_id", "rock" } }).empty());
    REQUIRE(music.destroy("AlbumTag", { { "album_id", 1 }, { "tag_id", "rock" } }).empty());
    CHECK(music.read("AlbumTag", "album_id") == Texts { "2" });
}

TEST_CASE("deleting a row that others were deleted along with counts it once")
{
    TestDatabase music(test::music_resources);
    add_artist(music, ada, "Ada");
    REQUIRE(music.create("Album", { { "name", "One" }, { "artist_id", ada } }).empty());
    REQUIRE(music.create("Album", { { "name", "Two" }, { "artist_id", ada } }).empty());
    REQUIRE(music.destroy("Artist", { { "id", ada } }).empty());
    CHECK(music.matched());
    CHECK(music.read("Album", "id").empty());
}

TEST_CASE("a record of defaults alone can be written")
{
    TestDatabase music(R"([{'name':'Count','table':'counts','attributes':[
        {'name':'id','type':'integer','primary_key':true,'generated':true},
        {'name':'value','type':'integer','default':7}]}])");
    REQUIRE(music.create("Count", {}).empty());
    CHECK(music.read("Count", "value") == Texts { "7" });
}
