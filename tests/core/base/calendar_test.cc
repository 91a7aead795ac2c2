#include "base/calendar.h"

#include "catch_amalgamated.hpp"

#include <random>

using namespace std::string_view_literals;
using tunez::civil_from_days;
using tunez::CivilDate;
using tunez::days_from_civil;
using tunez::Duration;
using tunez::parse_date;
using tunez::parse_date_time;
using tunez::parse_time;
using tunez::Precision;

TEST_CASE("days count from the first of January 1970")
{
    CHECK(days_from_civil({ 1970, 1, 1 }) == 0);
    CHECK(days_from_civil({ 1969, 12, 31 }) == -1);
    CHECK(days_from_civil({ 2000, 3, 1 }) == 11'017);
    CHECK(days_from_civil({ 0, 1, 1 }) == -719'528);
}

TEST_CASE("every day of the calendar has a number, in order")
{
    int64_t expected = days_from_civil({ -9999, 1, 1 });
    for (int64_t year = -9999; year <= 9999; ++year) {
        for (unsigned month = 1; month <= 12; ++month) {
            for (unsigned day = 1; tunez::is_valid({ year, month, day }); ++day) {
                if (days_from_civil({ year, month, day }) != expected)
                    FAIL("wrong number of " << year << '-' << month << '-' << day);
                auto back = civil_from_days(expected);
                if (back.year != year || back.month != month || back.day != day)
                    FAIL("wrong date for " << expected);
                ++expected;
            }
        }
    }
    CHECK(expected == days_from_civil({ 9999, 12, 31 }) + 1);
}

TEST_CASE("a date is read in the extended format only, and must exist")
{
    CHECK(parse_date("2020-02-29") == days_from_civil({ 2020, 2, 29 }));
    CHECK(parse_date("+2020-02-29") == days_from_civil({ 2020, 2, 29 }));
    CHECK(parse_date("-0001-12-31") == days_from_civil({ -1, 12, 31 }));
    CHECK(parse_date("0000-01-01"));
    CHECK(parse_date("9999-12-31"));
    for (auto text : { "", "2019-02-29", "1900-02-29", "2020-2-9", "2020-01-32", "2020-00-01",
             "2020-13-01", "20200101", "2020-01-00", "01/02/2020", " 2020-01-01", "2020-01-01 ",
             "10000-01-01", "--2020-01-01", "2020-01-0\xd9\xa1" })
        CHECK_FALSE(parse_date(text));
}

TEST_CASE("a time of day is read with or without seconds")
{
    constexpr int64_t half_past_ten = 37'800 * tunez::microseconds_per_second;
    CHECK(parse_time("10:30") == half_past_ten);
    CHECK(parse_time("10:30:00") == half_past_ten);
    CHECK(parse_time("T10:30:00") == half_past_ten);
    CHECK(parse_time("10:30:00Z") == half_past_ten);
    CHECK(parse_time("10:30:00+02:00") == half_past_ten);
    CHECK(parse_time("10:30:00.5") == half_past_ten + 500'000);
    CHECK(parse_time("10:30:00,123456") == half_past_ten + 123'456);
    CHECK(parse_time("10:30:00.1234569") == half_past_ten + 123'456);
    for (auto text : { "", "10", "24:00:00", "23:59:60", "23:60:00", "1:30", "10:30:0", "10:30:00.",
             "T10:30", "10:30Z", "10:30:00z", "10:30:00 ", "10:30:00-00:00", "10:30:00+2",
             "10:30:00+24:00", "103000", "abc" })
        CHECK_FALSE(parse_time(text));
}

TEST_CASE("a date and time keeps the offset it was written with")
{
    auto moment = parse_date_time("2020-01-01T10:00:00+05:30");
    REQUIRE(moment);
    CHECK(moment->microseconds
        == (days_from_civil({ 2020, 1, 1 }) * 86'400 + 36'000) * tunez::microseconds_per_second);
    CHECK(moment->offset_seconds == 19'800);
    CHECK(parse_date_time("2020-01-01T10:00:00-0330")->offset_seconds == -12'600);
    CHECK(parse_date_time("2020-01-01T10:00:00+02")->offset_seconds == 7'200);
    CHECK(parse_date_time("2020-01-01 10:00:00Z")->offset_seconds == 0);
    CHECK_FALSE(parse_date_time("2020-01-01T10:00:00")->offset_seconds);
    CHECK(parse_date_time("2020-01-01T10:00:00.25Z")->has_fraction);
    CHECK_FALSE(parse_date_time("2020-01-01T10:00:00Z")->has_fraction);
}

TEST_CASE("seconds may be missing from a date and time that says nothing behind its minutes")
{
    CHECK(parse_date_time("2020-01-01T10:00"));
    CHECK(parse_date_time("-0044-03-15 12:00"));
    for (auto text : { "", "2020-01-01", "2020-01-01T", "2020-01-01T10", "2020-01-01T10:00Z",
             "2020-01-01t10:00:00", "2020-01-01T10:00:00z", "2020-01-01  10:00:00",
             "20200101T100000Z", "2016-12-31T23:59:60Z", "2020-02-30T10:00:00",
             "2020-01-01T10:00:00-00:00", "2020-01-01T10:00:00Zx", "2020-01-01T10:00:00+1:00" })
        CHECK_FALSE(parse_date_time(text));
}

TEST_CASE("dates and times are printed with fixed widths, so that the order of texts is the order "
          "of times")
{
    constexpr int64_t moment = (18'262LL * 86'400 + 3'661) * tunez::microseconds_per_second + 5;
    CHECK(tunez::format_date(18'262) == "2020-01-01");
    CHECK(tunez::format_date(days_from_civil({ -1, 2, 3 })) == "-0001-02-03");
    CHECK(tunez::format_time(3'661'000'005, Precision::second) == "01:01:01");
    CHECK(tunez::format_time(3'661'000'005, Precision::microsecond) == "01:01:01.000005");
    CHECK(tunez::format_naive_date_time(moment, Precision::second) == "2020-01-01T01:01:01");
    CHECK(tunez::format_date_time(moment, Precision::microsecond) == "2020-01-01T01:01:01.000005Z");
    CHECK(tunez::format_date_time(-1, Precision::microsecond) == "1969-12-31T23:59:59.999999Z");
}

TEST_CASE("every printed moment is read back")
{
    std::mt19937_64 random(3);
    int64_t last = (days_from_civil({ 9999, 12, 31 }) + 1) * tunez::microseconds_per_day;
    int64_t first = days_from_civil({ -9999, 1, 1 }) * tunez::microseconds_per_day;
    std::uniform_int_distribution<int64_t> any(first, last - 1);
    for (int i = 0; i < 5'000; ++i) {
        int64_t moment = any(random);
        auto parsed = parse_date_time(tunez::format_date_time(moment, Precision::microsecond));
        REQUIRE(parsed);
        REQUIRE(parsed->microseconds == moment);
        REQUIRE(parsed->offset_seconds == 0);
    }
}

static std::string normalised(std::string_view text)
{
    auto duration = Duration::parse(text);
    REQUIRE(duration);
    return duration->normalised().to_string();
}

TEST_CASE("a duration is printed as it was written until it is normalised")
{
    for (auto text : { "P1Y2M3W4DT5H6M7S", "PT0.5S", "PT1.123456S", "PT1.0S", "P-1D", "PT-0.5S",
             "P1DT-1H", "P14M", "PT0S" })
        CHECK(Duration::parse(text)->to_string() == text);
    CHECK(Duration::parse("-P1DT2.5S")->to_string() == "P-1DT-2.5S");
    CHECK(Duration::parse("P0D")->to_string() == "PT0S");
    CHECK(Duration::parse("+P+1D")->to_string() == "P1D");
}

TEST_CASE("normalising nets a duration's parts, months apart from everything smaller")
{
    CHECK(normalised("P14M") == "P1Y2M");
    CHECK(normalised("P10D") == "P1W3D");
    CHECK(normalised("PT90M") == "PT1H30M");
    CHECK(normalised("P1DT-1H") == "PT23H");
    CHECK(normalised("P1Y-13M") == "P-1M");
    CHECK(normalised("P1M-30D") == "P1M-4W-2D");
    CHECK(normalised("PT59.5S") == "PT59.5S");
    CHECK(normalised("P1DT-24H") == "PT0S");
    CHECK(normalised("-PT36H") == "P-1DT-12H");
}

TEST_CASE("what is not one ISO 8601 duration is none")
{
    for (auto text : { "", "P", "PT", "P1", "P1DT", "1 day", "P1H", "PT1D", "p1d", "P1D ", "P1D1Y",
             "P1D1D", "PT1M30", "P1.5D", "PT1.5M", "PT1.S", "PT.5S", "PT1.5S1M", "PT1S1.5S",
             "P+-1D", "P--1D", "PD", "PT1M1.5S1S" })
        CHECK_FALSE(Duration::parse(text));
}

TEST_CASE("a duration longer than can be counted is refused")
{
    CHECK(Duration::parse("P290000Y"));
    CHECK_FALSE(Duration::parse("P300000Y"));
    CHECK_FALSE(Duration::parse("PT9223372036854775807S"));
    CHECK_FALSE(Duration::parse("P-9223372036854775808D"));
    CHECK_FALSE(Duration::parse("P99999999999999999999D"));
}

TEST_CASE("durations compare with a month of 30 days")
{
    auto length
        = [](std::string_view text) { return Duration::parse(text)->comparable_microseconds(); };
    CHECK(length("P1M") == length("P30D"));
    CHECK(length("P1Y") == length("P360D"));
    CHECK(length("P-1D") < length("PT0S"));
    CHECK(length("PT0.000001S") == 1);
}
