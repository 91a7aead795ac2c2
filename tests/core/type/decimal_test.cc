#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a decimal takes numbers and numeric text, and keeps the places")
{
    auto use = type_use("decimal");
    CHECK(outcome(use, R"("1.50")") == R"({"$decimal":"1.50"})");
    CHECK(outcome(use, R"(".5")") == R"({"$decimal":"0.5"})");
    CHECK(outcome(use, R"("5.")") == R"({"$decimal":"5"})");
    CHECK(outcome(use, R"("1E+3")") == R"({"$decimal":"1E+3"})");
    CHECK(outcome(use, "1") == R"({"$decimal":"1"})");
    CHECK(outcome(use, "0.1") == R"({"$decimal":"0.1"})");
    CHECK(outcome(use, R"({"$float":"100.0"})") == R"({"$decimal":"100.0"})");
    CHECK(outcome(use, R"({"$integer":"123456789012345678901234567890"})")
        == R"({"$decimal":"123456789012345678901234567890"})");
    CHECK(outcome(use, R"("")") == "null");
}

TEST_CASE("NaN and the infinities are decimals as texts only")
{
    auto use = type_use("decimal");
    CHECK(outcome(use, R"("nan")") == R"({"$decimal":"NaN"})");
    CHECK(outcome(use, R"("-inf")") == R"({"$decimal":"-Infinity"})");
    CHECK(outcome(use, R"({"$decimal":"Infinity"})") == "!is invalid");
    CHECK(outcome(use, R"({"$decimal":"NaN"})") == "!is invalid");
}

TEST_CASE("a decimal takes no text that is more than a number")
{
    auto use = type_use("decimal");
    for (auto input :
        { R"("abc")", R"("1 ")", R"("1_000")", R"("0x1")", R"("1e")", R"(".")", "true", "[1]" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("the text of a decimal has at most 34 digits and an exponent that can be calculated with")
{
    auto use = type_use("decimal");
    auto text = [](const std::string& digits) { return Value(digits); };
    CHECK(outcome_of(use, text(std::string(34, '9'))) != "!is invalid");
    CHECK(outcome_of(use, text(std::string(35, '9'))) == "!is invalid");
    CHECK(outcome_of(use, text("0.000" + std::string(34, '9'))) != "!is invalid");
    CHECK(outcome(use, R"("1e6144")") == R"({"$decimal":"1E+6144"})");
    CHECK(outcome(use, R"("1e6145")") == "!is invalid");
    CHECK(outcome(use, R"("1e-6145")") == "!is invalid");
    CHECK(outcome(use, R"("1e999999999999999999999")") == "!is invalid");
}

TEST_CASE("precision counts the digits of a decimal, scale its places, both as written")
{
    auto precise = type_use("decimal", R"({"precision":4})");
    CHECK(outcome(precise, R"("0.001234")") == R"({"$decimal":"0.001234"})");
    CHECK(outcome(precise, R"("1.2300")") == "!must have no more than 4 significant digits");
    CHECK(outcome(precise, R"("1e10")") == R"({"$decimal":"1E+10"})");
    auto scaled = type_use("decimal", R"({"scale":2,"precision":"arbitrary"})");
    CHECK(outcome(scaled, R"("1.230")") == "!must have no more than 2 decimal places");
    CHECK(outcome(scaled, R"("1e3")") == R"({"$decimal":"1E+3"})");
}

TEST_CASE("a decimal is held to its limits exactly")
{
    auto use = type_use("decimal", R"({"max":{"$decimal":"10.5"},"greater_than":0})");
    CHECK(outcome(use, R"("10.50")") == R"({"$decimal":"10.50"})");
    CHECK(outcome(use, R"("10.500000000000000001")") == "!must be less than or equal to 10.5");
    CHECK(outcome(use, R"("-0")") == "!must be greater than 0");
    CHECK(
        outcome(use, R"("NaN")") == "!must be less than or equal to 10.5 !must be greater than 0");
    CHECK(outcome(type_use("decimal", R"({"min":"0.1"})"), R"("0.09")")
        == "!must be greater than or equal to 0.1");
}

TEST_CASE("precision and scale are checked when they are defined")
{
    CHECK(problems("decimal", R"({"precision":0})")
        == std::vector<std::string> {
            "constraint `precision` must be a whole number from 1 or `arbitrary`, got 0" });
    CHECK(problems("decimal", R"({"scale":"two"})").size() == 1);
    CHECK(problems("decimal", R"({"max":"ten"})")
        == std::vector<std::string> { "constraint `max` must be of type `decimal`, got \"ten\"" });
}

TEST_CASE("decimals are equal by value")
{
    auto use = type_use("decimal");
    CHECK(equal(use, value(use, R"("1.0")"), value(use, "1")));
    CHECK_FALSE(equal(use, value(use, R"("1.0")"), value(use, R"("1.01")")));
    CHECK_FALSE(use.type->simple_equality);
}

TEST_CASE("a decimal is stored as its text, of whatever length")
{
    auto use = type_use("decimal");
    CHECK(stored(use, R"("1.50")") == R"("1.50")");
    CHECK(survives_storage(use, R"("-0.000000012")"));
    CHECK(value_survives_storage(use, Value(*Decimal::parse(std::string(60, '7') + ".5"))));
    CHECK(load(use, { .kind = Kind::integer, .integer = 3 }) == Value(Decimal::from_integer(3)));
    CHECK_FALSE(load(use, { .kind = Kind::real, .real = 1.5 }));
}
