#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a binary takes bytes and text, also empty text")
{
    auto use = type_use("binary");
    CHECK(outcome(use, R"({"$binary":"/wA="})") == R"({"$binary":"/wA="})");
    CHECK(outcome(use, R"("  pad ")") == R"({"$binary":"ICBwYWQg"})");
    CHECK(outcome(use, R"("")") == R"({"$binary":""})");
    for (auto input : { "1", "true", "[1]", R"({"$atom":"a"})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("a url_encoded_binary is decoded where it can be")
{
    auto use = type_use("url_encoded_binary");
    CHECK(outcome(use, R"("YWJj")") == R"({"$binary":"YWJj"})");
    CHECK(outcome(use, R"("YWJjZA")") == R"({"$binary":"YWJjZA=="})");
    CHECK(outcome(use, R"("YWJjZA==")") == R"({"$binary":"YWJjZA=="})");
    CHECK(outcome(use, R"("_-8")") == R"({"$binary":"/+8="})");
    CHECK(outcome(use, R"("")") == R"({"$binary":""})");
}

TEST_CASE("what is no URL-safe base64 is taken as it is")
{
    auto use = type_use("url_encoded_binary");
    CHECK(outcome(use, R"("+/8=")") == R"({"$binary":"Ky84PQ=="})");
    CHECK(outcome(use, R"("a")") == R"({"$binary":"YQ=="})");
    CHECK(outcome(use, R"("YQ=")") == R"({"$binary":"WVE9"})");
    CHECK(outcome(use, R"({"$binary":"/wA="})") == R"({"$binary":"/wA="})");
    CHECK(outcome(use, "1") == "!is invalid");
}

TEST_CASE("bytes are stored as bytes, and in documents as base64")
{
    for (auto name : { "binary", "url_encoded_binary" }) {
        CHECK(survives_storage(type_use(name), R"({"$binary":"AP8A/w=="})"));
        CHECK(survives_storage(type_use(name), R"("")"));
    }
    auto list = type_use(R"({"array":"binary"})");
    CHECK(stored(list, R"([{"$binary":"/wA="}])") == R"("[\"/wA=\"]")");
    CHECK(survives_storage(list, R"([{"$binary":"/wA="}])"));
}
