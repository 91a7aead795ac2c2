#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static const std::string v4 = R"("f47ac10b-58cc-4372-a567-0e02b2c3d479")";
static const std::string v7 = R"("018f3a5e-7b3c-7cc0-8000-000000000001")";

TEST_CASE("a uuid takes text of any version and letter case, trimmed")
{
    auto use = type_use("uuid");
    CHECK(outcome(use, v4) == v4);
    CHECK(outcome(use, R"("\u00a0F47AC10B-58CC-4372-A567-0E02B2C3D479 ")") == v4);
    CHECK(outcome(use, R"({"$ci_string":"F47AC10B-58CC-4372-A567-0E02B2C3D479"})") == v4);
    CHECK(outcome(use, R"("00000000-0000-0000-0000-000000000000")")
        == R"("00000000-0000-0000-0000-000000000000")");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input :
        { R"("f47ac10b58cc4372a5670e02b2c3d479")", R"("{f47ac10b-58cc-4372-a567-0e02b2c3d479}")",
            R"("f47ac10b-58cc-4372-a567-0e02b2c3d47g")", R"("abc")", "1", "true",
            R"({"$atom":"abc"})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a uuid takes the sixteen bytes of one")
{
    CHECK(outcome(type_use("uuid"), R"({"$binary":"9HrBC1jMQ3KlZw4CssPUeQ=="})") == v4);
    CHECK(outcome(type_use("uuid"), R"({"$binary":"AAAAAAAAAAAAAAAAAAAAAA=="})") == "!is invalid");
    CHECK(
        outcome(type_use("uuid_v7"), R"({"$binary":"9HrBC1jMQ3KlZw4CssPUeQ=="})") == "!is invalid");
    CHECK(outcome(type_use("uuid_v7"), R"({"$binary":"AY86Xns8fMCAAAAAAAAAAQ=="})") == v7);
}

TEST_CASE("a strict uuid_v7 is of version 7")
{
    CHECK(outcome(type_use("uuid_v7"), v4) == v4);
    auto strict = type_use("uuid_v7", R"({"strict?":true})");
    CHECK(outcome(strict, v7) == v7);
    CHECK(outcome(strict, v4) == "!must be a version 7 UUID");
    CHECK(outcome(strict, R"("00000000-0000-0000-0000-000000000000")")
        == "!must be a version 7 UUID");
    CHECK(outcome(strict, R"("018f3a5e-7b3c-7cc0-0000-000000000001")")
        == "!must be a version 7 UUID");
}

TEST_CASE("a uuid is stored as text, and its bytes are read too")
{
    CHECK(stored(type_use("uuid"), v4) == v4);
    CHECK(survives_storage(type_use("uuid"), v4));
    CHECK(survives_storage(type_use("uuid_v7"), v7));
    std::string_view bytes("\xf4\x7a\xc1\x0b\x58\xcc\x43\x72\xa5\x67\x0e\x02\xb2\xc3\xd4\x79", 16);
    JsonWriter writer;
    write_stored(type_use("uuid"), { .kind = Kind::binary, .text = bytes }, writer);
    CHECK(writer.text() == v4);
}
