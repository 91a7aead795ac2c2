#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a float takes numbers and their text")
{
    auto use = type_use("float");
    CHECK(outcome(use, "1") == R"({"$float":"1.0"})");
    CHECK(outcome(use, "1.5") == "1.5");
    CHECK(outcome(use, R"("-1.5e3")") == R"({"$float":"-1.5e3"})");
    CHECK(outcome(use, R"("+1E+2")") == R"({"$float":"100.0"})");
    CHECK(outcome(use, R"("-0.0")") == R"({"$float":"-0.0"})");
    CHECK(outcome(use, R"({"$integer":"123456789012345678901234567890"})")
        == R"({"$float":"1.2345678901234568e29"})");
    CHECK(outcome(use, R"("")") == "null");
}

TEST_CASE("a float takes no other spelling, and nothing out of range")
{
    auto use = type_use("float");
    for (auto input : { R"(".5")", R"("5.")", R"("1,5")", R"("1.5abc")", R"(" 1")", R"("NaN")",
             R"("Infinity")", R"("0x10")", R"("1e")", R"("1e+")", R"("-")", R"("1e400")",
             R"({"$decimal":"1.5"})", "true", "[1.5]", R"("1.2.3")" })
        CHECK(outcome(use, input) == "!is invalid");
    CHECK(outcome_of(use, Value::big_integer(*Decimal::parse("1" + std::string(400, '0'))))
        == "!is invalid");
}

TEST_CASE("the limits of a float are floats, also in what they say")
{
    auto use = type_use("float", R"({"greater_than":0,"less_than":1})");
    CHECK(outcome(use, "0") == "!must be greater than 0.0");
    CHECK(outcome(use, R"({"$float":"-0.0"})") == "!must be greater than 0.0");
    CHECK(outcome(use, "1") == "!must be less than 1.0");
    CHECK(outcome(use, "0.5") == "0.5");
    auto closed = type_use("float", R"({"min":2,"max":1})");
    CHECK(outcome(closed, "1.5")
        == "!must be less than or equal to 1.0 !must be greater than or equal to 2.0");
}

TEST_CASE("a float is stored as it is")
{
    auto use = type_use("float");
    for (auto input : { "1.5", R"({"$float":"-0.0"})", "5e-324", "1.7976931348623157e308", "0.1" })
        CHECK(survives_storage(use, input));
    CHECK(load(use, { .kind = Kind::integer, .integer = 3 }) == Value(3.0));
}
