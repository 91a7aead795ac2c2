#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static const auto* const plain = R"({"types":{"int":{"type":"integer","constraints":{"max":10}},
    "str":{"type":"string","constraints":{"max_length":5}}}})";
static const auto* const tagged = R"({"types":{
    "text":{"type":"map","tag":"type","tag_value":"text","constraints":{"fields":{
        "body":{"type":"string","allow_nil":false},"type":{"type":"string"}}}},
    "image":{"type":"map","tag":"type","tag_value":"image","constraints":{"fields":{
        "url":{"type":"string","allow_nil":false},"type":{"type":"string"}}}}}})";

TEST_CASE("a union is of its first member that takes the value")
{
    auto use = type_use("union", plain);
    CHECK(outcome(use, "1") == R"({"$union":"int","value":1})");
    CHECK(outcome(use, R"("10")") == R"({"$union":"int","value":10})");
    CHECK(outcome(use, R"("11")") == R"({"$union":"str","value":"11"})");
    CHECK(outcome(use, "true") == R"({"$union":"str","value":"true"})");
    CHECK(outcome(use, R"("")") == R"({"$union":"int","value":null})");
    CHECK(outcome(use, "null") == "null");
}

TEST_CASE("a value that no member takes says what each of them said")
{
    CHECK(outcome(type_use("union", plain), R"("toolong")")
        == "!No union type matched\n  int: is invalid\n  str: length must be less than or equal to "
           "5");
    CHECK(outcome(type_use("union", tagged), R"({"type":"video"})")
        == "!No union type matched\n  text: type does not equal text\n  image: type does not equal "
           "image");
    CHECK(outcome(type_use("union", tagged), "5")
        == "!No union type matched\n  text: is not a map\n  image: is not a map");
}

TEST_CASE("a union value is of the member it names")
{
    auto use = type_use("union", plain);
    CHECK(outcome(use, R"({"$union":"str","value":"3"})") == R"({"$union":"str","value":"3"})");
    CHECK(outcome(use, R"({"$union":"int","value":50})") == "!must be less than or equal to 10");
    CHECK(outcome(use, R"({"$union":"other","value":1})") == "!is invalid");
    CHECK(outcome(use, R"({"_union_type":"str","_union_value":"3"})")
        == R"({"$union":"str","value":"3"})");
    CHECK(outcome(type_use("union", tagged), R"({"_union_type":"text","body":"hi","type":"text"})")
        == R"({"$union":"text","value":{"body":"hi","type":"text"}})");
    CHECK(outcome(type_use("union", tagged), R"({"_union_type":"nope","body":"hi","type":"text"})")
        == R"({"$union":"text","value":{"body":"hi","type":"text"}})");
}

TEST_CASE("once a tag matches, that member has the last word")
{
    auto use = type_use("union", tagged);
    CHECK(outcome(use, R"({"type":"image"})") == "!field must be present (url)");
    CHECK(outcome(use, R"({"type":{"$atom":"text"},"body":"x"})")
        == R"({"$union":"text","value":{"body":"x","type":"text"}})");
}

TEST_CASE("a tag may be kept from its member, and may be absent")
{
    auto use = type_use(
        "union", R"({"types":{"a":{"type":"map","tag":"kind","tag_value":"a","cast_tag?":false},
        "none":{"type":"map","tag":"kind","tag_value":null}}})");
    CHECK(outcome(use, R"({"kind":"a","n":1})") == R"({"$union":"a","value":{"n":1}})");
    CHECK(outcome(use, R"({"n":1})") == R"({"$union":"none","value":{"n":1}})");
    CHECK(outcome(use, R"({"kind":null})") == R"({"$union":"none","value":{"kind":null}})");
}

TEST_CASE("the members of a union are checked when they are defined")
{
    CHECK(problems("union").size() == 1);
    CHECK(problems("union", R"({"types":{"a":{"type":"strng"}}})")
        == std::vector<std::string> { "types.a: unknown type `strng`; did you mean `string`?" });
    CHECK(problems("union", R"({"storage":"map_with_tag","types":{"a":{"type":"map"}}})")
        == std::vector<std::string> {
            "storage `map_with_tag` needs a tag and a tag_value for member `a`" });
    CHECK(problems("union", R"({"storage":"odd","types":{"a":{"type":"map"}}})").size() == 2);
}

TEST_CASE("unions are equal if they are of one member, which decides")
{
    auto use = type_use("union", R"({"types":{"d":{"type":"decimal"},"s":{"type":"string"}}})");
    CHECK(equal(use, value(use, R"("1.0")"), value(use, "1")));
    CHECK_FALSE(equal(use, value(use, R"("1.0")"), value(use, R"({"$union":"s","value":"1.0"})")));
}

TEST_CASE("a union is stored with its member's name, or by its tag")
{
    auto use = type_use("union", plain);
    CHECK(stored(use, "1") == R"("{\"type\":\"int\",\"value\":1}")");
    CHECK(survives_storage(use, R"("abc")"));
    CHECK(survives_storage(use, R"("")"));
    auto by_tag = type_use("union", R"({"storage":"map_with_tag","types":{
        "a":{"type":"map","tag":"kind","tag_value":"a","cast_tag?":false,"constraints":{"fields":{"n":{"type":"integer"}}}}}})");
    CHECK(stored(by_tag, R"({"kind":"a","n":1})") == R"("{\"n\":1,\"kind\":\"a\"}")");
    CHECK(survives_storage(by_tag, R"({"kind":"a","n":1})"));
    CHECK_FALSE(load(use, { .kind = Kind::string, .text = R"({"type":"gone","value":1})" }));
}
