#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <string>

using namespace tunez;

TEST_CASE("a writer puts the commas where they belong")
{
    JsonWriter writer;
    writer.begin_object();
    writer.key("a");
    writer.begin_array();
    writer.integer(1);
    writer.null();
    writer.begin_object();
    writer.end_object();
    writer.boolean(false);
    writer.end_array();
    writer.raw_key(json_key("b\"c"));
    writer.string("x");
    writer.key("d");
    writer.raw("[]");
    writer.end_object();
    CHECK(writer.text() == R"({"a":[1,null,{},false],"b\"c":"x","d":[]})");
}

TEST_CASE("text is escaped wherever the special byte stands")
{
    for (size_t length = 0; length < 20; ++length) {
        for (size_t position = 0; position < length; ++position) {
            for (char special : { '"', '\\', '\n', '\x01', '\x1f', '\0' }) {
                std::string text(length, 'x');
                text[position] = special;
                auto json = to_json(text);
                CHECK(json.find(special == '"' || special == '\\' ? '\n' : special)
                    == std::string::npos);
                CHECK(*parse_json(json) == Value(text));
            }
        }
    }
}

TEST_CASE("letters beyond ASCII are escaped on the wire, and stand for themselves in storage")
{
    std::string_view text = "Océan 東 🎵!";
    CHECK(to_json(Value(text)) == "\"Océan 東 🎵!\"");
    auto sent = to_json(Value(text), Tags::wire);
    CHECK(sent == "\"Oc\\u00e9an \\u6771 \\ud83c\\udfb5!\"");
    CHECK(parse_json(sent, Tags::wire) == Value(text));
    CHECK(to_json(Value("12345678é"), Tags::wire) == "\"12345678\\u00e9\"");
}

TEST_CASE("JSON that is already there is written with its letters beyond ASCII escaped on the wire")
{
    std::string_view text = R"({"ü\\":["12345678日",1]})";
    JsonWriter wire(Tags::wire);
    wire.json(text);
    CHECK(wire.text() == R"({"\u00fc\\":["12345678\u65e5",1]})");
    JsonWriter plain(Tags::none);
    plain.json(text);
    CHECK(plain.text() == text);
}

TEST_CASE("bytes that are no text do not leave the string that they stand in")
{
    CHECK(to_json(Value("a\xf0\x9f"), Tags::wire) == "\"a\\ufffd\\ufffd\"");
    CHECK(to_json(Value("\xc3(\xff"), Tags::wire) == "\"\\ufffd(\\ufffd\"");
}

TEST_CASE("control characters have the short forms of JSON where there are some")
{
    CHECK(to_json("\b\f\n\r\t\"\\\x01\x1f\x7f") == "\"\\b\\f\\n\\r\\t\\\"\\\\\\u0001\\u001f\x7f\"");
}

