#include "base/calendar_arithmetic.h"
#include "base/decimal_arithmetic.h"

#include "catch_amalgamated.hpp"

#include <limits>

using namespace tunez;

static Decimal number(std::string_view text)
{
    auto parsed = Decimal::parse(text);
    REQUIRE(parsed);
    return *parsed;
}

static std::string text(const std::optional<Decimal>& number)
{
    return number ? number->to_string() : "none";
}

TEST_CASE("there is no sum, product or quotient of what is not finite")
{
    for (auto odd : { "NaN", "Infinity", "-Infinity" }) {
        CAPTURE(odd);
        CHECK(text(add(number(odd), number("1"))) == "none");
        CHECK(text(add(number("1"), number(odd))) == "none");
        CHECK(text(subtract(number("1"), number(odd))) == "none");
        CHECK(text(multiply(number(odd), number("1"))) == "none");
        CHECK(text(multiply(number("1"), number(odd))) == "none");
        CHECK(text(divide(number(odd), number("1"))) == "none");
        CHECK(text(divide(number("1"), number(odd))) == "none");
        CHECK(rounded(number(odd), 2).to_string() == odd);
        CHECK(without_trailing_zeros(number(odd)).to_string() == odd);
    }
    CHECK(text(divide(number("1"), number("0"))) == "none");
    CHECK(text(exact_decimal(std::numeric_limits<double>::infinity())) == "none");
    CHECK(text(exact_decimal(std::numeric_limits<double>::quiet_NaN())) == "none");
}

TEST_CASE("there is no number of more digits than anybody can want, or beyond any exponent")
{
    CHECK(text(add(number("1e2147483647"), number("1"))) == "none");
    CHECK(text(add(number("1"), number("1e2147483647"))) == "none");
    CHECK(text(multiply(number("1e2147483647"), number("1e10"))) == "none");
    CHECK(text(multiply(number("1e-2147483648"), number("1e-10"))) == "none");
    CHECK(text(divide(number("1e2147483647"), number("1e-10"))) == "none");
    std::string many(100'000, '7');
    CHECK(text(multiply(number(many), number(many))) == "none");
    CHECK(text(divide(number(many), number(many + "1"))) == "none");
}

TEST_CASE("floats have every digit of their binary value")
{
    CHECK(compare(*exact_decimal(0.5), number("0.5")) == 0);
    CHECK(text(without_trailing_zeros(*exact_decimal(0.1)))
        == "0.1000000000000000055511151231257827021181583404541015625");
    CHECK(compare(*exact_decimal(1e22), number("10000000000000000000000")) == 0);
    CHECK(compare(*exact_decimal(-0x1p60), number("-1152921504606846976")) == 0);
    CHECK(compare(*exact_decimal(0), number("0")) == 0);
}

TEST_CASE("a number is rounded half away from zero, on either side of the point")
{
    CHECK(text(rounded(number("2.5"), 0)) == "3");
    CHECK(text(rounded(number("-2.5"), 0)) == "-3");
    CHECK(text(rounded(number("2.49"), 1)) == "2.5");
    CHECK(compare(rounded(number("1250"), -2), number("1300")) == 0);
    CHECK(compare(rounded(number("4"), -1), number("0")) == 0);
    CHECK(compare(rounded(number("4"), -9), number("0")) == 0);
    CHECK(text(rounded(number("2.5"), 4)) == "2.5");
}

TEST_CASE("durations are so many of a unit, with the digits of a second that it needs")
{
    auto duration = [](int64_t count, std::string_view unit) {
        auto made = duration_of(count, unit);
        return made ? made->to_string() : "none";
    };
    CHECK(duration(3, "year") == "P3Y");
    CHECK(duration(-2, "week") == "P-2W");
    CHECK(duration(0, "day") == "PT0S");
    CHECK(duration(1500, "millisecond") == "PT1.500S");
    CHECK(duration(5, "microsecond") == "PT0.000005S");
    CHECK(duration(1, "fortnight") == "none");
    CHECK(duration(std::numeric_limits<int64_t>::max(), "millisecond") == "none");
    CHECK(duration(std::numeric_limits<int64_t>::max(), "year") == "none");
    CHECK(duration(std::numeric_limits<int64_t>::min(), "microsecond") == "none");
}

TEST_CASE("the sum of durations is the sum of each part, to the finer of their fractions")
{
    auto millisecond = *duration_of(250, "millisecond");
    auto month = *duration_of(1, "month");
    CHECK(sum(month, millisecond)->to_string() == "P1MT0.250S");
    CHECK(sum(millisecond, month)->to_string() == "P1MT0.250S");
    CHECK(sum(millisecond, millisecond)->to_string() == "PT0.500S");
    CHECK(sum(month, negated(month))->to_string() == "PT0S");
    Duration endless;
    endless.years = std::numeric_limits<int64_t>::max();
    CHECK_FALSE(sum(endless, month));
    CHECK_FALSE(sum(month, endless));
    CHECK_FALSE(add(0, endless));
}

TEST_CASE("a duration has time in it when a part is shorter than a day")
{
    for (auto unit : { "hour", "minute", "second", "millisecond", "microsecond" })
        CHECK(has_time(*duration_of(1, unit)));
    for (auto unit : { "year", "month", "week", "day" })
        CHECK_FALSE(has_time(*duration_of(1, unit)));
}
