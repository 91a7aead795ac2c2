#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a naive datetime ignores what is said about the place, and fractions")
{
    auto use = type_use("naive_datetime");
    CHECK(outcome(use, R"("2020-01-01T10:00:00+02:00")")
        == R"({"$naive_datetime":"2020-01-01T10:00:00"})");
    CHECK(outcome(use, R"("2020-01-01 10:00:00.9Z")")
        == R"({"$naive_datetime":"2020-01-01T10:00:00"})");
    CHECK(outcome(use, R"("2020-01-01T10:00")") == R"({"$naive_datetime":"2020-01-01T10:00:00"})");
    CHECK(outcome(use, R"({"$datetime":"1969-12-31T23:59:59.5Z"})")
        == R"({"$naive_datetime":"1969-12-31T23:59:59"})");
    CHECK(outcome(use, R"("")") == "null");
}

TEST_CASE("a date alone is no naive datetime")
{
    auto use = type_use("naive_datetime");
    for (auto input : { R"("2020-01-01")", R"({"$date":"2020-01-01"})", R"("2020-01-01T10:00Z")",
             R"("20200101T100000Z")", R"("2020-01-01T10:00:00z")",
             R"({"year":2020,"month":1,"day":1})", "1577872800", "true" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a naive datetime comes in parts")
{
    auto use = type_use("naive_datetime");
    CHECK(outcome(use, R"({"year":"2020","month":1,"day":2,"hour":3,"minute":"4"})")
        == R"({"$naive_datetime":"2020-01-02T03:04:00"})");
    CHECK(outcome(use, R"({"year":"","month":"","day":"","hour":"","minute":""})") == "null");
}

TEST_CASE("a naive datetime is stored as text that sorts by time")
{
    auto use = type_use("naive_datetime");
    CHECK(stored(use, R"("2020-01-01 10:00")") == R"("2020-01-01T10:00:00")");
    CHECK(survives_storage(use, R"("2020-01-01T10:00:00")"));
    CHECK(outcome_of(use, Value::naive_datetime(INT64_MAX, Precision::second)) == "!is invalid");
}
