#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a date takes ISO text of days that exist")
{
    auto use = type_use("date");
    CHECK(outcome(use, R"("2020-02-29")") == R"({"$date":"2020-02-29"})");
    CHECK(outcome(use, R"("0000-01-01")") == R"({"$date":"0000-01-01"})");
    CHECK(outcome(use, R"("-0001-01-01")") == R"({"$date":"-0001-01-01"})");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input : { R"("2019-02-29")", R"("2020-2-9")", R"("20200101")", R"(" 2020-01-01")",
             R"("10000-01-01")", R"("01/02/2020")", "1", "true", "[]", R"({"$time":"10:00:00"})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a date is the day of a date and time")
{
    auto use = type_use("date");
    CHECK(outcome(use, R"({"$naive_datetime":"2020-05-05T10:00:00"})")
        == R"({"$date":"2020-05-05"})");
    CHECK(outcome(use, R"({"$datetime":"1969-12-31T23:59:59.5Z"})") == R"({"$date":"1969-12-31"})");
    CHECK(outcome(use, R"("2020-05-05T10:00:00+02:00")") == R"({"$date":"2020-05-05"})");
    CHECK(outcome(use, R"("2020-05-05T10:00")") == "!is invalid");
}

TEST_CASE("a date comes in parts")
{
    auto use = type_use("date");
    CHECK(outcome(use, R"({"year":2020,"month":"2","day":"03"})") == R"({"$date":"2020-02-03"})");
    CHECK(outcome(use, R"({"year":"","month":"","day":""})") == "null");
    for (auto input : { R"({"year":2020})", R"({"year":2020,"month":2,"day":30})",
             R"({"year":2020,"month":2,"day":""})", R"({"year":2020,"month":13,"day":1})",
             R"({"year":2020,"month":-1,"day":1})", R"({"year":99999,"month":1,"day":1})",
             R"({"year":2020.0,"month":1,"day":1})", "{}",
             R"({"year":"99999999999999999999","month":1,"day":1})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a date is stored as ISO text")
{
    auto use = type_use("date");
    CHECK(stored(use, R"("2020-02-29")") == R"("2020-02-29")");
    CHECK(survives_storage(use, R"("9999-12-31")"));
    CHECK_FALSE(load(use, { .kind = Kind::string, .text = "tomorrow" }));
}

TEST_CASE("a day that ISO text cannot say is no date")
{
    CHECK(outcome_of(type_use("date"), Value::date(3'000'000)) == "!is invalid");
    CHECK(outcome_of(type_use("date"), Value::date(INT64_MIN)) == "!is invalid");
}
