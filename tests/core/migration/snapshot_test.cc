#include "migration/snapshot.h"

#include "base/json.h"
#include "migration/snapshot_json.h"
#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using Texts = std::vector<std::string>;

static Snapshots snapshots_of(std::string_view resources)
{
    FakeHost host;
    auto definition = test::load_resources(resources, host);
    auto snapshots = take_snapshots(*definition);
    REQUIRE(snapshots);
    return std::move(*snapshots);
}

static Texts column_names(const Snapshot& snapshot)
{
    Texts names;
    for (auto& attribute : snapshot.attributes)
        names.push_back(attribute.column.name);
    return names;
}

static Texts index_names(const Snapshot& snapshot)
{
    Texts names;
    for (auto& index : to_table(snapshot).indexes)
        names.push_back(index.name);
    return names;
}

TEST_CASE("a snapshot holds the columns of a resource in their order, under the names they have in "
          "the table")
{
    auto snapshots = snapshots_of(R"([{'name':'Artist','table':'artists','attributes':[
        {'name':'id','type':'uuid','primary_key':true},
        {'name':'name','type':'string','source':'full_name','allow_nil':false}]}])");
    auto& artists = snapshots.at("artists");
    CHECK(column_names(artists) == Texts { "id", "full_name" });
    auto& id = artists.attributes[0].column;
    CHECK(id.primary_key);
    CHECK_FALSE(id.allow_nil);
    CHECK(std::string(id.type->name) == "uuid");
    CHECK_FALSE(artists.attributes[1].column.allow_nil);
    CHECK(artists.has_create_action == false);
}

TEST_CASE(
    "a default that the database can fill in is in the snapshot, one that the engine makes is not")
{
    auto snapshots = snapshots_of(R"([{'name':'Post','table':'posts','attributes':[
        {'name':'id','type':'uuid','primary_key':true,'default':{'fn':'uuid'}},
        {'name':'score','type':'integer','default':3},
        {'name':'tags','type':{'array':'string'},'default':[]},
        {'name':'open','type':'boolean','default':true},
        {'name':'inserted_at','type':'utc_datetime_usec','default':{'fn':'now'}},
        {'name':'second','type':'utc_datetime','default':{'fn':'now'}},
        {'name':'local','type':'naive_datetime','default':{'fn':'now'}},
        {'name':'day','type':'date','default':{'fn':'today'}}]}])");
    auto& posts = snapshots.at("posts");
    auto literal = [&](std::string_view name) {
        return posts.find_attribute(name)->column.default_value.literal;
    };
    auto epoch = [&](std::string_view name) {
        return posts.find_attribute(name)->column.default_value.epoch;
    };
    CHECK_FALSE(posts.find_attribute("id")->column.default_value.is_set());
    CHECK(literal("score") == Value(3));
    CHECK(literal("tags") == Value("[]"));
    CHECK(literal("open") == Value(1));
    CHECK(epoch("inserted_at") == "1970-01-01T00:00:00.000000Z");
    CHECK(epoch("second") == "1970-01-01T00:00:00Z");
    CHECK(epoch("local") == "1970-01-01T00:00:00");
    CHECK(epoch("day") == "1970-01-01");
}

TEST_CASE("a belongs_to is a reference on its key, with an index when asked for")
{
    auto snapshots = snapshots_of(test::music_resources);
    auto& artist_id = *snapshots.at("albums").find_attribute("artist_id");
    REQUIRE(artist_id.column.reference);
    CHECK(artist_id.column.reference->name == "albums_artist_id_fkey");
    CHECK(artist_id.column.reference->table == "artists");
    CHECK(artist_id.column.reference->column == "id");
    CHECK(artist_id.column.reference->on_delete == OnDelete::delete_);
    CHECK(artist_id.index_reference);
    CHECK(index_names(snapshots.at("albums"))
        == Texts {
            "albums_unique_name_index", "albums_unique_title_index", "albums_artist_id_index" });
    CHECK(snapshots.at("tracks").find_attribute("album_id")->column.reference->on_delete
        == OnDelete::restrict_);
}

