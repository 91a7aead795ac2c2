#include "base/field_set.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

TEST_CASE("a set of fields holds numbers of any size, each once")
{
    FieldSet set;
    CHECK(set.empty());
    for (auto number :
        { size_t { 0 }, size_t { 63 }, size_t { 64 }, size_t { 128 }, size_t { 700 } }) {
        CAPTURE(number);
        CHECK_FALSE(set.contains(number));
        set.insert(number);
        set.insert(number);
        CHECK(set.contains(number));
        CHECK_FALSE(set.contains(number + 2));
        CHECK_FALSE(set.empty());
    }
    set.clear();
    CHECK(set.empty());
    CHECK_FALSE(set.contains(700));
}

TEST_CASE("what is taken out of a set of fields is gone, whatever was never in it is no harm")
{
    FieldSet set;
    set.insert(5);
    set.insert(100);
    set.erase(6);
    set.erase(101);
    set.erase(5000);
    CHECK(set.contains(5));
    CHECK(set.contains(100));
    set.erase(5);
    CHECK_FALSE(set.empty());
    set.erase(100);
    CHECK_FALSE(set.contains(100));
    CHECK(set.empty());
}

TEST_CASE("sets of fields are equal when they hold the same, whatever they held before")
{
    FieldSet one;
    FieldSet other;
    CHECK(one == other);
    one.insert(3);
    CHECK_FALSE(one == other);
    other.insert(3);
    CHECK(one == other);
    one.insert(90);
    CHECK_FALSE(one == other);
    CHECK_FALSE(other == one);
    other.insert(91);
    CHECK_FALSE(one == other);
    other.insert(90);
    other.erase(91);
    CHECK(one == other);
    other.insert(500);
    other.erase(500);
    CHECK(one == other);
    CHECK(other == one);
}
