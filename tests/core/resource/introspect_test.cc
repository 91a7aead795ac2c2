#include "resource/introspect.h"

#include "core/resource/loading.h"
#include "support/definition.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static const Value& member(const Value& map, std::string_view key)
{
    const auto* found = map.map().find(key);
    REQUIRE(found != nullptr);
    return *found;
}

static const Value& named(const Value& list, std::string_view name)
{
    for (const auto& item : list.list()) {
        if (member(item, "name") == Value(name))
            return item;
    }
    FAIL("there is no " << name);
    return list;
}

TEST_CASE("a definition lists its domains, resources and functions")
{
    auto loaded = load_message(music_definition());
    auto description = describe(*loaded.definition);
    CHECK(member(description, "resources") == Value(List { Value("Artist"), Value("Album") }));
    const auto& music = named(member(description, "domains"), "Music");
    CHECK(member(music, "resources") == Value(List { Value("Artist"), Value("Album") }));
    const auto& create = named(member(music, "interface"), "create_artist");
    CHECK(member(create, "type") == Value("create"));
    const auto& inputs = member(create, "inputs");
    REQUIRE(inputs.list().size() == 2);
    CHECK(member(named(inputs, "name"), "required") == Value(true));
    CHECK(member(named(inputs, "biography"), "required") == Value(false));
    const auto& get = named(member(music, "interface"), "get_artist_by_id");
    CHECK(member(get, "get") == Value(true));
    CHECK(member(named(member(get, "get_by"), "id"), "type") == Value("uuid"));
}

TEST_CASE("a resource lists its fields, relationships, identities and actions")
{
    auto loaded = load_message(music_definition());
    auto album = describe(loaded.resource("Album"));
    CHECK(member(album, "table") == Value("albums"));
    CHECK(member(album, "primary_key") == Value(List { Value("id") }));
    const auto& year = named(member(album, "fields"), "year_released");
    CHECK(member(year, "type") == Value("integer"));
    CHECK(member(year, "public") == Value(true));
    CHECK(member(named(member(album, "fields"), "inserted_at"), "public") == Value(false));
    CHECK(member(named(member(album, "fields"), "artist_id"), "relationship") == Value("artist"));
    const auto& artist = named(member(album, "relationships"), "artist");
    CHECK(member(artist, "kind") == Value("belongs_to"));
    CHECK(member(artist, "source_attribute") == Value("artist_id"));
    CHECK(member(named(member(album, "identities"), "unique_album_names_per_artist"), "keys")
        == Value(List { Value("artist_id"), Value("name") }));
    const auto& create = named(member(album, "actions"), "create");
    CHECK(member(create, "primary") == Value(true));
    CHECK(member(create, "inputs").list().size() == 4);
}

TEST_CASE("an argument is listed in the place of the attribute that it hides")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'string'}},
        'actions':{'create':{'type':'create','accept':['x'],'arguments':{'x':{'type':'integer','allow_nil':false},'y':{'type':'string','public':false}}}}}])");
    auto description = describe(loaded.resource("A"));
    const auto& inputs = member(named(member(description, "actions"), "create"), "inputs");
    REQUIRE(inputs.list().size() == 2);
    CHECK(member(inputs.list()[0], "kind") == Value("argument"));
    CHECK(member(inputs.list()[0], "required") == Value(true));
    CHECK(member(inputs.list()[1], "public") == Value(false));
}
