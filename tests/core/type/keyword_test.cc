#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static const auto* const money_keyword
    = R"({"fields":{"amount":{"type":"integer","constraints":{"max":10}},
    "currency":{"type":"string","allow_nil":false}}})";

TEST_CASE("a keyword takes pairs, maps and JSON text, and has the order declared")
{
    auto use = type_use("keyword", money_keyword);
    const auto* expected = R"({"$keyword":[["amount",7],["currency","EUR"]]})";
    CHECK(
        outcome(use, R"({"$keyword":[["currency","EUR"],["amount","7"],["more",1]]})") == expected);
    CHECK(outcome(use, R"({"currency":"EUR","amount":7})") == expected);
    CHECK(outcome(use, R"("{\"currency\":\"EUR\",\"amount\":7}")") == expected);
    CHECK(outcome(use, R"({"$keyword":[["currency","EUR"],["currency","USD"]]})")
        == R"({"$keyword":[["currency","EUR"]]})");
    CHECK(outcome(use, "null") == "null");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input : { R"("x")", "1", R"([["currency","EUR"]])" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("the errors of a keyword name its fields, except where casting failed")
{
    auto use = type_use("keyword", money_keyword);
    CHECK(outcome(use, "{}") == "!field must be present (currency)");
    CHECK(outcome(use, "[]") == "!field must be present (currency)");
    CHECK(outcome(use, R"({"amount":11,"currency":"EUR"})")
        == "!must be less than or equal to 10 (amount)");
    CHECK(outcome(use, R"({"amount":"x","currency":"EUR"})") == "!is invalid");
}

TEST_CASE("a keyword needs fields")
{
    CHECK(problems("keyword")
        == std::vector<std::string> { "type `keyword` needs the constraint `fields`" });
}

TEST_CASE("a keyword is stored as a JSON object")
{
    auto use = type_use("keyword", money_keyword);
    CHECK(stored(use, R"({"currency":"EUR","amount":7})")
        == R"("{\"amount\":7,\"currency\":\"EUR\"}")");
    CHECK(survives_storage(use, R"({"currency":"EUR","amount":null})"));
}
