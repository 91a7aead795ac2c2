#include "resource/introspect.h"

#include "core/resource/loading.h"
#include "support/definition.h"
#include "support/messages.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static const Value& named(const Value& list, std::string_view name)
{
    for (const auto& item : list.list()) {
        if (at(item, "name") == Value(name))
            return item;
    }
    FAIL("there is no " << name);
    return list;
}

TEST_CASE("a definition lists its domains, resources and functions")
{
    auto loaded = load_message(music_definition());
    auto description = describe(*loaded.definition);
    CHECK(at(description, "resources") == Value(List { Value("Artist"), Value("Album") }));
    const auto& music = named(at(description, "domains"), "Music");
    CHECK(at(music, "resources") == Value(List { Value("Artist"), Value("Album") }));
    const auto& create = named(at(music, "interface"), "create_artist");
    CHECK(at(create, "type") == Value("create"));
    const auto& inputs = at(create, "inputs");
    REQUIRE(inputs.list().size() == 2);
    CHECK(at(named(inputs, "name"), "required") == Value(true));
    CHECK(at(named(inputs, "biography"), "required") == Value(false));
    const auto& get = named(at(music, "interface"), "get_artist_by_id");
    CHECK(at(get, "get") == Value(true));
    CHECK(at(named(at(get, "get_by"), "id"), "type") == Value("uuid"));
}

TEST_CASE("a resource lists its fields, relationships, identities and actions")
{
    auto loaded = load_message(music_definition());
    auto album = describe(loaded.resource("Album"));
    CHECK(at(album, "table") == Value("albums"));
    CHECK(at(album, "primary_key") == Value(List { Value("id") }));
    const auto& year = named(at(album, "fields"), "year_released");
    CHECK(at(year, "type") == Value("integer"));
    CHECK(at(year, "public") == Value(true));
    CHECK(at(named(at(album, "fields"), "inserted_at"), "public") == Value(false));
    CHECK(at(named(at(album, "fields"), "artist_id"), "relationship") == Value("artist"));
    const auto& artist = named(at(album, "relationships"), "artist");
    CHECK(at(artist, "kind") == Value("belongs_to"));
    CHECK(at(artist, "source_attribute") == Value("artist_id"));
    CHECK(at(named(at(album, "identities"), "unique_album_names_per_artist"), "keys")
        == Value(List { Value("artist_id"), Value("name") }));
    const auto& create = named(at(album, "actions"), "create");
    CHECK(at(create, "primary") == Value(true));
    CHECK(at(create, "inputs").list().size() == 4);
}

TEST_CASE("an argument is listed in the place of the attribute that it hides")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'x':{'type':'string'}},
        'actions':{'create':{'type':'create','accept':['x'],'arguments':{'x':{'type':'integer','allow_nil':false},'y':{'type':'string','public':false}}}}}])");
    auto description = describe(loaded.resource("A"));
    const auto& inputs = at(named(at(description, "actions"), "create"), "inputs");
    REQUIRE(inputs.list().size() == 2);
    CHECK(at(inputs.list()[0], "kind") == Value("argument"));
    CHECK(at(inputs.list()[0], "required") == Value(true));
    CHECK(at(inputs.list()[1], "public") == Value(false));
}
