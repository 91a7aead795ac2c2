// Laws that hold for every type, tried with random values. The seeds are fixed.
#include "core/type/support.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

using namespace tunez;
using namespace tunez::test;

namespace {

class RandomInput {
public:
    explicit RandomInput(uint64_t seed)
        : random_(seed)
    {
    }

    size_t below(size_t limit) { return static_cast<size_t>(random_() % limit); }

    // Any input at all, more often one that several types take.
    Value any(int depth = 3)
    {
        switch (below(depth > 0 ? 14 : 10)) {
        case 0:
            return static_cast<int64_t>(random_());
        case 1:
            return static_cast<int64_t>(below(20)) - 10;
        case 2:
            return number();
        case 3:
        case 4:
            return text();
        case 5:
            return pick(numerals_);
        case 6:
            return pick(moments_);
        case 7:
            return Value::binary(bytes());
        case 8:
            return below(2) == 0 ? Value(true) : Value::atom("symbol");
        case 9:
            return pick(tagged_);
        case 10:
        case 11:
            return list(depth);
        default:
            return map(depth);
        }
    }

private:
    Value pick(const std::vector<Value>& choices) { return choices[below(choices.size())]; }

    Value number()
    {
        auto value = std::bit_cast<double>(random_());
        return std::isfinite(value) ? value : 0.5;
    }

    Value text()
    {
        static const std::vector<std::string> parts { "a", "B", " ", "ß", "é", "\"", "\\", "\n",
            "日", "$", "1", "0" };
        std::string result;
        for (auto count = below(6); count > 0; --count)
            result += parts[below(parts.size())];
        return result;
    }

    std::string bytes()
    {
        std::string result(below(20), '\0');
        for (char& byte : result)
            byte = static_cast<char>(random_());
        return result;
    }

    Value list(int depth)
    {
        List items;
        for (auto count = below(4); count > 0; --count)
            items.push_back(any(depth - 1));
        return items;
    }

    Value map(int depth)
    {
        static const std::vector<std::string> keys { "n", "text", "on", "$x", "type", "0" };
        Map fields;
        for (auto count = below(4); count > 0; --count)
            fields.set(keys[below(keys.size())], below(4) == 0 ? Value() : any(depth - 1));
        return fields;
    }

