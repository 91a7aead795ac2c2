#include "type/plain_json.h"

#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <random>

using namespace tunez;

TEST_CASE("JSON that says the same everywhere is plain")
{
    for (auto text : { "1", "-0.5e+10", "\"a\\u00e9\\n\"", "[]", "{}", "[[],{}]",
             "[1, {\"a\" : [null,true,false]} ]", " {\"a\":1,\n\"b\":2}", "9007199254740991",
             "-9007199254740991", "90071992547409911.5", "1E400", "{\"a\":\"$\"}", "\"$\"",
             "[\"a\",[1],2]" })
        CHECK(is_plain_json(text));
}

TEST_CASE("keys that look like tags and integers beyond 2^53 are not plain")
{
    for (auto text : { "{\"$a\":1}", "[{\"a\":1,\"$\":2}]", "9007199254740992",
             "[-9007199254740992]", "12345678901234567" })
        CHECK_FALSE(is_plain_json(text));
}

TEST_CASE("what is not one JSON value is not plain")
{
    for (auto text : { "", " ", "[", "]", "[1", "[1,", "[1,]", "[,1]", "{", "{\"a\"",
             "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{,}", "{a:1}", "{\"a\" 1}", "[1}", "{\"a\":1]",
             "1 2", "[]]", "tru", "nul", "True", "01", "-", "1.", ".5", "1e", "+1", "\"", "\"\\x\"",
             "\"\\u12\"", "\"\\", "\"a\nb\"", "'a'", "[1] x", "NaN", "{\"a\":1 \"b\":2}", "[1 2]" })
        CHECK_FALSE(is_plain_json(text));
}

TEST_CASE("JSON nested deeper than documents may be is not plain")
{
    auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(is_plain_json(nested(max_json_depth)));
    CHECK_FALSE(is_plain_json(nested(max_json_depth + 1)));
    CHECK_FALSE(is_plain_json(std::string(100'000, '[')));
}

TEST_CASE("plain JSON is JSON, whatever is done to the text")
{
    std::mt19937 random(41);
    const std::string original = R"({"a":[1,-2.5e3,"x\"y\u0041",{"b":null}],"c":{},"d":[[],true]})";
    constexpr std::string_view letters = "{}[]\",:\\u01e.-+tfn \n$a";
    for (int i = 0; i < 20'000; ++i) {
        auto text = original;
        for (auto changes = random() % 3 + 1; changes > 0; --changes)
            text[random() % text.size()] = letters[random() % letters.size()];
        INFO(text);
        if (is_plain_json(text))
            REQUIRE(parse_json(text));
    }
}