TEST_CASE("a key that is not unique cannot be referred to")
{
    auto snapshots = snapshots_of(R"([
        {'name':'Country','table':'countries','attributes':[
            {'name':'id','type':'uuid','primary_key':true},
            {'name':'code','type':'string'},{'name':'name','type':'string'}],
         'identities':[{'name':'code','keys':['code']}]},
        {'name':'City','table':'cities','attributes':[{'name':'id','type':'uuid','primary_key':true}],
         'relationships':[
            {'name':'country','kind':'belongs_to','destination':'Country','source_attribute':'code','destination_attribute':'code','attribute_type':'string'},
            {'name':'other','kind':'belongs_to','destination':'Country','source_attribute':'country_name','destination_attribute':'name','attribute_type':'string'}]}])");
    CHECK(snapshots.at("cities").find_attribute("code")->column.reference);
    CHECK_FALSE(snapshots.at("cities").find_attribute("country_name")->column.reference);
}

TEST_CASE("the tenant's column leads the index of an identity, unless it holds for all tenants")
{
    auto snapshots = snapshots_of(
        R"([{'name':'Item','table':'items','multitenancy':{'strategy':'attribute','attribute':'org'},
        'attributes':[{'name':'id','type':'uuid','primary_key':true},{'name':'org','type':'string'},{'name':'code','type':'string'}],
        'identities':[{'name':'all','keys':['code'],'all_tenants':true},{'name':'one','keys':['code']}]}])");
    auto indexes = to_table(snapshots.at("items")).indexes;
    REQUIRE(indexes.size() == 2);
    CHECK(indexes[0].columns == Texts { "code" });
    CHECK(indexes[1].columns == Texts { "org", "code" });
}

TEST_CASE("resources of one table share it; what one of them does not know may be nil")
{
    auto snapshots = snapshots_of(R"([
        {'name':'Person','table':'people','attributes':[
            {'name':'id','type':'uuid','primary_key':true},
            {'name':'name','type':'string','allow_nil':false},{'name':'age','type':'integer','allow_nil':false}]},
        {'name':'Contact','table':'people','attributes':[
            {'name':'id','type':'uuid','primary_key':true},
            {'name':'name','type':'string','allow_nil':false},{'name':'mail','type':'string','allow_nil':false}]}])");
    REQUIRE(snapshots.size() == 1);
    auto& people = snapshots.at("people");
    CHECK(column_names(people) == Texts { "id", "name", "age", "mail" });
    CHECK_FALSE(people.find_attribute("id")->column.allow_nil);
    CHECK_FALSE(people.find_attribute("name")->column.allow_nil);
    CHECK(people.find_attribute("age")->column.allow_nil);
    CHECK(people.find_attribute("mail")->column.allow_nil);
}

TEST_CASE("a snapshot survives its JSON, and equal ones have the same text")
{
    auto snapshots = snapshots_of(test::music_resources);
    snapshots.at("tags").custom_statements
        = { { "fill", "INSERT INTO tags VALUES ('x')", "DELETE FROM tags" } };
    snapshots.at("tags").multitenancy = { "id", true };
    auto text = to_json(to_value(snapshots), Tags::wire);
    auto parsed = parse_json(text, Tags::wire);
    REQUIRE(parsed);
    auto read = snapshots_from(*parsed);
    if (!read)
        UNSCOPED_INFO(read.error().rendered());
    REQUIRE(read);
    CHECK(*read == snapshots);
    CHECK(to_json(to_value(*read), Tags::wire) == text);
    CHECK(hash(read->at("albums")) == hash(snapshots.at("albums")));
    CHECK(hash(read->at("albums")) != hash(snapshots.at("artists")));
}

TEST_CASE("a snapshot that is not one says what is wrong")
{
    auto problem = [](std::string_view json) {
        auto read = snapshots_from(*parse_json(json));
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::invalid_migration);
        return read.error().rendered();
    };
    CHECK(problem("[]") == "Snapshots must be a map from table to snapshot");
    CHECK(problem(R"({"a":1})") == "Snapshot of a table: `items` must be maps");
    CHECK(problem(R"({"a":{"table":"b"}})") == "Snapshot of b stands under a");
    CHECK(problem(R"({"a":{"table":"a","attributes":[{"source":"x","type":"quark"}]}})")
        == "Snapshot of a: `type` must be a type of this version");
    CHECK(
        problem(
            R"({"a":{"table":"a","attributes":[{"source":"x","type":"string","references":{"table":"b","name":"c","destination_attribute":"id","on_delete":"explode"}}]}})")
        == "Snapshot of a: `on_delete` must be nothing, restrict, delete or nilify");
    CHECK(problem(R"({"a":{"table":"a","identities":[{"name":"x","keys":[1],"index_name":"y"}]}})")
        == "Snapshot of a: `keys` must be a list of texts");
}
