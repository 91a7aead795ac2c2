#include "core/type/support.h"
#include "type/symbols.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a symbol takes symbols, booleans, and text that names a symbol")
{
    auto use = type_use("atom");
    CHECK(outcome(use, R"({"$atom":"anything"})") == R"({"$atom":"anything"})");
    CHECK(outcome(use, R"("string")") == R"({"$atom":"string"})");
    CHECK(outcome(use, "true") == "true");
    CHECK(outcome(use, R"("true")") == "true");
    CHECK(outcome(use, R"("nil")") == "null");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input : { "1", "[]", R"({"$ci_string":"string"})", R"(" string")", R"("String")",
             R"("nobody has ever named this")" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("what a definition names is a symbol from then on")
{
    auto use = type_use("atom");
    CHECK(outcome(use, R"("chartreuse")") == "!is invalid");
    type_use("atom", R"({"one_of":["chartreuse"]})");
    CHECK(outcome(use, R"("chartreuse")") == R"({"$atom":"chartreuse"})");
    CHECK_FALSE(symbol_exists("vermilion"));
    name_symbol("vermilion");
    CHECK(symbol_exists("vermilion"));
}

TEST_CASE("a symbol that the application has given once is named")
{
    auto use = type_use("atom");
    CHECK(outcome(use, R"("celadon")") == "!is invalid");
    CHECK(outcome(use, R"({"$atom":"celadon"})") == R"({"$atom":"celadon"})");
    CHECK(outcome(use, R"("celadon")") == R"({"$atom":"celadon"})");
}

TEST_CASE("new symbols can be allowed")
{
    CHECK(outcome(type_use("atom", R"({"unsafe_to_atom?":true})"), R"("brand new")")
        == R"({"$atom":"brand new"})");
}

TEST_CASE("a symbol must be one of those listed")
{
    auto use = type_use("atom", R"({"one_of":["red","green",true]})");
    CHECK(outcome(use, R"("red")") == R"({"$atom":"red"})");
    CHECK(outcome(use, "true") == "true");
    CHECK(outcome(use, R"("string")") == "!atom must be one of red, green, true, got: string");
    CHECK(outcome(use, "false") == "!atom must be one of red, green, true, got: false");
    CHECK(problems("atom", R"({"one_of":[1]})")
        == std::vector<std::string> { "constraint `one_of` must list symbols, got 1" });
}

TEST_CASE("a symbol is stored as its name, and loaded even if nobody names it any longer")
{
    auto use = type_use("atom");
    CHECK(stored(use, R"({"$atom":"kept"})") == R"("kept")");
    CHECK(survives_storage(use, R"({"$atom":"kept"})"));
    CHECK(survives_storage(use, "true"));
    CHECK(load(use, { .kind = Kind::string, .text = "no longer named" })
        == Value::atom("no longer named"));
}
