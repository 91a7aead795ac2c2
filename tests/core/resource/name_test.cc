#include "resource/name.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

TEST_CASE("names are respelled in snake_case as JavaScript's side does it")
{
    CHECK(snake_case("Artist") == "artist");
    CHECK(snake_case("AlbumTag") == "album_tag");
    CHECK(snake_case("coverImageURL") == "cover_image_url");
    CHECK(snake_case("HTTPServer") == "http_server");
    CHECK(snake_case("mp3File") == "mp3_file");
    CHECK(snake_case("previous_names") == "previous_names");
    CHECK(snake_case("").empty());
}

TEST_CASE("names are respelled in camelCase")
{
    CHECK(camel_case("artist_id") == "artistId");
    CHECK(camel_case("artistId") == "artistId");
    CHECK(camel_case("cover_image_url") == "coverImageUrl");
    CHECK(camel_case("_private_name") == "_privateName");
}

TEST_CASE("the plural of a name is that of its last word")
{
    CHECK(plural("artist") == "artists");
    CHECK(plural("album_tag") == "album_tags");
    CHECK(plural("category") == "categories");
    CHECK(plural("day") == "days");
    CHECK(plural("box") == "boxes");
    CHECK(plural("class") == "classes");
    CHECK(plural("match") == "matches");
    CHECK(plural("child") == "children");
    CHECK(plural("sales_person") == "sales_people");
    CHECK(plural("series") == "series");
}

TEST_CASE("identifiers of the database are the same whatever their case")
{
    CHECK(same_ignoring_case("Name", "nAME"));
    CHECK(!same_ignoring_case("name", "names"));
    CHECK(lower_ascii("NaMe") == "name");
}
