#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a string takes text, symbols and case-insensitive text")
{
    auto use = type_use("string");
    CHECK(outcome(use, R"("hello")") == R"("hello")");
    CHECK(outcome(use, R"({"$atom":"foo"})") == R"("foo")");
    CHECK(outcome(use, "true") == R"("true")");
    CHECK(outcome(use, R"({"$ci_string":"MiXed"})") == R"("MiXed")");
    CHECK(outcome(use, "null") == "null");
}

TEST_CASE("a string takes nothing that is not text")
{
    auto use = type_use("string");
    for (auto input :
        { "1", "1.5", R"({"$float":"-0.0"})", R"(["a"])", R"({"a":1})", R"({"$decimal":"1"})",
            R"({"$date":"2020-01-01"})", R"({"$integer":"123456789012345678901234567890"})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a string loses its white space, and is null when nothing is left")
{
    auto use = type_use("string");
    CHECK(outcome(use, R"("  padded \r\n")") == R"("padded")");
    CHECK(outcome(use, R"("\u00a0x\u3000")") == R"("x")");
    CHECK(outcome(use, R"("")") == "null");
    CHECK(outcome(use, R"("  \n ")") == "null");
}

TEST_CASE(
    "a string that is not trimmed keeps its white space, but is null if there is nothing else")
{
    auto use = type_use("string", R"({"trim?":false})");
    CHECK(outcome(use, R"(" a ")") == R"(" a ")");
    CHECK(outcome(use, R"("   ")") == "null");
}

TEST_CASE("a string may be empty when that is allowed")
{
    CHECK(outcome(type_use("string", R"({"allow_empty?":true})"), R"("  ")") == R"("")");
    CHECK(outcome(type_use("string", R"({"allow_empty":true,"trim":false})"), R"("  ")")
        == R"("  ")");
}

TEST_CASE("lengths count characters as a reader does")
{
    auto use = type_use("string", R"({"min_length":2,"max_length":3})");
    CHECK(outcome(use, R"("e\u0301e\u0301e\u0301")") == "\"e\u0301e\u0301e\u0301\"");
    CHECK(outcome(use, R"("abcd")") == "!length must be less than or equal to 3");
    CHECK(outcome(use, R"("e\u0301")") == "!length must be greater than or equal to 2");
    CHECK(outcome(use, R"("")") == "null");
}

TEST_CASE("every violated constraint of a string is reported")
{
    auto use = type_use("string", R"({"match":"^[a-z]+$","min_length":5})");
    CHECK(outcome(use, R"("AB")")
        == "!length must be greater than or equal to 5 !must match the pattern ~r/^[a-z]+$/");
    CHECK(outcome(use, R"("abcdef")") == R"("abcdef")");
}

TEST_CASE("a pattern has flags, and its slashes are escaped where it is quoted")
{
    auto use = type_use("string", R"({"match":{"regex":"^h.llo","flags":"i"}})");
    CHECK(outcome(use, R"("HELLO you")") == R"("HELLO you")");
    CHECK(outcome(use, R"("ello")") == "!must match the pattern ~r/^h.llo/i");
    CHECK(outcome(type_use("string", R"({"match":"a/b\\/c"})"), R"("x")")
        == R"(!must match the pattern ~r/a\/b\/c/)");
}

TEST_CASE("a text too long for a pattern matches none")
{
    Value out;
    TypeErrors errors;
    auto use = type_use("string", R"({"match":"a"})");
    CHECK_FALSE(tunez::cast(use, Value(std::string((1 << 20) + 1, 'a')), out, errors));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].message == "must match the pattern %{regex}");
}

TEST_CASE("the constraints of a string are checked when it is defined")
{
    CHECK(problems("string", R"({"max_lenght":5})")
        == std::vector<std::string> {
            "unknown constraint `max_lenght` of type `string`; did you mean `max_length`?" });
    CHECK(problems("string", R"({"max_length":"5"})")
        == std::vector<std::string> {
            "constraint `max_length` must be a whole number from 0, got \"5\"" });
    CHECK(problems("string", R"({"max_length":-1,"trim":1})").size() == 2);
    CHECK(problems("string", R"({"match":"("})").size() == 1);
    CHECK(problems("string", R"({"match":{"flags":"i"}})").size() == 1);
}

TEST_CASE("a string is stored as text, and bytes that are no text as bytes")
{
    auto use = type_use("string");
    CHECK(stored(use, R"("日本")") == R"("\u65e5\u672c")");
    CHECK(survives_storage(use, R"("a \"quote\"")"));
    CHECK(survives_storage(use, R"({"$binary":"/w=="})"));
    CHECK(stored(use, R"({"$binary":"/w=="})") == R"({"$binary":"/w=="})");
    CHECK(outcome(use, R"({"$binary":"YWJj"})") == R"("abc")");
    CHECK(outcome(type_use("string", R"({"max_length":2})"), R"({"$binary":"IP/+/f8="})")
        == "!length must be less than or equal to 2");
}

TEST_CASE("casting a short ASCII string that is as it should be shares its text")
{
    auto use = type_use("string", R"({"max_length":40})");
    Value input("Melodic Death Metal");
    Value out;
    TypeErrors errors;
    REQUIRE(tunez::cast(use, input, out, errors));
    CHECK(out.text().data() == input.text().data());
    CHECK(errors.capacity() == 0);
}
