#include "resource/location.h"

#include "catch_amalgamated.hpp"

#include <string>

using namespace tunez;

TEST_CASE("a place is spelled as a path")
{
    Location album("Album");
    CHECK(album.to_string() == "Album");
    CHECK(album.field("actions").field("create").field("accept").item(2).to_string()
        == "Album.actions.create.accept[2]");
    CHECK(album.field("steps").item(0).item(1).to_string() == "Album.steps[0][1]");
}

TEST_CASE("a place stays readable whatever names are made of")
{
    std::string huge(1'000'000, 'x');
    Location root(huge);
    CHECK(root.field("a").to_string().size() < 100);
    std::string accents;
    for (int i = 0; i < 100; ++i)
        accents += "é";
    auto text = Location("a").field(accents + "b").to_string();
    CHECK(text.ends_with("é…"));
}