TEST_CASE("text that is all escapes fits")
{
    std::string text(100'000, '\x01');
    CHECK(to_json(text).size() == 600'002);
}

TEST_CASE("floats are written shortest, and as floats")
{
    CHECK(to_json(0.1) == "0.1");
    CHECK(to_json(3.0) == "3.0");
    CHECK(to_json(-0.0) == "-0.0");
    CHECK(to_json(1e22) == "1.0e22");
    CHECK(to_json(std::numeric_limits<double>::infinity()) == "null");
    CHECK(to_json(std::numeric_limits<double>::denorm_min()) == "5.0e-324");
    CHECK(to_json(std::numeric_limits<double>::max()) == "1.7976931348623157e308");
    CHECK(to_json(3.0, Tags::wire) == "3.0");
    CHECK(to_json(3.0, Tags::full) == R"({"$float":"3.0"})");
    CHECK(to_json(0.5, Tags::full) == "0.5");
}

TEST_CASE("integers beyond 2^53 are tagged on the wire")
{
    CHECK(to_json(int64_t { 9007199254740991 }, Tags::wire) == "9007199254740991");
    CHECK(
        to_json(int64_t { 9007199254740992 }, Tags::wire) == R"({"$integer":"9007199254740992"})");
    CHECK(to_json(INT64_MIN, Tags::wire) == R"({"$integer":"-9223372036854775808"})");
    CHECK(to_json(INT64_MIN) == "-9223372036854775808");
}

TEST_CASE("a writer knows whether it has written a tag")
{
    JsonWriter writer;
    writer.value(List { 1, "a", Decimal { .digits = "1" } });
    CHECK_FALSE(writer.tagged());
    writer.value(Value::binary("x"));
    CHECK(writer.tagged());
    writer.clear();
    CHECK_FALSE(writer.tagged());
}

TEST_CASE("on the wire, what JSON can say is plain")
{
    auto wire = [](const Value& value) { return to_json(value, Tags::wire); };
    CHECK(wire(Decimal { .digits = "150", .exponent = -2 }) == R"("1.50")");
    CHECK(wire(Value::ci_string("Ab")) == R"("Ab")");
    CHECK(wire(Value::atom("draft")) == R"("draft")");
    CHECK(wire(Value::date(18263)) == R"("2020-01-02")");
    CHECK(wire(Value::datetime(1'577'923'200'000'000, Precision::second))
        == R"("2020-01-02T00:00:00Z")");
    CHECK(wire(Value::structure("Money", { { "amount", 1 } })) == R"({"amount":1})");
}

TEST_CASE("on the wire, what JSON cannot say is tagged")
{
    auto wire = [](const Value& value) { return to_json(value, Tags::wire); };
    CHECK(wire(Value::binary(std::string_view("\0\xff", 2))) == R"({"$binary":"AP8="})");
    CHECK(wire(Value::tuple({ 1 })) == R"({"$tuple":[1]})");
    CHECK(wire(Value::keyword({ { "a", 1 } })) == R"({"$keyword":[["a",1]]})");
    CHECK(wire(Value::union_of("number", 1)) == R"({"$union":"number","value":1})");
    CHECK(wire(Map { { "$date", "x" } }) == R"({"$map":[["$date","x"]]})");
    CHECK(wire(Value::big_integer({ .negative = true, .digits = "18446744073709551616" }))
        == R"({"$integer":"-18446744073709551616"})");
}

TEST_CASE("a field that was not loaded is absent, a forbidden one says its name")
{
    Map record { { "a", Value::not_loaded() }, { "b", Value::forbidden_field() }, { "c", 1 } };
    CHECK(to_json(record, Tags::wire) == R"({"b":{"$forbidden":"b"},"c":1})");
}

TEST_CASE("a writer goes back to where it was")
{
    JsonWriter writer;
    writer.begin_array();
    writer.integer(1);
    size_t size = writer.size();
    bool needs_comma = writer.needs_comma();
    writer.begin_object();
    writer.key("half");
    writer.truncate(size, needs_comma);
    writer.integer(2);
    writer.end_array();
    CHECK(writer.take() == "[1,2]");
    CHECK(writer.text().empty());
}

namespace {

// Values of every kind that a tag or plain JSON can carry, nested, from a fixed seed.
class RandomValues {
public:
    explicit RandomValues(uint64_t seed)
        : random_(seed)
    {
    }

    Value value(int depth)
    {
        switch (below(depth > 0 ? 22 : 16)) {
        case 0:
            return {};
        case 1:
            return below(2) == 0;
        case 2:
            return static_cast<int64_t>(random_());
        case 3:
            return static_cast<int64_t>(below(1000)) - 500;
        case 4:
            return std::ldexp(static_cast<double>(static_cast<int64_t>(random_())),
                static_cast<int>(below(600)) - 300);
        case 5:
            return static_cast<double>(below(100));
        case 6:
            return Value::big_integer({ .negative = below(2) == 0,
                .digits = "1" + std::string(static_cast<size_t>(20 + below(30)), '7') });
        case 7:
            return Decimal { .negative = below(2) == 0,
                .digits = std::to_string(1 + below(100000)),
                .exponent = -3 };
        case 8:
            return Value::ci_string(text());
        case 9:
            return Value::atom(text());
        case 10:
            return Value::binary(bytes());
        case 11:
            return Value::date(static_cast<int64_t>(below(40000)) - 20000);
        case 12:
            return Value::time(static_cast<int64_t>(below(86'400)) * 1'000'000, Precision::second);
        case 13:
            return Value::datetime(
                static_cast<int64_t>(below(1'000'000'000)) * 1'000'007, Precision::microsecond);
        case 14:
            return Value::duration({ .months = static_cast<int64_t>(below(12)),
                .seconds = 1 + static_cast<int64_t>(below(60)) });
        case 15:
            return text();
        case 16:
            return list(depth);
        case 17:
            return Value::tuple(list(depth));
        case 18:
            return Value::keyword(map(depth));
        case 19:
            return Value::union_of(text(), value(depth - 1));
        default:
            return map(depth);
        }
    }

private:
    uint64_t below(uint64_t limit) { return random_() % limit; }

    std::string text()
    {
        static constexpr std::string_view pieces[] = { "a", "Z", "\"", "\\", "\n", "\x01",
            "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "$", "plain words ", "/", "__proto__" };
        std::string text;
        for (uint64_t count = below(12); count > 0; --count)
            text += pieces[below(std::size(pieces))];
        return text;
    }

    std::string bytes()
    {
        std::string bytes;
        for (uint64_t count = below(20); count > 0; --count)
            bytes += static_cast<char>(below(256));
        return bytes;
    }

    List list(int depth)
    {
        List list;
        for (uint64_t count = below(6); count > 0; --count)
            list.push_back(value(depth - 1));
        return list;
    }

    Map map(int depth)
    {
        Map map;
        for (uint64_t count = below(20); count > 0; --count)
            map.set((below(4) == 0 ? "$" : "") + text(), value(depth - 1));
        return map;
    }

    std::mt19937_64 random_;
};

} // namespace

TEST_CASE("any value that is written with full tags is read back equal")
{
    RandomValues random(20200102);
    for (int round = 0; round < 2000; ++round) {
        Value value = random.value(4);
        auto json = to_json(value, Tags::full);
        auto read = parse_json(json, Tags::wire);
        INFO(json);
        INFO((read ? to_json(*read, Tags::full) : read.error().rendered()));
        REQUIRE(read);
        REQUIRE(*read == value);
    }
}
