#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("an array takes lists, and casts each item")
{
    auto use = type_use(R"({"array":"integer"})");
    CHECK(outcome(use, R"(["1",2])") == "[1,2]");
    CHECK(outcome(use, "[]") == "[]");
    CHECK(outcome(use, "null") == "null");
    for (auto input : { R"("")", R"("[1]")", "1", "true", R"({"$tuple":[1]})" })
        CHECK(outcome(use, input) == "!is invalid");
}

TEST_CASE("an array takes the maps that forms make of lists")
{
    auto use = type_use(R"({"array":"string"})");
    CHECK(outcome(use, R"({"10":"c","2":"b","0":"a"})") == R"(["a","b","c"])");
    CHECK(outcome(use, R"({"01":"d","0":"a","1":"b","00":"c"})") == R"(["a","c","d","b"])");
    CHECK(outcome(use, "{}") == "[]");
    CHECK(outcome(use, R"({"b":1,"a":0,"c":"x"})") == R"(["a","b","c"])");
}

static TypeErrors cast_errors(const TypeUse& use, std::string_view input)
{
    Value out;
    TypeErrors errors;
    CHECK_FALSE(tunez::cast(use, json(input), out, errors));
    return errors;
}

TEST_CASE("the first item that cannot be cast ends an array, and its place is the path")
{
    auto errors = cast_errors(type_use(R"({"array":"integer"})"), R"([1,"x","y"])");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].path == Path { int64_t { 1 } });
    CHECK(errors[0].index == 1);
}

TEST_CASE("the constraints of all items are checked, and name no place")
{
    auto errors = cast_errors(
        type_use(R"({"array":"integer"})", R"({"items":{"min":0,"max":5}})"), "[-1,6,3]");
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].message == "must be greater than or equal to %{min}");
    CHECK(errors[0].path.empty());
    CHECK(errors[1].index == 1);
}

TEST_CASE("items that are null are refused, kept or removed")
{
    CHECK(outcome(type_use(R"({"array":"string"})"), R"([" a ",""])") == "!no nil values");
    CHECK(outcome(type_use(R"({"array":"string"})", R"({"nil_items?":true})"), R"(["a","",null])")
        == R"(["a",null,null])");
    CHECK(outcome(
              type_use(R"({"array":"string"})", R"({"remove_nil_items?":true})"), R"(["a","","b"])")
        == R"(["a","b"])");
    CHECK(outcome(type_use(R"({"array":"integer"})", R"({"remove_nil_items":true})"), R"([""])")
        == "[]");
}

TEST_CASE("the length of an array counts what is left, and is reported beside the errors of items")
{
    auto use = type_use(
        R"({"array":"string"})", R"({"min_length":2,"max_length":2,"remove_nil_items?":true})");
    CHECK(outcome(use, R"(["a",null])") == "!must have 2 or more items");
    CHECK(outcome(use, R"(["a",null,"b"])") == R"(["a","b"])");
    CHECK(outcome(use, R"(["a","b","c"])") == "!must have 2 or fewer items");
    auto both = type_use(R"({"array":"string"})", R"({"max_length":1,"items":{"max_length":2}})");
    CHECK(outcome(both, R"(["abc","d"])")
        == "!length must be less than or equal to 2 !must have 1 or fewer items");
}

TEST_CASE("arrays of arrays take one level of `items` each, and a path holds the innermost place")
{
    auto use = type_use(
        R"({"array":{"array":"integer"}})", R"({"items":{"max_length":1,"items":{"max":3}}})");
    CHECK(outcome(use, R"([[1],["2"]])") == "[[1],[2]]");
    CHECK(outcome(use, "[[9]]") == "!must be less than or equal to 3");
    auto errors = cast_errors(use, R"([[1],[2,"x"]])");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].path == Path { int64_t { 1 } });
}

TEST_CASE("items of a new type fail in casting, at their place")
{
    auto use = type_use(R"({"array":{"new_type":"grade","of":"integer","constraints":{"max":6}}})");
    auto errors = cast_errors(use, "[1,7]");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].message == "must be less than or equal to %{max}");
    CHECK(errors[0].path == Path { int64_t { 1 } });
}

TEST_CASE("lists and maps may count as empty")
{
    auto use = type_use(R"({"array":"integer"})", R"({"empty_values":["",{"none":true},[0]]})");
    CHECK(outcome(use, R"({"none":true})") == "[]");
    CHECK(outcome(use, "[0]") == "[]");
    CHECK(outcome(use, R"("")") == "!is invalid");
}

TEST_CASE("arrays are equal item by item, in order")
{
    auto use = type_use(R"({"array":"decimal"})");
    CHECK(equal(use, value(use, R"(["1.0","2"])"), value(use, R"([1,"2.00"])")));
    CHECK_FALSE(equal(use, value(use, "[1,2]"), value(use, "[2,1]")));
    CHECK_FALSE(equal(use, value(use, "[1]"), value(use, "[1,2]")));
}

TEST_CASE("an array is stored as JSON, and copied to the wire where that is the same")
{
    auto texts = type_use(R"({"array":"string"})");
    CHECK(stored(texts, R"(["a","b\"c"])") == R"("[\"a\",\"b\\\"c\"]")");
    for (auto input : { "[]", R"(["a"])", R"(["$5","{\"$date\":1}"])",
             R"(["12345678901234567890"])", R"([{"$binary":"/w=="}])" })
        CHECK(survives_storage(texts, input));
    CHECK(survives_storage(type_use(R"({"array":"integer"})"), R"([1,"9007199254740993"])"));
    CHECK(survives_storage(type_use(R"({"array":"integer"})", R"({"nil_items?":true})"), "[null]"));
    CHECK(survives_storage(type_use(R"({"array":"decimal"})"), R"(["1.50",2])"));
    CHECK(survives_storage(
        type_use(R"({"array":{"array":"utc_datetime"}})"), R"([["2020-01-01"],[]])"));
}

TEST_CASE("a cell that holds no JSON is not an array")
{
    auto use = type_use(R"({"array":"integer"})");
    for (std::string_view text : { "", "[1", "{}", "null", "[\"x\"]" })
        CHECK_FALSE(load(use, { .kind = Kind::string, .text = text }));
}

TEST_CASE("an array needs to know its items")
{
    CHECK(problems("array").size() == 1);
    CHECK(problems(R"({"array":"strng"})")
        == std::vector<std::string> { "items: unknown type `strng`; did you mean `string`?" });
    CHECK(problems(R"({"array":"string"})", R"({"items":{"max_lenth":1}})").size() == 1);
    CHECK(problems(R"({"array":"string"})", R"({"max_length":"many"})").size() == 1);
}
