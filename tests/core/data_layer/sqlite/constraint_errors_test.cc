#include "support/test_database.h"

#include "data_layer/sqlite/schema.h"
#include "migration/diff.h"
#include "migration/migration.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using test::TestDatabase;
using test::texts;
using Texts = std::vector<std::string>;

using test::ada;
using test::bob;

static void add_artist(TestDatabase& music, const std::string& id)
{
    REQUIRE(music.create("Artist", { { "id", id }, { "name", "Ada" } }).empty());
}

TEST_CASE("a taken identity is told on each of its fields, in its own words")
{
    TestDatabase music(test::music_resources);
    add_artist(music, ada);
    REQUIRE(music.create("Album", { { "name", "One" }, { "artist_id", ada } }).empty());
    CHECK(texts(music.create("Album", { { "name", "One" }, { "artist_id", ada } }))
        == Texts { "invalid_attribute artist_id: already exists for this artist",
            "invalid_attribute name: already exists for this artist" });
}

TEST_CASE("a taken identity is told on the fields that it names for that")
{
    TestDatabase music(test::music_resources);
    REQUIRE(music.create("Album", { { "name", "One" }, { "title", Value::ci_string("Über") } })
            .empty());
    CHECK(texts(music.create("Album", { { "name", "Two" }, { "title", Value::ci_string("ÜBER") } }))
        == Texts { "invalid_attribute name: has already been taken" });
}

TEST_CASE("nils never conflict unless the identity says so")
{
    TestDatabase music(test::music_resources);
    CHECK(music.create("Album", { { "name", "One" } }).empty());
    CHECK(music.create("Album", { { "name", "One" } }).empty());

    TestDatabase seats(R"([{'name':'Seat','table':'seats','attributes':[
            {'name':'id','type':'integer','primary_key':true,'generated':true},
            {'name':'row','type':'ci_string'},{'name':'number','type':'integer'}],
         'identities':[{'name':'place','keys':['row','number'],'nils_distinct':false}]}])");
    auto taken = Texts { "invalid_attribute row: has already been taken",
        "invalid_attribute number: has already been taken" };
    auto row = [](std::string_view text) { return Value::ci_string(text); };
    CHECK(seats.create("Seat", { { "row", row("a") } }).empty());
    CHECK(texts(seats.create("Seat", { { "row", row("A") } })) == taken);
    CHECK(seats.create("Seat", { { "row", row("a") }, { "number", 0 } }).empty());
    CHECK(texts(seats.create("Seat", { { "row", row("A") }, { "number", 0 } })) == taken);
    CHECK(seats.create("Seat", {}).empty());
    CHECK(texts(seats.create("Seat", {})) == taken);
}

TEST_CASE("tenants do not take each other's identities, unless it holds for all of them")
{
    TestDatabase shop(
        R"([{'name':'Item','table':'items','multitenancy':{'strategy':'attribute','attribute':'org'},
        'attributes':[
            {'name':'id','type':'integer','primary_key':true,'generated':true},
            {'name':'org','type':'string'},{'name':'code','type':'string'},{'name':'serial','type':'string'}],
        'identities':[{'name':'code','keys':['code']},{'name':'serial','keys':['serial'],'all_tenants':true}]}])");
    CHECK(shop.create("Item", { { "org", "a" }, { "code", "x" }, { "serial", "1" } }).empty());
    CHECK(shop.create("Item", { { "org", "b" }, { "code", "x" }, { "serial", "2" } }).empty());
    CHECK(texts(shop.create("Item", { { "org", "b" }, { "code", "x" } }))
        == Texts { "invalid_attribute code: has already been taken" });
    CHECK(texts(shop.create("Item", { { "org", "c" }, { "serial", "1" } }))
        == Texts { "invalid_attribute serial: has already been taken" });
}

TEST_CASE("a taken primary key is told on its fields")
{
    TestDatabase music(test::music_resources);
    add_artist(music, ada);
    CHECK(texts(music.create("Artist", { { "id", ada }, { "name", "Bob" } }))
        == Texts { "invalid_attribute id: has already been taken" });
    REQUIRE(music.create("Album", { { "name", "One" } }).empty());
    CHECK(texts(music.create("Album", { { "id", 1 }, { "name", "Two" } }))
        == Texts { "invalid_attribute id: has already been taken" });
    REQUIRE(music.create("Tag", { { "id", "rock" } }).empty());
    REQUIRE(music.create("AlbumTag", { { "album_id", 1 }, { "tag_id", "rock" } }).empty());
    CHECK(texts(music.create("AlbumTag", { { "album_id", 1 }, { "tag_id", "rock" } }))
        == Texts { "invalid_attribute album_id: has already been taken",
            "invalid_attribute tag_id: has already been taken" });
}

TEST_CASE("a unique index that is no identity is told on its fields")
{
    TestDatabase store(R"([{'name':'Thing','table':'things','attributes':[
            {'name':'id','type':'integer','primary_key':true,'generated':true},
            {'name':'a','type':'string'},{'name':'b','type':'string'}],
         'custom_indexes':[{'fields':['b','a'],'unique':true}]}])");
    REQUIRE(store.create("Thing", { { "a", "1" }, { "b", "2" } }).empty());
    CHECK(texts(store.create("Thing", { { "a", "1" }, { "b", "2" } }))
        == Texts { "invalid_attribute b: has already been taken",
            "invalid_attribute a: has already been taken" });
}

TEST_CASE("a missing value is required")
{
    TestDatabase music(test::music_resources);
    CHECK(texts(music.create("Artist", { { "id", ada }, { "name", Value() } }))
        == Texts { "required name: attribute name is required" });
    add_artist(music, ada);
    CHECK(texts(music.update("Artist", { { "id", ada } }, { { "name", Value() } }))
        == Texts { "required name: attribute name is required" });
}

