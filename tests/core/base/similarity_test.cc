#include "base/similarity.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using Catch::Approx;

TEST_CASE("Jaro similarity is the reference's")
{
    CHECK(jaro_similarity("name", "name") == 1);
    CHECK(jaro_similarity("", "") == 0);
    CHECK(jaro_similarity("a", "") == 0);
    CHECK(jaro_similarity("a", "b") == 0);
    CHECK(jaro_similarity("martha", "marhta") == Approx(0.9444).epsilon(0.001));
    CHECK(jaro_similarity("dwayne", "duane") == Approx(0.8222).epsilon(0.001));
    CHECK(jaro_similarity("dixon", "dicksonx") == Approx(0.7667).epsilon(0.001));
    CHECK(jaro_similarity("nmae", "name") == Approx(0.9167).epsilon(0.001));
    CHECK(jaro_similarity("name", "nmae") == jaro_similarity("nmae", "name"));
}

TEST_CASE("similarity counts characters, not bytes")
{
    CHECK(jaro_similarity("größe", "grösse") > 0.8);
    CHECK(jaro_similarity("ä", "ö") == 0);
}

TEST_CASE("similarity is defined for bytes that are no text, and cheap for long names")
{
    CHECK(jaro_similarity("\xff\xfe\xf0", "\xff") >= 0);
    std::string huge(10'000'000, 'a');
    CHECK(jaro_similarity(huge, "name") == 0);
    CHECK(jaro_similarity(huge, huge) == 1);
}

TEST_CASE("similar names come most similar first, each once")
{
    std::string_view names[] = { "year", "title", "names", "name", "name" };
    CHECK(similar_names("nam", names) == std::vector<std::string_view> { "name", "names" });
    CHECK(similar_names("zzz", names).empty());
}

TEST_CASE("a suggestion is what was probably meant, else the choice where it is small")
{
    std::string_view names[] = { "name", "year" };
    CHECK(suggestion("nmae", names) == "; did you mean \"name\"?");
    CHECK(suggestion("zzz", names) == "; there are \"name\" and \"year\"");
    CHECK(suggestion("zzz", std::span(names).first(1)) == "; there is \"name\"");
    CHECK(suggestion("zzz", {}).empty());
    std::string_view many[] = { "a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8", "i9" };
    CHECK(suggestion("zzz", many).empty());
}
