#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a ci_string keeps the case it was written in")
{
    auto use = type_use("ci_string");
    CHECK(outcome(use, R"("  Hello ")") == R"({"$ci_string":"Hello"})");
    CHECK(outcome(use, R"({"$ci_string":"ABC"})") == R"({"$ci_string":"ABC"})");
    CHECK(outcome(use, R"("")") == "null");
}

TEST_CASE("a ci_string takes text only")
{
    auto use = type_use("ci_string");
    for (auto input : { "1", "true", R"({"$atom":"foo"})", R"(["x"])", "{}" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a ci_string is converted when its casing is given, after it was checked")
{
    CHECK(outcome(type_use("ci_string", R"({"casing":"upper"})"), R"("straße")")
        == R"({"$ci_string":"STRASSE"})");
    CHECK(outcome(type_use("ci_string", R"({"casing":"lower"})"), R"("ΑΣ")")
        == R"({"$ci_string":"ασ"})");
    auto use = type_use("ci_string", R"({"casing":"upper","match":"^[a-zß]+$","max_length":6})");
    CHECK(outcome(use, R"("straße")") == R"({"$ci_string":"STRASSE"})");
    CHECK(outcome(use, R"("STRASSE")")
        == "!length must be less than or equal to 6 !must match the pattern ~r/^[a-zß]+$/");
}

TEST_CASE("a casing that does not exist is refused")
{
    CHECK(problems("ci_string", R"({"casing":"title"})")
        == std::vector<std::string> {
            "constraint `casing` must be `upper` or `lower`, got \"title\"" });
}

TEST_CASE("ci_strings are equal whatever their case")
{
    auto use = type_use("ci_string");
    CHECK(equal(use, Value::ci_string("Straße"), Value::ci_string("STRASSE")));
    CHECK(equal(use, Value::ci_string("a"), Value("A")));
    CHECK_FALSE(equal(use, Value::ci_string("a"), Value::ci_string("b")));
    CHECK(use.type->collation == std::string_view("tunez_nocase"));
}

TEST_CASE("a ci_string is stored as text")
{
    CHECK(stored(type_use("ci_string"), R"("MiXed")") == R"("MiXed")");
    CHECK(survives_storage(type_use("ci_string"), R"("MiXed")"));
}
