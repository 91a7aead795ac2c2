#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a time takes ISO text, and drops fractions")
{
    auto use = type_use("time");
    CHECK(outcome(use, R"("10:30")") == R"({"$time":"10:30:00"})");
    CHECK(outcome(use, R"("T10:30:00.999Z")") == R"({"$time":"10:30:00"})");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input : { R"("24:00:00")", R"("23:59:60")", R"("10")", R"("abc")", "10",
             R"({"$date":"2020-01-01"})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a time with microseconds always shows all six digits")
{
    for (const auto& use :
        { type_use("time_usec"), type_use("time", R"({"precision":"microsecond"})") }) {
        CHECK(outcome(use, R"("10:30")") == R"({"$time":"10:30:00.000000"})");
        CHECK(outcome(use, R"("10:30:00.1234567")") == R"({"$time":"10:30:00.123456"})");
    }
}

TEST_CASE("a time is the time of a date and time")
{
    auto use = type_use("time_usec");
    CHECK(outcome(use, R"({"$naive_datetime":"2020-05-05T10:00:01"})")
        == R"({"$time":"10:00:01.000000"})");
    CHECK(outcome(use, R"({"$datetime":"1969-12-31T23:59:59.5Z"})")
        == R"({"$time":"23:59:59.500000"})");
}

TEST_CASE("a time comes in parts")
{
    auto use = type_use("time");
    CHECK(outcome(use, R"({"hour":10,"minute":"20"})") == R"({"$time":"10:20:00"})");
    CHECK(outcome(use, R"({"hour":"10","minute":"20","second":"","microsecond":""})")
        == R"({"$time":"10:20:00"})");
    CHECK(outcome(use, R"({"hour":"","minute":""})") == "null");
    for (auto input : { R"({"hour":24,"minute":0})", R"({"hour":1})", R"({"hour":"","minute":1})",
             R"({"hour":1,"minute":1,"second":"x"})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a time is stored with a fixed width")
{
    CHECK(stored(type_use("time"), R"("10:30")") == R"("10:30:00")");
    CHECK(survives_storage(type_use("time"), R"("10:30")"));
    CHECK(survives_storage(type_use("time_usec"), R"("10:30:00.5")"));
}

TEST_CASE("a cell of another width is written with the type's own")
{
    JsonWriter writer;
    write_stored(type_use("time_usec"), { .kind = Kind::string, .text = "10:30:00" }, writer);
    CHECK(writer.text() == R"("10:30:00.000000")");
}
