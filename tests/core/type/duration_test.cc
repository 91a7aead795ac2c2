#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a duration takes ISO text, and nets its parts")
{
    auto use = type_use("duration");
    CHECK(outcome(use, R"("P14M")") == R"({"$duration":"P1Y2M"})");
    CHECK(outcome(use, R"("P10D")") == R"({"$duration":"P1W3D"})");
    CHECK(outcome(use, R"("-P1DT-1H")") == R"({"$duration":"PT-23H"})");
    CHECK(outcome(use, R"("P0D")") == R"({"$duration":"PT0S"})");
    CHECK(outcome(use, R"({"$duration":"PT90M"})") == R"({"$duration":"PT1H30M"})");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input :
        { R"("PT")", R"("1 day")", R"("p1d")", R"("P1.5D")", R"({"day":1})", "5", R"("P300000Y")" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a duration is expressed in the largest units that are permitted")
{
    CHECK(outcome(type_use("duration", R"({"units":["day"]})"), R"("P1W")")
        == R"({"$duration":"P7D"})");
    CHECK(outcome(type_use("duration", R"({"units":"second"})"), R"("PT1M0.0S")")
        == R"({"$duration":"PT60.0S"})");
    CHECK(outcome(type_use("duration", R"({"units":"day_time"})"), R"("PT36H")")
        == R"({"$duration":"P1DT12H"})");
    CHECK(outcome(type_use("duration", R"({"units":"year_month"})"), R"("P14M")")
        == R"({"$duration":"P1Y2M"})");
    CHECK(outcome(type_use("duration", R"({"units":["microsecond"]})"), R"("PT5S")")
        == R"({"$duration":"PT5S"})");
}

TEST_CASE("a duration that the permitted units cannot express names those left over")
{
    auto use = type_use("duration", R"({"units":["day"]})");
    Value out;
    TypeErrors errors;
    CHECK_FALSE(tunez::cast(use, "P1MT25H", out, errors));
    REQUIRE(errors.size() == 1);
    CHECK(render(errors[0].message, errors[0].vars) == "must only use the units day");
    CHECK(errors[0].vars.find("disallowed")->text() == "month, hour");
}

TEST_CASE("the sign of a duration is that of the whole")
{
    auto positive = type_use("duration", R"({"signs":"positive"})");
    CHECK(outcome(positive, R"("P1DT-5H")") == R"({"$duration":"PT19H"})");
    CHECK(outcome(positive, R"("P0D")") == "!must be positive");
    CHECK(outcome(positive, R"("P1M-31D")") == "!must be positive");
    CHECK(outcome(type_use("duration", R"({"signs":["positive","zero"]})"), R"("-P1D")")
        == "!must be positive or zero");
}

TEST_CASE("units and signs are checked when they are defined")
{
    CHECK(problems("duration", R"({"units":["fortnight"]})")
        == std::vector<std::string> { "constraint `units` knows no unit \"fortnight\"" });
    CHECK(problems("duration", R"({"signs":"nice"})").size() == 1);
}

TEST_CASE("a month compares as thirty days, but is not the same")
{
    auto use = type_use("duration");
    auto month = value(use, R"("P1M")");
    auto days = value(use, R"("P30D")");
    CHECK(compare_values(month, days) == 0);
    CHECK_FALSE(equal(use, month, days));
    CHECK(equal(use, value(use, R"("PT1.0S")"), value(use, R"("PT1S")")));
}

TEST_CASE("a duration is stored as ISO text")
{
    CHECK(stored(type_use("duration"), R"("PT90M")") == R"("PT1H30M")");
    CHECK(survives_storage(type_use("duration"), R"("P1Y2M3W4DT5H6M7.250S")"));
    CHECK(survives_storage(type_use("duration", R"({"units":["day"]})"), R"("P1W")"));
    CHECK_FALSE(load(type_use("duration"), { .kind = Kind::string, .text = "a while" }));
}
