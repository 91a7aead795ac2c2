#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static const auto* const money_struct
    = R"({"instance_of":"Money","fields":{"amount":{"type":"integer","constraints":{"max":10}},
    "currency":{"type":"string","allow_nil":false,"constraints":{"max_length":3}}}})";

TEST_CASE("a struct always has all its fields")
{
    auto use = type_use("struct", money_struct);
    auto cast = value(use, R"({"currency":"EUR","extra":1})");
    CHECK(cast == Value::structure("Money", { { "amount", nullptr }, { "currency", "EUR" } }));
    CHECK(outcome(use, R"("{\"currency\":\"EUR\"}")") == R"({"amount":null,"currency":"EUR"})");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input : { "[]", "1", R"("x")" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("an instance passes, one of another struct does not")
{
    auto use = type_use("struct", money_struct);
    auto instance = value(use, R"({"amount":1,"currency":"EUR"})");
    CHECK(outcome_of(use, instance) == R"({"amount":1,"currency":"EUR"})");
    CHECK(outcome_of(use, Value::structure("Other", instance.map())) == "!is invalid");
}

TEST_CASE("the errors of a struct name its fields")
{
    auto use = type_use("struct", money_struct);
    CHECK(outcome(use, R"({"amount":11})")
        == "!must be less than or equal to 10 (amount) !field must be present (currency)");
    CHECK(outcome(use, R"({"amount":"x","currency":"EUR"})") == "!is invalid (amount)");
    CHECK(outcome(use, R"({"currency":null})") == "!value must not be nil (currency)");
}

TEST_CASE("a struct without fields takes its instances only")
{
    auto use = type_use("struct", R"({"instance_of":"Money"})");
    CHECK(outcome_of(use, Value::structure("Money", { { "amount", 1 } })) == R"({"amount":1})");
    CHECK(outcome(use, R"({"amount":1})") == "!is invalid");
    CHECK(value_survives_storage(use, Value::structure("Money", { { "amount", 1 } })));
}

TEST_CASE("a struct says what it is an instance of, or what it holds")
{
    CHECK(problems("struct")
        == std::vector<std::string> {
            "type `struct` needs the constraint `instance_of` or `fields`" });
}

TEST_CASE("a struct is stored as JSON of its fields")
{
    auto use = type_use("struct", money_struct);
    CHECK(stored(use, R"({"currency":"EUR"})") == R"("{\"amount\":null,\"currency\":\"EUR\"}")");
    CHECK(survives_storage(use, R"({"currency":"EUR"})"));
    auto later = load(use, { .kind = Kind::string, .text = R"({"currency":"EUR"})" });
    REQUIRE(later);
    CHECK(later->map().contains("amount"));
}
