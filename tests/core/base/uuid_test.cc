#include "base/uuid.h"

#include "catch_amalgamated.hpp"

#include <array>

using namespace tunez;

static std::array<std::byte, 16> all(unsigned char byte)
{
    std::array<std::byte, 16> bytes;
    bytes.fill(std::byte { byte });
    return bytes;
}

TEST_CASE("a version 4 UUID is random but for its version and variant")
{
    CHECK(uuid_v4(all(0x00)) == "00000000-0000-4000-8000-000000000000");
    CHECK(uuid_v4(all(0xff)) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    CHECK(uuid_version(uuid_v4(all(0xff))) == 4);
}

TEST_CASE("a version 7 UUID begins with the time, so that ids sort by creation")
{
    CHECK(uuid_v7(0x017f22e279b0, all(0xff)) == "017f22e2-79b0-7fff-bfff-ffffffffffff");
    CHECK(uuid_v7(1'577'923'200'000, all(0xff)) < uuid_v7(1'577'923'200'001, all(0x00)));
    CHECK(uuid_version(uuid_v7(0, all(0))) == 7);
}

TEST_CASE("a UUID is read in any letter case, with blanks around it, as lowercase text")
{
    CHECK(parse_uuid(" 017F22E2-79b0-7FFF-bfff-ffffffffffff\n")
        == "017f22e2-79b0-7fff-bfff-ffffffffffff");
    CHECK(parse_uuid("00000000-0000-0000-0000-000000000000"));
    CHECK(parse_uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"));
}

TEST_CASE("what is not a UUID in text form is refused")
{
    for (const char* text :
        { "", "   ", "017f22e279b07fffbfffffffffffffff", "{017f22e2-79b0-7fff-bfff-ffffffffffff}",
            "017f22e2-79b0-7fff-bfff-fffffffffff", "017f22e2-79b0-7fff-bfff-fffffffffffff",
            "017f22e2-79b0-7fff-bfff-ffffffffffgf", "017f22e2079b0-7fff-bfff-fffffffffff-",
            "017f22e2-79b0-7fff-bfff-ffff\xc3\xa9"
            "ffffff" })
        CHECK_FALSE(parse_uuid(text));
}
