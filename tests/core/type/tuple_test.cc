#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static const auto* const money_tuple
    = R"({"fields":{"amount":{"type":"integer","constraints":{"max":10}},
    "currency":{"type":"string","allow_nil":false}}})";

TEST_CASE("a tuple takes tuples of its length")
{
    auto use = type_use("tuple", money_tuple);
    CHECK(outcome(use, R"({"$tuple":["5","EUR"]})") == R"({"$tuple":[5,"EUR"]})");
    CHECK(outcome(use, R"({"$tuple":[5,"EUR",1]})") == "!Expected 2 elements, got 3");
    CHECK(outcome(use, "null") == "null");
    for (auto input : { R"([5,"EUR"])", R"({"amount":5,"currency":"EUR"})", R"("x")" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a tuple is checked up to its first mistake")
{
    auto use = type_use("tuple", money_tuple);
    CHECK(outcome(use, R"({"$tuple":[11,null]})") == "!must be less than or equal to 10 (amount)");
    CHECK(outcome(use, R"({"$tuple":[1,null]})") == "!value must not be nil (currency)");
    CHECK(outcome(use, R"({"$tuple":["x","EUR"]})") == "!is invalid");
}

TEST_CASE("a tuple is stored by the names of its fields")
{
    auto use = type_use("tuple", money_tuple);
    CHECK(
        stored(use, R"({"$tuple":[null,"EUR"]})") == R"("{\"amount\":null,\"currency\":\"EUR\"}")");
    CHECK(survives_storage(use, R"({"$tuple":[5,"EUR"]})"));
}
