#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <cmath>
#include <string>

using namespace tunez;

static Value parsed(std::string_view text, Tags tags = Tags::none)
{
    auto value = parse_json(text, tags);
    INFO(text.substr(0, 200));
    INFO((value ? std::string() : value.error().rendered()));
    REQUIRE(value);
    return *value;
}

static Error refused(std::string_view text, Tags tags = Tags::none)
{
    auto value = parse_json(text, tags);
    INFO(text.substr(0, 200));
    REQUIRE_FALSE(value);
    CHECK(value.error().code == ErrorCode::invalid_message);
    return value.error();
}

static std::string nested(size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST_CASE("plain JSON becomes values")
{
    CHECK(parsed("null").is_null());
    CHECK(parsed(" true ") == Value(true));
    CHECK(parsed("-12") == Value(-12));
    CHECK(parsed("1.5") == Value(1.5));
    CHECK(parsed("3.0") == Value(3.0));
    CHECK(parsed("1e3") == Value(1000.0));
    CHECK(parsed(R"("a\u00e9\n\ud83d\ude00")") == Value("a\xc3\xa9\n\xf0\x9f\x98\x80"));
    CHECK(parsed(R"([1,[],{"a":[2]}])") == Value(List { 1, List {}, Map { { "a", List { 2 } } } }));
}

TEST_CASE("escaped NULs are kept in text")
{
    CHECK(parsed(R"("a\u0000b")").text() == std::string_view("a\0b", 3));
}

TEST_CASE("integers never lose a digit")
{
    CHECK(parsed("9223372036854775807") == Value(INT64_MAX));
    CHECK(parsed("-9223372036854775808") == Value(INT64_MIN));
    auto above = parsed("9223372036854775808");
    REQUIRE(above.is(Kind::big_integer));
    CHECK(above.decimal().digits == "9223372036854775808");
    auto far_above = parsed("123456789012345678901234567890");
    REQUIRE(far_above.is(Kind::big_integer));
    CHECK(far_above.decimal().digits == "123456789012345678901234567890");
    auto below = parsed("-9223372036854775809");
    REQUIRE(below.is(Kind::big_integer));
    CHECK(below.decimal().negative);
    CHECK(below.decimal().digits == "9223372036854775809");
}

TEST_CASE("a number beyond every float is refused")
{
    CHECK(refused("1e999").message.find("number overflow") != std::string::npos);
}

TEST_CASE("keys keep their order, and of repeated ones the last counts")
{
    auto value = parsed(R"({"b":1,"a":2,"b":3})");
    REQUIRE(value.map().size() == 2);
    CHECK(value.map().entries()[0].first == "b");
    CHECK(*value.map().find("b") == Value(3));
}

TEST_CASE("__proto__ is a key like any other")
{
    auto value = parsed(R"({"__proto__":{"admin":true}})");
    CHECK(value.map().size() == 1);
    CHECK(value.map().contains("__proto__"));
}

TEST_CASE("nesting is read down to the limit and refused below it")
{
    CHECK(parsed(nested(256)).is(Kind::list));
    CHECK(refused(nested(257)).rendered() == "is nested deeper than 256 levels");
    refused(nested(10'000));
    refused(std::string(1'000'000, '['));
    std::string maps;
    for (int depth = 0; depth < 10'000; ++depth)
        maps += R"({"a":)";
    refused(maps);
}

TEST_CASE("a string of 50 MB is read")
{
    std::string text = '"' + std::string(50'000'000, 'x') + '"';
    CHECK(parsed(text).text().size() == 50'000'000);
}

TEST_CASE("a large text that is not finished gives a short message")
{
    auto error = refused('"' + std::string(1'000'000, 'x'));
    CHECK(error.rendered().size() < 300);
    CHECK(error.details.contains("position"));
}

TEST_CASE("what is not one JSON text is refused")
{
    for (std::string_view text : { "", " ", "nul", "truefalse", "[1,]", "{\"a\"}", "{a:1}", "[1 2]",
             "01", "+1", ".5", "1.", "'a'", "\"a", "\"\n\"", "\"\\x\"", "[1]x", "[1] [2]", "/**/1",
             "NaN", "Infinity", "\"\\ud800\"", "]", "-" })
        refused(text);
    refused(std::string_view("1\0", 2));
    refused(std::string_view("[1\0", 3));
    refused(std::string_view("\0", 1));
    refused("\xef\xbb\xbf[1]");
}

TEST_CASE("a message says where it stops being JSON")
{
    CHECK(refused("{\"a\":\n tru}").rendered()
        == "is not valid JSON: parse error at line 2, column 5: syntax error while parsing value - "
           "invalid literal");
}

TEST_CASE("text that is not valid UTF-8 is refused wherever it stands")
{
    refused("\"\xff\"");
    refused("\"\xc0\x80\"");
    refused("\"\xed\xa0\x80\"");
    refused("\"\xf4\x90\x80\x80\"");
    refused("\"\xe2\x82\"");
    refused("{\"\xc3\":1}");
    refused("\xff");
    refused("[1]\xff");
}

TEST_CASE("tags are read only when asked for")
{
    CHECK(parsed(R"({"$date":"2020-01-02"})") == Value(Map { { "$date", "2020-01-02" } }));
    CHECK(parsed(R"({"$date":"2020-01-02"})", Tags::wire) == Value::date(18263));
}

TEST_CASE("each tag stands for its value")
{
    auto wire = [](std::string_view text) { return parsed(text, Tags::wire); };
    CHECK(wire(R"({"$integer":"9007199254740993"})") == Value(int64_t { 9007199254740993 }));
    CHECK(wire(R"({"$integer":"-00012"})") == Value(-12));
    CHECK(
        wire(R"({"$integer":"18446744073709551616"})").decimal().digits == "18446744073709551616");
    CHECK(wire(R"({"$float":"3.0"})") == Value(3.0));
    CHECK(std::signbit(wire(R"({"$float":"-0.0"})").real()));
    CHECK(wire(R"({"$decimal":"1.50"})").decimal().to_string() == "1.50");
    CHECK(wire(R"({"$binary":"AP8="})") == Value::binary(std::string_view("\0\xff", 2)));
    CHECK(wire(R"({"$time":"10:20:30.5"})") == Value::time(37'230'500'000, Precision::microsecond));
    CHECK(wire(R"({"$naive_datetime":"2020-01-02T00:00:01"})")
        == Value::naive_datetime(1'577'923'201'000'000, Precision::second));
    CHECK(wire(R"({"$datetime":"2020-01-02T02:00:00.000001+02:00"})")
        == Value::datetime(1'577'923'200'000'001, Precision::microsecond));
    CHECK(wire(R"({"$duration":"P1D"})").duration().days == 1);
    CHECK(wire(R"({"$ci_string":"Ab"})") == Value::ci_string("Ab"));
    CHECK(wire(R"({"$atom":"draft"})") == Value::atom("draft"));
    CHECK(wire(R"({"$tuple":[1,{"$atom":"a"}]})") == Value::tuple({ 1, Value::atom("a") }));
    CHECK(wire(R"({"$union":"number","value":{"$decimal":"1"}})").inner().is(Kind::decimal));
    CHECK(wire(R"({"$forbidden":"salary"})").is(Kind::forbidden_field));
}

TEST_CASE("a keyword list keeps keys that repeat")
{
    auto value = parsed(R"({"$keyword":[["a",1],["a",2]]})", Tags::wire);
    REQUIRE(value.is(Kind::keyword));
    CHECK(value.map().size() == 2);
}

TEST_CASE("a map whose keys look like tags is written as pairs")
{
    auto value = parsed(R"({"$map":[["$date","x"],["b",{"$date":"2020-01-02"}]]})", Tags::wire);
    CHECK(value == Value(Map { { "$date", "x" }, { "b", Value::date(18263) } }));
}

TEST_CASE("a malformed tag is refused")
{
    for (std::string_view text :
        { R"({"$integer":"1.5"})", R"({"$integer":""})", R"({"$integer":"-"})", R"({"$integer":1})",
            R"({"$float":"x"})", R"({"$float":""})", R"({"$float":"0x10"})",
            R"({"$float":"1e999"})", R"({"$float":"nan"})", R"({"$decimal":"1.2.3"})",
            R"({"$binary":"AP8"})", R"({"$binary":"A==="})", R"({"$binary":"****"})",
            R"({"$date":"2020-13-01"})", R"({"$date":null})", R"({"$time":"25:00:00"})",
            R"({"$naive_datetime":"2020-01-02"})", R"({"$datetime":"2020-01-02T00:00:00"})",
            R"({"$duration":"1 day"})", R"({"$tuple":"x"})", R"({"$keyword":[1]})",
            R"({"$keyword":[["a"]]})", R"({"$map":[[1,2]]})", R"({"$map":{}})", R"({"$union":"a"})",
            R"({"$union":1,"value":2})", R"({"$union":"a","value":1,"more":2})",
            R"({"$date":"2020-01-02","more":1})" })
        CHECK(refused(text, Tags::wire).rendered().starts_with("malformed tag `$"));
    CHECK(refused(R"({"$unheard":"of"})", Tags::wire)
            .rendered()
            .starts_with("unknown tag `$unheard`"));
}

TEST_CASE("a malformed tag is refused with its path")
{
    auto error = refused(R"({"input":{"tracks":[{"n":1},{"n":{"$date":"x"},"m":2}]}})", Tags::wire);
    CHECK(error.path == Path { "input", "tracks", 1, "n" });
    CHECK(refused(R"([[],[{"$date":"x"}]])", Tags::wire).path == Path { 1, 0 });
    CHECK(refused(R"({"$date":"x"})", Tags::wire).path.empty());
}

TEST_CASE("UTF-8 is checked strictly")
{
    CHECK(is_valid_utf8(""));
    CHECK(is_valid_utf8("plain text of more than eight bytes"));
    CHECK(is_valid_utf8(
        "z\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 \xed\x9f\xbf \xee\x80\x80 \xf4\x8f\xbf\xbf"));
    for (std::string_view text :
        { "\x80", "\xc1\xbf", "\xc3", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
            "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "12345678\xc3", "\xe2\x28\xa1" })
        CHECK_FALSE(is_valid_utf8(text));
}

TEST_CASE("base64 goes both ways")
{
    std::string bytes;
    for (std::string_view text : { "", "f", "fo", "foo", "foob", "fooba", "foobar" }) {
        REQUIRE(decode_base64(encode_base64(text), bytes));
        CHECK(bytes == text);
    }
    CHECK(encode_base64("fooba") == "Zm9vYmE=");
    CHECK(encode_base64("\xfb\xff") == "+/8=");
}

TEST_CASE("base64 that is not in the standard form is refused")
{
    std::string bytes;
    for (std::string_view text :
        { "A", "AB", "ABC", "A===", "====", "AB=C", "-_8=", "Zm 9", "Zm9vYmE=Zm9v" })
        CHECK_FALSE(decode_base64(text, bytes));
}
