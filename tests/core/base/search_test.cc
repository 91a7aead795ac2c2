#include "base/search.h"

#include "catch_amalgamated.hpp"

#include <random>
#include <string>

using namespace tunez;

TEST_CASE("a part is found wherever in a text it stands, and nothing else is")
{
    CHECK(occurs("", ""));
    CHECK(occurs("", "x"));
    CHECK_FALSE(occurs("x", ""));
    CHECK(occurs("Golden", "Golden"));
    CHECK(occurs("Golden", "The long Golden Hour"));
    CHECK(occurs("Hour", "The long Golden Hour"));
    CHECK_FALSE(occurs("Hours", "The long Golden Hour"));
    CHECK_FALSE(occurs("golden", "The long Golden Hour"));
    CHECK(occurs("aab", "aaaaaaaaaaaaaab"));
    CHECK_FALSE(occurs("aabb", "aaaaaaaaaaaaaab"));
    CHECK(occurs("音", "日本の音楽"));
    CHECK(occurs(std::string_view("\0b", 2), std::string_view("a\0\0b", 4)));
}

TEST_CASE("a part occurs in random texts of few letters where find() finds it")
{
    std::mt19937 random(20260101);
    auto text = [&](size_t longest) {
        std::string letters(random() % (longest + 1), ' ');
        for (auto& letter : letters)
            letter = "ab\xc3\xff"[random() % 4];
        return letters;
    };
    for (int i = 0; i < 20'000; ++i) {
        auto where = text(40);
        auto part = text(5);
        INFO(where << " / " << part);
        REQUIRE(occurs(part, where) == (where.find(part) != std::string::npos));
    }
}
