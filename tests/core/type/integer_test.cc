#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("an integer takes integers, and text that is nothing but its digits")
{
    auto use = type_use("integer");
    CHECK(outcome(use, "-7") == "-7");
    CHECK(outcome(use, R"("-01")") == "-1");
    CHECK(outcome(use, R"("+5")") == "5");
    CHECK(outcome(use, R"("")") == "null");
    CHECK(outcome(use, R"("9223372036854775807")") == R"({"$integer":"9223372036854775807"})");
}

TEST_CASE("an integer takes nothing that only resembles one")
{
    auto use = type_use("integer");
    for (auto input : { "1.0", "1.5", R"({"$float":"3.0"})", R"({"$decimal":"1"})", "true", "[1]",
             "{}", R"("1.0")", R"(" 1")", R"("1 ")", R"(" ")", R"("1_000")", R"("1e3")",
             R"("0x10")", R"("+")", R"("-")", R"("+-1")", R"("--1")", R"("١")", R"("NaN")",
             R"("12345678901234567890123456789012")" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("an integer beyond 64 bits is cast, but cannot be stored")
{
    auto use = type_use("integer");
    CHECK(outcome(use, R"({"$integer":"99999999999999999999"})")
        == R"({"$integer":"99999999999999999999"})");
    CHECK(outcome(use, R"("-99999999999999999999")") == R"({"$integer":"-99999999999999999999"})");
    auto dumped = dump(use, value(use, R"("99999999999999999999")"));
    REQUIRE_FALSE(dumped);
    CHECK(dumped.error().code == ErrorCode::invalid_casted_value);
    CHECK(dumped.error().rendered()
        == "Failed to dump integer value 99999999999999999999: is invalid");
}

TEST_CASE("an integer is held to its limits")
{
    auto use = type_use("integer", R"({"min":5,"max":1})");
    CHECK(outcome(use, "3")
        == "!must be less than or equal to 1 !must be greater than or equal to 5");
    CHECK(outcome(use, "null") == "null");
    auto large = type_use("integer", R"({"max":{"$integer":"9223372036854775807"}})");
    CHECK(outcome(large, R"("9223372036854775808")")
        == "!must be less than or equal to 9223372036854775807");
    CHECK(outcome(large, R"("9223372036854775807")") == R"({"$integer":"9223372036854775807"})");
}

TEST_CASE("the limits of an integer are whole numbers")
{
    CHECK(problems("integer", R"({"max":1.5})")
        == std::vector<std::string> { "constraint `max` must be a whole number, got 1.5" });
}

TEST_CASE("all 64 bits of an integer are stored, and tagged on the wire beyond 2^53")
{
    auto use = type_use("integer");
    CHECK(survives_storage(use, "0"));
    CHECK(survives_storage(use, R"("-9223372036854775808")"));
    CHECK(survives_storage(use, R"({"$integer":"9007199254740993"})"));
}

TEST_CASE("a cell that holds no integer is not loaded, and written as what it is")
{
    auto use = type_use("integer");
    StoredView text { .kind = Kind::string, .text = "seven" };
    auto loaded = load(use, text);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == ErrorCode::invalid_stored_value);
    CHECK(loaded.error().rendered() == R"(Failed to load integer value "seven": is invalid)");
    JsonWriter writer;
    write_stored(use, text, writer);
    CHECK(writer.text() == R"("seven")");
}