    std::mt19937_64 random_;
    std::vector<Value> numerals_ { "0", "-1", "1.50", "1.5", "1e3", "1000", "0.000001", "-0.0",
        "12345678901234567890", "2.0" };
    std::vector<Value> moments_ { "2020-01-01", "2019-12-31", "2020-01-01T10:00:00Z",
        "2020-01-01 12:00:00.25+02:00", "-0044-03-15", "10:30", "10:30:00.999999", "P1M", "P30D",
        "PT36H", "P1DT-1H", "1969-12-31T23:59:59.5Z", "f47ac10b-58cc-4372-a567-0e02b2c3d479",
        "018F3A5E-7B3C-7CC0-8000-000000000001" };
    std::vector<Value> tagged_ { json(R"({"$decimal":"1.0"})"), json(R"({"$date":"2020-02-29"})"),
        json(R"({"$datetime":"2020-01-01T10:00:00.5Z"})"), json(R"({"$tuple":[1,"x"]})"),
        json(R"({"$tuple":[1,5]})"), json(R"({"$union":"str","value":"x"})"),
        json(R"({"$ci_string":"MiXed"})"), json(R"({"$keyword":[["n",1]]})"),
        json(R"({"$duration":"PT0.5S"})") };
};

struct TypeWords {
    const char* type;
    const char* constraints = "{}";
};

const std::vector<TypeWords> all_types { { "string" },
    { "string", R"({"allow_empty":true,"trim":false})" }, { "ci_string" }, { "integer" },
    { "float" }, { "decimal" }, { "boolean" }, { "date" }, { "time" }, { "time_usec" },
    { "datetime" }, { "utc_datetime_usec" }, { "naive_datetime" }, { "duration" },
    { "duration", R"({"units":"day_time"})" }, { "atom", R"({"unsafe_to_atom":true})" },
    { R"({"enum":["a","b","1","true"]})" }, { "uuid" }, { "uuid_v7" }, { "binary" },
    { "url_encoded_binary" }, { R"({"array":"string"})", R"({"nil_items":true})" },
    { R"({"array":"integer"})" }, { R"({"array":"decimal"})" }, { R"({"array":"binary"})" },
    { R"({"array":{"array":"float"}})" }, { R"({"array":"map"})" }, { "map" },
    { "map",
        R"({"fields":{"n":{"type":"decimal"},"text":{"type":"string"},"on":{"type":"date"}}})" },
    { "keyword", R"({"fields":{"n":{"type":"integer"},"text":{"type":"ci_string"}}})" },
    { "tuple", R"({"fields":{"n":{"type":"integer"},"text":{"type":"string"}}})" },
    { "struct", R"({"instance_of":"S","fields":{"n":{"type":"float"},"text":{"type":"binary"}}})" },
    { "union",
        R"({"types":{"int":{"type":"integer"},"day":{"type":"date"},"str":{"type":"string"},"map":{"type":"map"}}})" },
    { "range", R"({"inner_type":"integer","allow_empty":true})" }, { "vector" }, { "term" },
    { R"({"new_type":"small","of":"integer","constraints":{"max":5}})" } };

// What of random input the type takes.
std::vector<Value> cast_values(const TypeUse& use, uint64_t seed, size_t tries)
{
    RandomInput random(seed);
    std::vector<Value> values;
    for (size_t i = 0; i < tries; ++i) {
        Value value;
        TypeErrors errors;
        bool valid = tunez::cast(use, random.any(), value, errors);
        if (valid != errors.empty())
            FAIL("a cast that succeeds reports nothing, one that fails says why");
        if (valid && !value.is_null())
            values.push_back(std::move(value));
    }
    return values;
}

bool is_storable(const TypeUse& use, const Value& value) { return dump(use, value).has_value(); }

// Maps without fields lose the kinds that JSON does not have, and maps with fields those that are
// null.
bool keeps_kinds(const TypeUse& use, const Value& value)
{
    if (value.is(Kind::map) && !use.members.empty())
        return std::ranges::none_of(
            value.map(), [](const auto& field) { return field.second.is_null(); });
    bool untyped = use.type->name == std::string_view("map") && use.members.empty();
    if (use.type->name == std::string_view("union"))
        return keeps_kinds(
            type_use("map"), value.inner().is(Kind::map) ? value.inner() : Value(Map()));
    if (use.items && value.is(Kind::list))
        return std::ranges::all_of(
            value.list(), [&](const Value& item) { return keeps_kinds(*use.items, item); });
    // Storage leaves nil members out (preserve_nil_values is off by default).
    if (!use.members.empty() && value.is(Kind::map)
        && std::ranges::any_of(
            value.map(), [](const auto& entry) { return entry.second.is_null(); }))
        return false;
    return !untyped || value.is_null() || *parse_json(to_json(value)) == value;
}

}

TEST_CASE("every value that was cast survives storage, and is cast to itself")
{
    for (const auto& words : all_types) {
        auto use = type_use(words.type, words.constraints);
        INFO(words.type << ' ' << words.constraints);
        for (const auto& value : cast_values(use, 17, 400)) {
            INFO(to_json(value, Tags::full));
            Value again;
            TypeErrors errors;
            REQUIRE(tunez::cast(use, value, again, errors) == errors.empty());
            bool is_bytes_of_base64 = use.type->name == std::string_view("url_encoded_binary");
            bool is_special_decimal
                = value.is(Kind::decimal) && value.decimal().form != Decimal::Form::finite;
            if (!is_bytes_of_base64 && !is_special_decimal && errors.empty())
                REQUIRE(equal(use, again, value));
            if (!is_storable(use, value))
                REQUIRE(value.is(Kind::big_integer));
            else if (!value_survives_storage(use, value))
                REQUIRE_FALSE(keeps_kinds(use, value));
        }
    }
}

