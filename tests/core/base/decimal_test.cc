#include "base/decimal.h"

#include "catch_amalgamated.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <random>

using tunez::compare;
using tunez::Decimal;

static Decimal decimal(std::string_view text)
{
    auto parsed = Decimal::parse(text);
    REQUIRE(parsed);
    return *parsed;
}

static std::string reprinted(std::string_view text) { return decimal(text).to_string(); }

TEST_CASE("a decimal keeps the scale it was written with")
{
    CHECK(reprinted("1") == "1");
    CHECK(reprinted("1.50") == "1.50");
    CHECK(reprinted("0.0000") == "0.0000");
    CHECK(reprinted("-0") == "-0");
    CHECK(reprinted("+00012.0") == "12.0");
}

TEST_CASE("a point may stand at either end of a decimal's digits")
{
    CHECK(reprinted(".5") == "0.5");
    CHECK(reprinted("5.") == "5");
}

TEST_CASE("a decimal with a positive exponent is printed in scientific notation")
{
    CHECK(reprinted("1E+3") == "1E+3");
    CHECK(reprinted("1e10") == "1E+10");
    CHECK(reprinted("1.5e10") == "1.5E+10");
    CHECK(reprinted("0e3") == "0E+3");
}

TEST_CASE("a small decimal is printed plainly down to the sixth place, scientifically below")
{
    CHECK(reprinted("0.000001") == "0.000001");
    CHECK(reprinted("0.0000001") == "1E-7");
    CHECK(reprinted("0.00000012") == "1.2E-7");
    CHECK(reprinted("123e-3") == "0.123");
    CHECK(reprinted("123e-2") == "1.23");
}

TEST_CASE("the names of NaN and the infinities are read in any letter case")
{
    CHECK(reprinted("NaN") == "NaN");
    CHECK(reprinted("nan") == "NaN");
    CHECK(reprinted("Inf") == "Infinity");
    CHECK(reprinted("-INFINITY") == "-Infinity");
}

TEST_CASE("what is not entirely a number is no decimal")
{
    for (auto text : { "", ".", "-", "+", "abc", "1 ", " 1", "1_000", "0x1", "1e", "1e+", "1.2.3",
             "--1", "1e2.5", "infinit", "na", "e5", "\xd9\xa1" })
        CHECK_FALSE(Decimal::parse(text));
}

TEST_CASE("an exponent that does not fit 32 bits is refused")
{
    CHECK(Decimal::parse("1e2147483647"));
    CHECK_FALSE(Decimal::parse("1e2147483648"));
    CHECK(Decimal::parse("1e-2147483648"));
    CHECK_FALSE(Decimal::parse("0.1e-2147483648"));
    CHECK_FALSE(Decimal::parse("1e99999999999999999999999999"));
    CHECK(reprinted("1e0000000000000000000000000003") == "1E+3");
}

TEST_CASE("a float becomes its shortest digits, written as the reference writes floats")
{
    auto text = [](double value) { return Decimal::from_double(value)->to_string(); };
    CHECK(text(0.0) == "0.0");
    CHECK(text(-0.0) == "-0.0");
    CHECK(text(1.5) == "1.5");
    CHECK(text(0.1) == "0.1");
    CHECK(text(100.0) == "100.0");
    CHECK(text(1000.0) == "1E+3");
    CHECK(text(123456.0) == "123456.0");
    CHECK(text(1e20) == "1E+20");
    CHECK(text(1.2345678901234568e+29) == "1.2345678901234568E+29");
    CHECK(text(5e-324) == "5E-324");
    CHECK(text(-0.001) == "-0.001");
}

TEST_CASE("a float that is no number is no decimal")
{
    CHECK_FALSE(Decimal::from_double(std::nan("")));
    CHECK_FALSE(Decimal::from_double(std::numeric_limits<double>::infinity()));
}

