#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a boolean takes four texts beside itself")
{
    auto use = type_use("boolean");
    CHECK(outcome(use, "false") == "false");
    CHECK(outcome(use, R"("true")") == "true");
    CHECK(outcome(use, R"("1")") == "true");
    CHECK(outcome(use, R"("false")") == "false");
    CHECK(outcome(use, R"("0")") == "false");
    CHECK(outcome(use, R"({"$atom":"true"})") == "true");
    CHECK(outcome(use, R"("")") == "null");
}

TEST_CASE("a boolean takes nothing else")
{
    auto use = type_use("boolean");
    for (auto input : { "1", "0", R"("TRUE")", R"("yes")", R"("no")", R"(" true")", R"("t")", "[]",
             "{}", R"({"$atom":"1"})", "1.0" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a boolean is stored as 0 or 1")
{
    auto use = type_use("boolean");
    CHECK(stored(use, "true") == "1");
    CHECK(survives_storage(use, "true"));
    CHECK(survives_storage(use, "false"));
    CHECK_FALSE(load(use, { .kind = Kind::integer, .integer = 2 }));
}
