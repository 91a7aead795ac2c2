#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a vector takes lists of numbers")
{
    auto use = type_use("vector", R"({"dimensions":2})");
    CHECK(outcome(use, "[1,-2.5]") == R"([{"$float":"1.0"},-2.5])");
    CHECK(outcome(use, "[1]") == "!must have 2 dimensions");
    for (auto input : { R"(["1","2"])", "[1,null]", "1", "[1e39,0]", R"("[1,2]")" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a vector is stored as packed floats, and is the same before and after")
{
    auto use = type_use("vector");
    CHECK(stored(use, "[1,-2.5]") == R"({"$binary":"AACAPwAAIMA="})");
    CHECK(survives_storage(use, "[0.1,1e-45,3.4028234663852886e38]"));
    CHECK(survives_storage(use, "[]"));
    CHECK_FALSE(load(use, { .kind = Kind::binary, .text = "abc" }));
}
