#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a datetime is taken to UTC")
{
    auto use = type_use("datetime");
    CHECK(outcome(use, R"("2020-01-01T00:30:00+05:30")")
        == R"({"$datetime":"2019-12-31T19:00:00Z"})");
    CHECK(outcome(use, R"("2020-01-01 10:00:00")") == R"({"$datetime":"2020-01-01T10:00:00Z"})");
    CHECK(outcome(use, R"("2020-01-01T10:00")") == R"({"$datetime":"2020-01-01T10:00:00Z"})");
    CHECK(outcome(use, R"({"$naive_datetime":"2020-01-01T10:00:00"})")
        == R"({"$datetime":"2020-01-01T10:00:00Z"})");
    CHECK(outcome(use, R"("")") == "null");
}

TEST_CASE("the precision of a datetime cuts off or pads")
{
    CHECK(outcome(type_use("utc_datetime"), R"("1969-12-31T23:59:59.9Z")")
        == R"({"$datetime":"1969-12-31T23:59:59Z"})");
    for (const auto& use :
        { type_use("utc_datetime_usec"), type_use("datetime", R"({"precision":"microsecond"})") }) {
        CHECK(outcome(use, R"("2020-01-01T10:00:00.123Z")")
            == R"({"$datetime":"2020-01-01T10:00:00.123000Z"})");
        CHECK(outcome(use, R"("2020-01-01")") == R"({"$datetime":"2020-01-01T00:00:00.000000Z"})");
    }
}

TEST_CASE("what is no datetime says so")
{
    auto use = type_use("datetime");
    for (auto input : { R"("abc")", R"("2020-01-01T10:00Z")", R"("20200101T100000Z")",
             R"("2020-01-01T10:00:00z")", R"("2016-12-31T23:59:60Z")", R"("2020-02-30")",
             "1577872800", "true", "[]", "{}",
             R"({"year":2020,"month":1,"day":2,"hour":25,"minute":0})" })
        CHECK(outcome(use, input) == "!Could not cast input to datetime");
}

TEST_CASE("a date is the start of its day, unless it is an error")
{
    CHECK(outcome(type_use("datetime"), R"({"$date":"2020-01-01"})")
        == R"({"$datetime":"2020-01-01T00:00:00Z"})");
    CHECK(outcome(type_use("datetime"), R"({"year":2020,"month":1,"day":2})")
        == R"({"$datetime":"2020-01-02T00:00:00Z"})");
    auto strict = type_use("utc_datetime", R"({"cast_dates_as":"error"})");
    CHECK(outcome(strict, R"("2020-01-01")") == "!must be a datetime, got a date");
    CHECK(outcome(strict, R"({"$date":"2020-01-01"})") == "!must be a datetime, got a date");
    CHECK(
        outcome(strict, R"("2020-01-01T10:00:00Z")") == R"({"$datetime":"2020-01-01T10:00:00Z"})");
}

TEST_CASE("a datetime comes in parts")
{
    auto use = type_use("datetime");
    CHECK(outcome(
              use, R"({"year":"2020","month":"1","day":"2","hour":"3","minute":"4","second":"5"})")
        == R"({"$datetime":"2020-01-02T03:04:05Z"})");
    CHECK(outcome(use, R"({"year":"","month":"","day":"","hour":"","minute":""})") == "null");
}

TEST_CASE("a moment that ISO text cannot say is no datetime")
{
    CHECK(outcome(type_use("datetime"), R"("9999-12-31T23:59:59-01:00")")
        == "!Could not cast input to datetime");
    CHECK(outcome_of(type_use("datetime"), Value::datetime(INT64_MIN, Precision::second))
        == "!Could not cast input to datetime");
}

TEST_CASE("a datetime is stored as text that sorts by time")
{
    CHECK(stored(type_use("utc_datetime_usec"), R"("2020-01-01T10:00:00+02:00")")
        == R"("2020-01-01T08:00:00.000000Z")");
    CHECK(survives_storage(type_use("utc_datetime_usec"), R"("2020-01-01T10:00:00.5Z")"));
    CHECK(survives_storage(type_use("datetime"), R"("1969-01-01T10:00:00Z")"));
}

TEST_CASE("a cell of another precision is written with the type's own")
{
    JsonWriter writer;
    write_stored(
        type_use("datetime"), { .kind = Kind::string, .text = "2020-01-01T10:00:00.5Z" }, writer);
    CHECK(writer.text() == R"("2020-01-01T10:00:00Z")");
}

TEST_CASE("the constraints of a datetime have few values")
{
    CHECK(problems("datetime", R"({"precision":"minute"})")
        == std::vector<std::string> {
            "constraint `precision` must be `second` or `microsecond`, got \"minute\"" });
    CHECK(problems("datetime", R"({"cast_dates_as":"noon"})").size() == 1);
    CHECK(problems("datetime", R"({"timezone":"Europe/Berlin"})").size() == 1);
    CHECK(problems("datetime", R"({"timezone":"utc"})").empty());
}
