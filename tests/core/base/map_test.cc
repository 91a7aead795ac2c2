#include "base/value.h"

#include "catch_amalgamated.hpp"

#include <string>

using namespace tunez;

static std::string key_of(int number) { return "key" + std::to_string(number); }

static Map numbered(int count)
{
    Map map;
    for (int number = 0; number < count; ++number)
        map.set(key_of(number), number);
    return map;
}

TEST_CASE("a map keeps the order in which keys came")
{
    Map map { { "b", 1 }, { "a", 2 } };
    map.set("b", 3);
    REQUIRE(map.size() == 2);
    CHECK(map.entries()[0].first == "b");
    CHECK(map.entries()[0].second == Value(3));
    CHECK(map.entries()[1].first == "a");
}

TEST_CASE("maps of every size find all their keys and no others")
{
    for (int count : { 0, 1, 11, 12, 13, 14, 24, 25, 100, 1000 }) {
        Map map = numbered(count);
        CHECK(map.size() == static_cast<size_t>(count));
        for (int number = 0; number < count; ++number) {
            REQUIRE(map.find(key_of(number)));
            CHECK(map.find(key_of(number))->integer() == number);
        }
        CHECK_FALSE(map.contains("key"));
        CHECK_FALSE(map.contains(key_of(count)));
    }
}

TEST_CASE("100,000 keys are set and found without looking at each for each")
{
    Map map = numbered(100'000);
    for (int number = 0; number < 100'000; ++number)
        REQUIRE(map.find(key_of(number))->integer() == number);
}

TEST_CASE("a large map that is searched while it grows stays right")
{
    Map map;
    for (int number = 0; number < 500; ++number) {
        map.append(key_of(number), number);
        REQUIRE(map.contains(key_of(number / 2)));
        REQUIRE_FALSE(map.contains(key_of(number + 1)));
    }
}

TEST_CASE("of keys that repeat the first is found")
{
    for (int others : { 0, 50 }) {
        Map map = numbered(others);
        map.append("twice", "first");
        CHECK(map.contains("twice"));
        map.append("twice", "second");
        CHECK(*map.find("twice") == Value("first"));
        CHECK(map.size() == static_cast<size_t>(others) + 2);
    }
}

TEST_CASE("an erased key is gone, and the others are still found")
{
    for (int count : { 3, 50 }) {
        Map map = numbered(count);
        CHECK(map.contains("key1"));
        CHECK(map.erase("key1"));
        CHECK_FALSE(map.erase("key1"));
        CHECK_FALSE(map.contains("key1"));
        CHECK(map.find("key2")->integer() == 2);
        CHECK(map.entries()[1].first == "key2");
    }
}

TEST_CASE("a copy of a large map is independent")
{
    Map map = numbered(50);
    CHECK(map.contains("key49"));
    Map copy = map;
    copy.set("key49", "changed");
    copy.set("new", 1);
    CHECK(map.find("key49")->integer() == 49);
    CHECK_FALSE(map.contains("new"));
}

TEST_CASE("the names of JavaScript's own properties are keys like any other")
{
    Map map;
    map.set("__proto__", 1);
    map.set("constructor", 2);
    map.set("", 3);
    CHECK(map.find("__proto__")->integer() == 1);
    CHECK(map.find("")->integer() == 3);
}
