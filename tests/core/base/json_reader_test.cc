#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <random>
#include <string>

using namespace tunez;
using nlohmann::json;

// A random number below the limit.
static size_t below(std::mt19937_64& random, size_t limit)
{
    return static_cast<size_t>(random() % limit);
}

static bool same(const Value& ours, const json& theirs)
{
    switch (theirs.type()) {
    case json::value_t::null:
        return ours.is_null();
    case json::value_t::boolean:
        return ours == Value(theirs.get<bool>());
    case json::value_t::number_integer:
        return ours == Value(theirs.get<int64_t>());
    case json::value_t::number_unsigned:
        return theirs.get<uint64_t>() > INT64_MAX ? ours.is(Kind::big_integer)
                                                  : ours == Value(theirs.get<int64_t>());
    case json::value_t::number_float:
        // Integers beyond 64 bits are floats there.
        if (ours.is(Kind::big_integer))
            return std::stod(ours.decimal().digits) == std::fabs(theirs.get<double>());
        return ours.is(Kind::real) && ours.real() == theirs.get<double>()
            && std::signbit(ours.real()) == std::signbit(theirs.get<double>());
    case json::value_t::string:
        return ours == Value(theirs.get<std::string>());
    case json::value_t::array:
        if (!ours.is(Kind::list) || ours.list().size() != theirs.size())
            return false;
        for (size_t item = 0; item < theirs.size(); ++item) {
            if (!same(ours.list()[item], theirs[item]))
                return false;
        }
        return true;
    case json::value_t::object:
        if (!ours.is(Kind::map) || ours.map().size() != theirs.size())
            return false;
        for (const auto& [key, value] : theirs.items()) {
            if (!ours.map().find(key) || !same(*ours.map().find(key), value))
                return false;
        }
        return true;
    default:
        return false;
    }
}

// nlohmann_json takes a NUL for the end of the text, and skips a byte order mark.
static bool is_in_dispute(const std::string& text)
{
    return text.find('\0') != std::string::npos || text.starts_with("\xef\xbb\xbf");
}

static void check_agreement(const std::string& text)
{
    if (is_in_dispute(text))
        return;
    auto ours = parse_json(text);
    auto theirs = json::parse(text, nullptr, false);
    INFO(text);
    REQUIRE(ours.has_value() == !theirs.is_discarded());
    if (ours)
        REQUIRE(same(*ours, theirs));
    else
        REQUIRE(ours.error().rendered() != "is not valid JSON");
}

TEST_CASE("numbers of every form are read as nlohmann_json reads them")
{
    for (const char* text :
        { "0", "-0", "-0.0", "0e0", "0E+1", "1e22", "1e23", "123456789012345678",
            "1234567890123456789", "12345678901234567890", "-12345678901234567890",
            "9007199254740993.0", "0.1", "0.10000000000000000555", "1e-400", "1e400", "-1e400",
            "1.7976931348623157e308", "1.7976931348623159e308", "4.9e-324",
            "2.2250738585072011e-308", "0.000000000000000000000000000001", "1e99999999999999999999",
            "1e-99999999999999999999", "100000000000000000000000000000000000.5", "00", "-", "-a",
            "1.", ".1", "1.e1", "1e", "1e+", "1E-", "--1", "+1", "0x1", "1_000",
            "123456789012345678.5", "0.000001234567890123456789e5", "8.5e-22", "3e-23" })
        check_agreement(text);
}

TEST_CASE("random floats are read to the last bit")
{
    std::mt19937_64 random(1);
    for (int round = 0; round < 20'000; ++round) {
        auto digits = std::to_string(random() >> random() % 64);
        auto point = below(random, digits.size() + 1);
        auto text = digits.substr(0, point) + "." + digits.substr(point) + "e"
            + std::to_string(static_cast<int>(random() % 60) - 30);
        check_agreement(text.starts_with('.') ? "0" + text : text);
    }
}

TEST_CASE("a text that is changed at random is read or refused as nlohmann_json does it")
{
    static const std::string texts[]
        = { R"({"a":[1,-2.5e3,true,false,null],"b":{"c":"d\né"},"e":""})",
              R"([ "\ud83d\ude00\\\"\/\b\f\n\r\t" , 12345678901234567890 , { } , [ ] ])",
              "\"\xf0\x9f\x98\x80\xc3\xa9\"", R"({"key":{"key":{"key":[[[[0.1]]]]}},"key":1})" };
    static constexpr std::string_view bytes
        = "{}[],:\"\\ \n0123456789.eE+-tfnu/\x01\x1f\x7f\x80\xc3\xff";
    std::mt19937_64 random(2);
    for (int round = 0; round < 50'000; ++round) {
        auto text = texts[below(random, std::size(texts))];
        for (auto changes = random() % 3; changes < 3; ++changes) {
            auto position = below(random, text.size());
            char byte = bytes[below(random, bytes.size())];
            switch (random() % 3) {
            case 0:
                text[position] = byte;
                break;
            case 1:
                text.insert(position, 1, byte);
                break;
            default:
                text.erase(position, 1 + below(random, 3));
                break;
            }
            if (text.empty())
                text = "0";
        }
        check_agreement(text);
    }
}

TEST_CASE("every text that is cut short is refused")
{
    std::string text = R"({"a":[1.5,true,null,"x\u00e9\ud83d\ude00"],"b":{}})";
    for (size_t length = 0; length < text.size(); ++length) {
        INFO(length);
        CHECK_FALSE(parse_json(std::string_view(text).substr(0, length)));
    }
    CHECK(parse_json(text));
}
