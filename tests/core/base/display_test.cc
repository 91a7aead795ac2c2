#include "base/error.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

static const Value noon = Value::datetime(1'577'966'400'000'000, Precision::second);

TEST_CASE("values read plainly inside a message")
{
    CHECK(display({}).empty());
    CHECK(display(true) == "true");
    CHECK(display(-3) == "-3");
    CHECK(display("text") == "text");
    CHECK(display(Value::atom("draft")) == "draft");
    CHECK(display(Value::ci_string("Ab")) == "Ab");
    CHECK(display(Decimal { .digits = "150", .exponent = -2 }) == "1.50");
    CHECK(display(Value::date(18263)) == "2020-01-02");
    CHECK(display(noon) == "2020-01-02 12:00:00Z");
    CHECK(display(Value::naive_datetime(1'577'966'400'000'000, Precision::microsecond))
        == "2020-01-02 12:00:00.000000");
    CHECK(display(List { "", "a", 1 }) == ", a, 1");
    CHECK(display(Value::union_of("number", 7)) == "7");
}

TEST_CASE("floats take the shorter notation, as the reference prints them")
{
    CHECK(display(3.0) == "3.0");
    CHECK(display(0.1) == "0.1");
    CHECK(display(-0.0) == "-0.0");
    CHECK(display(100.0) == "100.0");
    CHECK(display(1000.0) == "1.0e3");
    CHECK(display(1234.5) == "1234.5");
    CHECK(display(123456.0) == "123456.0");
    CHECK(display(0.001) == "0.001");
    CHECK(display(0.00001) == "1.0e-5");
    CHECK(display(1e22) == "1.0e22");
    CHECK(display(9007199254740993.0) == "9.007199254740992e15");
    CHECK(display(-1.5e-7) == "-1.5e-7");
}

TEST_CASE("values are quoted as literals")
{
    CHECK(inspect(Value()) == "nil");
    CHECK(inspect(false) == "false");
    CHECK(inspect("a \"b\"\n\\ #{c} \x01") == R"("a \"b\"\n\\ \#{c} \x01")");
    CHECK(inspect(Value::atom("draft")) == ":draft");
    CHECK(inspect(Value::atom("two words")) == ":\"two words\"");
    CHECK(inspect(Value::binary("\x01\xff")) == "<<1, 255>>");
    CHECK(inspect(Value::date(18263)) == "~D[2020-01-02]");
    CHECK(inspect(noon) == "~U[2020-01-02 12:00:00Z]");
    CHECK(inspect(Decimal { .digits = "1" }) == "Decimal.new(\"1\")");
    CHECK(inspect(List { 1, "a", Value() }) == "[1, \"a\", nil]");
    CHECK(inspect(Value::tuple({ 1, 2 })) == "{1, 2}");
    CHECK(inspect(Map { { "title", "Beta" }, { "two words", 1 } })
        == "%{title: \"Beta\", \"two words\": 1}");
    CHECK(inspect(Value::keyword({ { "a", 1 } })) == "[a: 1]");
    CHECK(inspect(Value::structure("Money", { { "amount", 1 } })) == "%Money{amount: 1}");
    CHECK(inspect(List {}) == "[]");
    CHECK(inspect(Map {}) == "%{}");
}

TEST_CASE("times, floats and what is not there are quoted as literals, and read so in a message")
{
    constexpr int64_t ten = 36'000'000'000;
    CHECK(inspect(Value::time(ten, Precision::second)) == "~T[10:00:00]");
    CHECK(display(Value::time(ten, Precision::second)) == "10:00:00");
    CHECK(inspect(Value::naive_datetime(0, Precision::second)) == "~N[1970-01-01 00:00:00]");
    CHECK(inspect(Value::not_loaded()) == "#Ash.NotLoaded<>");
    CHECK(display(Value::not_loaded()) == "#Ash.NotLoaded<>");
    CHECK(inspect(Value::ci_string("Ab")) == "#Ash.CiString<\"Ab\">");
    CHECK(inspect(Value::union_of("number", 7)) == "7");
    CHECK(display(Value::tuple({ 1, "a" })) == "{1, \"a\"}");
    CHECK(display(Map { { "a", 1 } }) == "%{a: 1}");
    CHECK(display(Value::keyword({ { "a", 1 } })) == "[a: 1]");
    CHECK(display(Value::structure("Money", { { "amount", 1 } })) == "%Money{amount: 1}");
    CHECK(display(Value::binary("ab")) == "ab");
}

TEST_CASE("names that need no quotes are letters, digits, _ and @, with ? or ! behind")
{
    for (auto name : { "ready?", "save!", "_x1", "a@b", "Zed" })
        CHECK(inspect(Value::atom(name)) == ":" + std::string(name));
    for (auto name : { "", "1a", "a-b", "what?!", "?", "naïve" })
        CHECK(inspect(Value::atom(name)) == ":\"" + std::string(name) + "\"");
    CHECK(inspect("a#b\x7f") == "\"a#b\\x7F\"");
}