TEST_CASE("a key that leads nowhere is told on it")
{
    TestDatabase music(test::music_resources);
    CHECK(texts(music.create("Album", { { "name", "One" }, { "artist_id", ada } }))
        == Texts { "invalid_attribute artist_id: does not exist" });
    REQUIRE(music.create("Album", { { "name", "One" } }).empty());
    CHECK(texts(music.update("Album", { { "id", 1 } }, { { "artist_id", ada } }))
        == Texts { "invalid_attribute artist_id: does not exist" });
    CHECK(texts(music.create("AlbumTag", { { "album_id", 1 }, { "tag_id", "none" } }))
        == Texts { "invalid_attribute tag_id: does not exist" });
    CHECK(texts(music.create("AlbumTag", { { "album_id", 9 }, { "tag_id", "none" } }))
        == Texts { "invalid_attribute album_id: does not exist",
            "invalid_attribute tag_id: does not exist" });
}

TEST_CASE("deleting what others refer to would leave records behind")
{
    TestDatabase music(test::music_resources);
    add_artist(music, ada);
    REQUIRE(music.create("Album", { { "name", "One" }, { "artist_id", ada } }).empty());
    REQUIRE(
        music.create("Track", { { "id", bob }, { "album_id", 1 } }).empty()); // on_delete: restrict
    CHECK(texts(music.destroy("Album", { { "id", 1 } }))
        == Texts { "invalid_attribute id: would leave records behind" });
    // Also when the album would go along with its artist.
    CHECK(texts(music.destroy("Artist", { { "id", ada } }))
        == Texts { "invalid_attribute id: would leave records behind" });
    CHECK(music.read("Album", "id") == Texts { "1" });

    REQUIRE(music.create("Tag", { { "id", "rock" } }).empty());
    REQUIRE(music.create("AlbumTag", { { "album_id", 1 }, { "tag_id", "rock" } })
            .empty()); // on_delete: nothing
    CHECK(texts(music.destroy("Tag", { { "id", "rock" } }))
        == Texts { "invalid_attribute id: would leave records behind" });
    CHECK(texts(music.update("Tag", { { "id", "rock" } }, { { "id", "pop" } }))
        == Texts { "invalid_attribute id: would leave records behind" });
}

TEST_CASE("a broken reference of which nobody knows is told on the primary key")
{
    TestDatabase music(test::music_resources);
    music.sql("ALTER TABLE tags ADD COLUMN owner TEXT DEFAULT NULL REFERENCES artists (id)");
    music.sql("CREATE TRIGGER own AFTER INSERT ON tags BEGIN UPDATE tags SET owner = 'nobody' "
              "WHERE id = new.id; END");
    CHECK(texts(music.create("Tag", { { "id", "rock" } }))
        == Texts { "invalid_changes id: referenced something that does not exist" });
}

TEST_CASE("a value of another storage class than its column's is refused on its field")
{
    TestDatabase music(test::music_resources);
    CHECK(texts(music.create("Artist", { { "id", ada }, { "name", Value::binary("\xff") } }))
        == Texts { "invalid_attribute name: is invalid" });
}

TEST_CASE("a check that the application added is told on the primary key")
{
    TestDatabase music(test::music_resources);
    music.sql("DROP TABLE tags");
    music.sql("CREATE TABLE tags (id TEXT PRIMARY KEY NOT NULL CHECK (length(id) < 3)) STRICT");
    CHECK(texts(music.create("Tag", { { "id", "rock" } }))
        == Texts { "invalid_changes id: is invalid" });
}

TEST_CASE("errors of the database never show SQL or values")
{
    TestDatabase music(test::music_resources);
    music.sql("DROP TABLE tags");
    auto errors = music.create("Tag", { { "id", "hunter2" } });
    REQUIRE(errors.errors.size() == 1);
    CHECK(errors.errors[0].code == ErrorCode::migrations_pending);
    CHECK(errors.errors[0].rendered().find("hunter2") == std::string::npos);
    CHECK(errors.errors[0].rendered().find("INSERT") == std::string::npos);
}

TEST_CASE("constraints are told apart however strange the names are")
{
    FakeHost host;
    auto definition = test::load_resources(R"([{'name':'Odd','table':'odd','attributes':[
        {'name':'id','type':'string','primary_key':true},{'name':'a','type':'string'},{'name':'b','type':'string'}],
        'identities':[{'name':'both','keys':['a','b']}]}])",
        host);
    auto& resource = const_cast<Resource&>(*definition->find_resource("Odd"));
    resource.table = "o\"dd, table.x; --";
    resource.attributes[1]->source = "a.b, o\"dd";
    resource.attributes[2]->source = "select '\"";
    auto store = std::move(*sqlite::SqliteDataLayer::open({}));
    auto tables = diff({}, *take_snapshots(*definition), {});
    auto sql = write_migration({}, *tables, sqlite::render_schema_changes);
    REQUIRE(store->apply_migration(sql.up,
        { .version = "1", .name = "odd", .checksum = "", .inserted_at = "", .dev_down = {} }));
    const Attribute* columns[]
        = { resource.primary_key[0], resource.attributes[1].get(), resource.attributes[2].get() };
    auto create = [&](const char* id, const char* a) {
        auto record = Record::blank(resource);
        record.values = { Value(id), Value(a), Value("2") };
        Record* records[] = { &record };
        auto done = store->create(resource, columns, records);
        return done ? Texts {} : texts(done.error().errors);
    };
    CHECK(create("x", "1").empty());
    CHECK(create("y", "1")
        == Texts { "invalid_attribute a: has already been taken",
            "invalid_attribute b: has already been taken" });
}
