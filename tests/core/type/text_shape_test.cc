#include "type/text_shape.h"

#include "catch_amalgamated.hpp"

#include <string>

using namespace tunez::type;

static constexpr std::string_view pattern = "0000-00-00T00:00:00.000000Z";
static constexpr TextShape moment(pattern);

TEST_CASE("a text has a shape when its digits and all its other letters are where they should be")
{
    CHECK(moment.fits("2026-02-28T13:45:00.123456Z"));
    CHECK(moment.fits(pattern));
    CHECK(moment.fits("9999-99-99T99:99:99.999999Z"));
    CHECK_FALSE(moment.fits(""));
    CHECK_FALSE(moment.fits("2026-02-28T13:45:00Z"));
    CHECK_FALSE(moment.fits("2026-02-28T13:45:00.123456Z "));
}

TEST_CASE("any other letter at any place spoils a shape")
{
    const std::string good = "2026-02-28T13:45:09.123456Z";
    for (size_t place = 0; place < good.size(); ++place) {
        for (int byte = 0; byte < 256; ++byte) {
            auto text = good;
            text[place] = static_cast<char>(byte);
            bool digit = byte >= '0' && byte <= '9';
            bool wanted = pattern[place] == '0' ? digit : text[place] == pattern[place];
            INFO(text);
            REQUIRE(moment.fits(text) == wanted);
        }
    }
}

TEST_CASE("a shape may be as short as eight letters")
{
    static constexpr TextShape time("00:00:00");
    CHECK(time.fits("13:45:00"));
    CHECK_FALSE(time.fits("13:45:0x"));
    CHECK_FALSE(time.fits("13-45:00"));
    CHECK_FALSE(time.fits("13:45"));
}