TEST_CASE("what is taken for cast is a value of its type, or is refused")
{
    RandomInput random(41);
    std::vector<TypeUse> uses;
    for (const auto& words : all_types)
        uses.push_back(type_use(words.type, words.constraints));
    for (int i = 0; i < 4'000; ++i) {
        Value input = random.any(4);
        for (const auto& use : uses) {
            Value value;
            TypeErrors errors;
            bool taken = take_cast(use, input, value, errors);
            REQUIRE(taken == errors.empty());
            if (!taken || value.is_null())
                continue;
            INFO(use.type->name << ' ' << to_json(input, Tags::full));
            REQUIRE(equal(use, value, value));
            Value again;
            TypeErrors none;
            REQUIRE(take_cast(use, value, again, none));
            auto dumped = dump(use, value);
            if (!dumped) {
                REQUIRE(value.is(Kind::big_integer));
                continue;
            }
            REQUIRE(load(use, view(*dumped)));
            JsonWriter writer;
            write_stored(use, view(*dumped), writer);
            REQUIRE(writer.size() > 0);
        }
    }
}

TEST_CASE("what was cast is taken for cast, as it is")
{
    for (const auto& words : all_types) {
        auto use = type_use(words.type, words.constraints);
        INFO(words.type << ' ' << words.constraints);
        for (const auto& value : cast_values(use, 43, 200)) {
            Value taken;
            TypeErrors errors;
            REQUIRE(take_cast(use, value, taken, errors));
            bool is_bytes_of_base64 = use.type->name == std::string_view("url_encoded_binary");
            if (!is_bytes_of_base64)
                REQUIRE(equal(use, taken, value));
        }
    }
}

TEST_CASE("being equal is an equivalence")
{
    for (const auto& words : all_types) {
        auto use = type_use(words.type, words.constraints);
        INFO(words.type);
        auto values = cast_values(use, 23, 120);
        values.resize(std::min<size_t>(values.size(), 24));
        for (const auto& one : values) {
            REQUIRE(equal(use, one, one));
            for (const auto& other : values) {
                bool same = equal(use, one, other);
                REQUIRE(same == equal(use, other, one));
                for (const auto& third : values)
                    REQUIRE((!same || equal(use, other, third) == equal(use, one, third)));
            }
        }
    }
}

TEST_CASE("comparing is a total order where values of one type compare")
{
    for (const auto* words :
        { "string", "ci_string", "integer", "float", "decimal", "boolean", "date", "time_usec",
            "utc_datetime_usec", "naive_datetime", "duration", "uuid", "binary" }) {
        auto use = type_use(words);
        INFO(words);
        auto values = cast_values(use, 29, 300);
        values.resize(std::min<size_t>(values.size(), 30));
        for (const auto& one : values) {
            for (const auto& other : values) {
                auto order = compare_values(one, other);
                REQUIRE(order);
                REQUIRE(compare_values(other, one) == -*order);
                for (const auto& third : values)
                    REQUIRE((*order > 0 || compare_values(other, third).value() > 0
                        || compare_values(one, third).value() <= 0));
            }
        }
    }
}

TEST_CASE("text columns sort as the values they hold")
{
    for (const auto* words :
        { "date", "time_usec", "utc_datetime", "utc_datetime_usec", "naive_datetime" }) {
        auto use = type_use(words);
        auto values = cast_values(use, 31, 300);
        for (const auto& one : values) {
            for (const auto& other : values) {
                auto left = dump(use, one);
                auto right = dump(use, other);
                bool before_christ
                    = left->text().starts_with('-') || right->text().starts_with('-');
                if (!before_christ)
                    REQUIRE(compare_values(*left, *right) == compare_values(one, other));
            }
        }
    }
}

TEST_CASE("no input and no cell makes a type fall over")
{
    RandomInput random(37);
    std::vector<TypeUse> uses;
    for (const auto& words : all_types)
        uses.push_back(type_use(words.type, words.constraints));
    for (int i = 0; i < 2'000; ++i) {
        Value input = random.any(4);
        for (const auto& use : uses) {
            Value value;
            TypeErrors errors;
            CHECK(tunez::cast(use, input, value, errors) == errors.empty());
            auto embedded = from_embedded(use, input);
            if (input.is(Kind::integer) || input.is(Kind::real) || input.is(Kind::string)
                || input.is(Kind::binary)) {
                auto loaded = load(use, view(input));
                JsonWriter writer;
                write_stored(use, view(input), writer);
                CHECK(writer.size() > 0);
            }
        }
    }
}
