#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static std::optional<int> compared(std::string_view left, std::string_view right)
{
    return compare_values(json(left), json(right));
}

TEST_CASE("numbers compare by value, whatever their kinds")
{
    CHECK(compared("1", R"({"$float":"1.0"})") == 0);
    CHECK(compared(R"({"$decimal":"1.0"})", "1") == 0);
    CHECK(compared(R"({"$decimal":"0.1"})", "0.1") == 0);
    CHECK(compared("2", "1.5") == 1);
    CHECK(compared(R"({"$integer":"99999999999999999999"})", "1") == 1);
    CHECK(compared(R"({"$float":"-0.0"})", "0") == 0);
}

TEST_CASE("integers and floats compare exactly beyond 2^53")
{
    CHECK(
        compared(R"({"$integer":"9007199254740993"})", R"({"$float":"9007199254740992.0"})") == 1);
    CHECK(compared(R"({"$float":"9223372036854775808.0"})", R"({"$integer":"9223372036854775807"})")
        == 1);
    CHECK(compared(R"({"$integer":"9007199254740993"})", "1.5") == 1);
}

TEST_CASE("NaN compares to nothing")
{
    CHECK_FALSE(compare_values(Value(*Decimal::parse("NaN")), Value(1)));
    CHECK_FALSE(compare_values(Value(*Decimal::parse("NaN")), Value(*Decimal::parse("NaN"))));
}

TEST_CASE("texts compare by code point, symbols as their names, and ci_strings without case")
{
    CHECK(compared(R"("a")", R"("b")") == -1);
    CHECK(compared(R"("Z")", R"("a")") == -1);
    CHECK(compared(R"("é")", R"("z")") == 1);
    CHECK(compared(R"("e\u0301")", R"("é")") == -1);
    CHECK(compared(R"({"$atom":"a"})", R"("a")") == 0);
    CHECK(compared(R"({"$ci_string":"STRASSE"})", R"("straße")") == 0);
}

TEST_CASE("false is less than true, and dates and times are in order")
{
    CHECK(compared("false", "true") == -1);
    CHECK(compared(R"({"$date":"2019-12-31"})", R"({"$date":"2020-01-01"})") == -1);
    CHECK(compared(R"({"$datetime":"2020-01-01T01:00:00+01:00"})",
              R"({"$datetime":"2020-01-01T00:00:00.0Z"})")
        == 0);
    CHECK(compared(R"({"$time":"10:00:00"})", R"({"$time":"09:00:00"})") == 1);
    CHECK(compared(R"({"$duration":"P1M"})", R"({"$duration":"P31D"})") == -1);
}

TEST_CASE("values of different natures do not compare")
{
    CHECK_FALSE(compared("1", R"("1")"));
    CHECK_FALSE(compared("true", "1"));
    CHECK_FALSE(compared(R"({"$date":"2020-01-01"})", R"({"$datetime":"2020-01-01T00:00:00Z"})"));
    CHECK_FALSE(compared("[]", "{}"));
}

TEST_CASE("lists compare item by item, and maps are equal or not")
{
    CHECK(compared("[1,2]", "[1,3]") == -1);
    CHECK(compared("[1,null]", R"([{"$decimal":"1.0"},null])") == 0);
    CHECK(compared("[1]", "[1,0]") == -1);
    CHECK_FALSE(compared("[1]", R"(["a"])"));
    CHECK(compared(R"({"a":1,"b":2})", R"({"b":2,"a":1})") == 0);
    CHECK_FALSE(compared(R"({"a":1})", R"({"a":2})"));
}
