#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static const auto* const money_fields
    = R"({"fields":{"amount":{"type":"integer","constraints":{"max":10}},
    "currency":{"type":"string","allow_nil?":false,"constraints":{"max_length":3}}}})";

TEST_CASE("a map takes maps and their JSON text")
{
    auto use = type_use("map");
    CHECK(outcome(use, R"({"a":{"b":[1,"2",null]}})") == R"({"a":{"b":[1,"2",null]}})");
    CHECK(outcome(use, R"("{\"a\": 1}")") == R"({"a":1})");
    CHECK(outcome(use, R"("null")") == "null");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input :
        { R"("not json")", R"("[1]")", "1", "[]", R"("\"x\"")", R"({"$keyword":[["a",1]]})" })
        CHECK(outcome(use, input) == "!is invalid");
    CHECK(outcome_of(use, Value(std::string(10'000, '['))) == "!is invalid");
}

TEST_CASE("of a map with fields only those survive")
{
    auto use = type_use("map", money_fields);
    CHECK(outcome(use, R"({"currency":" EUR ","amount":"5","more":true})")
        == R"({"amount":5,"currency":"EUR"})");
    CHECK(outcome(use, R"({"currency":"EUR"})") == R"({"currency":"EUR"})");
    CHECK(outcome(use, R"({"currency":"EUR","amount":null})")
        == R"({"amount":null,"currency":"EUR"})");
    CHECK(outcome(use, "null") == "null");
}

TEST_CASE("the errors of all fields are reported, each with its field")
{
    auto use = type_use("map", money_fields);
    CHECK(outcome(use, R"({"amount":11,"currency":"EURO"})")
        == "!must be less than or equal to 10 (amount) !length must be less than or equal to 3 "
           "(currency)");
    CHECK(outcome(use, R"({"amount":11})")
        == "!must be less than or equal to 10 (amount) !field must be present (currency)");
    CHECK(outcome(use, R"({"currency":""})") == "!value must not be nil (currency)");
    CHECK(outcome(use, R"({"amount":"x"})") == "!is invalid !field must be present (currency)");
}

TEST_CASE("nested fields report the outermost name")
{
    auto use = type_use("map", R"({"fields":{"owner":{"type":"map","constraints":{"fields":{
        "name":{"type":"string","allow_nil":false},"age":{"type":"integer","constraints":{"min":0}}}}}}})");
    CHECK(outcome(use, R"({"owner":{"age":-1}})")
        == "!field must be present (owner) !must be greater than or equal to 0 (owner)");
}

TEST_CASE("fields may be listed")
{
    auto use = type_use(
        "map", R"({"fields":[{"name":"b","type":"integer"},{"name":"a","type":"integer"}]})");
    CHECK(outcome(use, R"({"a":1,"b":2})") == R"({"b":2,"a":1})");
}

TEST_CASE("fields are checked when they are defined")
{
    CHECK(problems("map", R"({"fields":{"a":{"type":"strng"}}})")
        == std::vector<std::string> { "fields.a: unknown type `strng`; did you mean `string`?" });
    CHECK(problems("map", R"({"fields":{"a":5}})").size() == 1);
    CHECK(problems("map", R"({"fields":[{"type":"string"}]})").size() == 1);
    CHECK(
        problems("map", R"({"fields":[{"name":"a","type":"string"},{"name":"a","type":"string"}]})")
        == std::vector<std::string> { "field `a` is declared twice" });
    CHECK(problems("map", R"({"fields":{"a":null}})").size() == 1);
}

TEST_CASE("maps are equal whatever the order of their keys")
{
    auto use = type_use("map");
    CHECK(equal(use, json(R"({"a":1,"b":[1.0,null]})"), json(R"({"b":[1,null],"a":1})")));
    CHECK_FALSE(equal(use, json(R"({"a":1})"), json(R"({"a":2})")));
    CHECK_FALSE(equal(use, json(R"({"a":1})"), json(R"({"b":1})")));
    CHECK_FALSE(equal(use, json(R"({"a":null})"), json("{}")));
}

TEST_CASE("a map is stored as JSON, its fields in their own forms")
{
    auto use = type_use("map",
        R"({"fields":{"price":{"type":"decimal"},"on":{"type":"date"},"raw":{"type":"binary"}}})");
    CHECK(stored(use, R"({"on":"2020-01-01","price":"1.50","raw":{"$binary":"/wA="}})")
        == R"("{\"price\":\"1.50\",\"on\":\"2020-01-01\",\"raw\":\"/wA=\"}")");
    CHECK(survives_storage(use, R"({"on":"2020-01-01","price":"1.50","raw":{"$binary":"/wA="}})"));
}

TEST_CASE("fields that are null are stored only if they are to be preserved")
{
    CHECK(stored(type_use("map", R"({"fields":{"a":{"type":"integer"}}})"), R"({"a":null})")
        == R"("{}")");
    CHECK(stored(
              type_use("map", R"({"preserve_nil_values?":true,"fields":{"a":{"type":"integer"}}})"),
              R"({"a":null})")
        == R"("{\"a\":null}")");
}

TEST_CASE("a map without fields is copied to the wire, unless something in it needs a tag")
{
    auto use = type_use("map");
    for (auto input : { "{}", R"({"a":[1.5,"x",{"b":null}]})", R"({"$map":[["$price",1]]})",
             R"({"n":{"$integer":"9007199254740993"}})",
             R"({"n":{"$integer":"99999999999999999999"}})", R"({"text":"\"$"})",
             R"({"f":{"$float":"3.0"}})", R"({"__proto__":1})" })
        CHECK(survives_storage(use, input));
}

TEST_CASE("what a document holds of fields that are no longer declared is not shown")
{
    auto use = type_use("map", R"({"fields":{"a":{"type":"integer"}}})");
    JsonWriter writer;
    write_stored(use, { .kind = Kind::string, .text = R"({"a":1,"secret":2})" }, writer);
    CHECK(writer.text() == R"({"a":1})");
}