TEST_CASE("a decimal becomes the nearest float")
{
    CHECK(decimal("0.1").to_double() == 0.1);
    CHECK(decimal("123456789012345678901234567890").to_double() == 1.2345678901234568e+29);
    CHECK(decimal("1e400").to_double() == std::numeric_limits<double>::infinity());
    CHECK(decimal("-1e400").to_double() == -std::numeric_limits<double>::infinity());
    CHECK(decimal("1e-400").to_double() == 0.0);
    CHECK(std::signbit(decimal("-0").to_double()));
    CHECK(decimal("-Infinity").to_double() == -std::numeric_limits<double>::infinity());
    CHECK(std::isnan(decimal("NaN").to_double()));
}

TEST_CASE("every float survives becoming a decimal")
{
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        auto value = std::bit_cast<double>(random());
        if (!std::isfinite(value))
            continue;
        auto decimal = Decimal::from_double(value);
        REQUIRE(decimal->to_double() == value);
        REQUIRE(Decimal::parse(decimal->to_string())->to_double() == value);
    }
}

TEST_CASE("a decimal is an integer when nothing stands behind the point and it fits 64 bits")
{
    CHECK(decimal("12").to_integer() == 12);
    CHECK(decimal("12.00").to_integer() == 12);
    CHECK(decimal("12e2").to_integer() == 1200);
    CHECK(decimal("0e999999").to_integer() == 0);
    CHECK(decimal("-9223372036854775808").to_integer() == std::numeric_limits<int64_t>::min());
    CHECK_FALSE(decimal("9223372036854775808").to_integer());
    CHECK_FALSE(decimal("12.5").to_integer());
    CHECK_FALSE(decimal("1e999999999").to_integer());
    CHECK_FALSE(decimal("Infinity").to_integer());
}

TEST_CASE("an integer becomes a decimal of exponent 0")
{
    CHECK(Decimal::from_integer(std::numeric_limits<int64_t>::min()).to_string()
        == "-9223372036854775808");
    CHECK(Decimal::from_integer(0).to_string() == "0");
}

TEST_CASE("decimals are compared by value, whatever their scale")
{
    CHECK(compare(decimal("1.0"), decimal("1")) == 0);
    CHECK(compare(decimal("-0"), decimal("0.00")) == 0);
    CHECK(compare(decimal("1.10"), decimal("1.1")) == 0);
    CHECK(compare(decimal("1.101"), decimal("1.1")) > 0);
    CHECK(compare(decimal("-2"), decimal("1")) < 0);
    CHECK(compare(decimal("-2"), decimal("-3")) > 0);
    CHECK(compare(decimal("9"), decimal("10")) < 0);
    CHECK(compare(decimal("0"), decimal("-1e-9")) > 0);
}

TEST_CASE("comparing decimals of huge exponents takes no time and no memory")
{
    CHECK(compare(decimal("1e2147483647"), decimal("1e-2147483648")) > 0);
    CHECK(compare(decimal("1e2147483647"), decimal("10e2147483646")) == 0);
    CHECK(compare(decimal("-1e2147483647"), decimal("1")) < 0);
}

TEST_CASE("NaN is unordered, and the infinities are at the ends")
{
    CHECK(compare(decimal("NaN"), decimal("NaN")) == std::partial_ordering::unordered);
    CHECK(compare(decimal("NaN"), decimal("1")) == std::partial_ordering::unordered);
    CHECK(compare(decimal("Infinity"), decimal("1e999999")) > 0);
    CHECK(compare(decimal("-Infinity"), decimal("-1e999999")) < 0);
    CHECK(compare(decimal("Infinity"), decimal("Infinity")) == 0);
    CHECK(compare(decimal("-Infinity"), decimal("Infinity")) < 0);
}

TEST_CASE("comparing decimals agrees with comparing the floats they came from")
{
    std::mt19937_64 random(11);
    auto any
        = [&] { return static_cast<double>(static_cast<int64_t>(random() % 2001) - 1000) / 8; };
    for (int i = 0; i < 5'000; ++i) {
        double left = any();
        double right = any();
        REQUIRE(
            compare(*Decimal::from_double(left), *Decimal::from_double(right)) == (left <=> right));
    }
}
