#include "resource/record.h"

#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a blank record has every attribute, null")
{
    auto loaded = load_resources("[{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'x':{"
                                 "'type':'string','default':'y'}}}]");
    auto record = Record::blank(loaded.resource("A"));
    CHECK(record.resource == &loaded.resource("A"));
    CHECK(record.state == RecordState::built);
    REQUIRE(record.values.size() == 2);
    CHECK(record.values[1].is_null());
}
