#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("a constraint of the wrong kind is refused with what it must be")
{
    struct Case {
        const char* type;
        const char* constraints;
        const char* problem;
    };
    static constexpr Case cases[] = {
        { "float", R"({"max":"5"})", "constraint `max` must be a number, got \"5\"" },
        { "float", R"({"max":true})", "constraint `max` must be a number, got true" },
        { "decimal", R"({"max":true})", "constraint `max` must be a number, got true" },
        { "integer", R"({"max":1.5})", "constraint `max` must be a whole number, got 1.5" },
        { "string", R"({"max_length":-1})",
            "constraint `max_length` must be a whole number from 0, got -1" },
        { "ci_string", R"({"casing":5})", "constraint `casing` must be a text, got 5" },
        { "string", R"({"match":5})", "constraint `match` must be a regular expression, got 5" },
        { "string", R"({"match":{"flags":"i"}})",
            "constraint `match` must be a regular expression, got {\"flags\":\"i\"}" },
        { "string", R"({"match":{"regex":"a","flags":1}})",
            "constraint `match` must be a regular expression, got {\"regex\":\"a\",\"flags\":1}" },
        { "atom", R"({"one_of":"a"})", "constraint `one_of` must be a list, got \"a\"" },
        { "string", R"({"trim":"yes"})", "constraint `trim` must be true or false, got \"yes\"" },
        { "union", R"({"types":5})", "constraint `types` must be a map, got 5" },
        { "range", R"({"inner_type":"integer","lower":5})",
            "constraint `lower` must be a map, got 5" },
        { "range", R"({"inner_type":"integer","lower":["required"]})",
            "constraint `lower` must be a map, got [\"required\"]" },
    };
    for (const auto& [type, constraints, problem] : cases) {
        CAPTURE(type, constraints);
        CHECK(problems(type, constraints) == std::vector<std::string> { problem });
    }
}

TEST_CASE("numbers of any kind are constraints where a number is asked for")
{
    CHECK(outcome(type_use("float", R"({"max":5})"), "6") == "!must be less than or equal to 5.0");
    CHECK(outcome(type_use("decimal", R"({"max":{"$float":"2.5"}})"), "3")
        == "!must be less than or equal to 2.5");
    CHECK(outcome(type_use("decimal", R"({"greater_than":"2.5"})"), "2")
        == "!must be greater than 2.5");
    CHECK(problems("integer", R"({"max":{"$integer":"99999999999999999999"}})").empty());
}

TEST_CASE("the fields of a map are described by a map, a keyword list or a list with names")
{
    auto fields
        = [](std::string_view described) { return R"({"fields":)" + std::string(described) + "}"; };
    for (auto described : { R"({"a":{"type":"integer"}})", R"([{"name":"a","type":"integer"}])",
             R"({"$keyword":[["a",{"$keyword":[["type","integer"]]}]]})" }) {
        CAPTURE(described);
        CHECK(outcome(type_use("map", fields(described)), R"({"a":"7"})") == R"({"a":7})");
    }
    for (auto described :
        { R"({"a":5})", R"([5])", R"([{"type":"integer"}])", R"([{"name":5,"type":"integer"}])" }) {
        CAPTURE(described);
        CHECK(problems("map", fields(described)).size() == 1);
    }
}

TEST_CASE("the members of a union are described, and named where one of them is not right")
{
    CHECK(problems("union") == problems("union", R"({"types":{}})"));
    CHECK(problems("union", R"({"types":[5]})") == problems("union"));
    CHECK(problems("union", R"({"types":{"a":{"type":"strng"}}})")
        == std::vector<std::string> { "types.a: unknown type `strng`; did you mean `string`?" });
    CHECK(problems("union", R"({"storage":"flat","types":{"a":{"type":"map"}}})")
        == std::vector<std::string> {
            "constraint `storage` must be `type_and_value` or `map_with_tag`, got \"flat\"",
            "storage `map_with_tag` needs a tag and a tag_value for member `a`" });
    CHECK(
        problems("union", R"({"storage":"type_and_value","types":{"a":{"type":"map"}}})").empty());
    CHECK(
        problems("union", R"({"storage":"map_with_tag","types":{"a":{"type":"map","tag":"kind"}}})")
            .size()
        == 1);
}

TEST_CASE("a member may be the one without its tag")
{
    auto use = type_use("union", R"({"types":{
        "named":{"type":"map","tag":"kind","tag_value":"named"},
        "plain":{"type":"map","tag":"kind","tag_value":null}}})");
    CHECK(outcome(use, R"({"x":1})") == R"({"$union":"plain","value":{"x":1}})");
    CHECK(outcome(use, R"({"kind":"named"})") == R"({"$union":"named","value":{"kind":"named"}})");
    CHECK(outcome(use, R"({"kind":"other"})").starts_with("!No union type matched"));
    CHECK(survives_storage(use, R"({"x":1})"));
    auto kept = type_use("union", R"({"types":{
        "a":{"type":"map","tag":"kind","tag_value":"a","cast_tag?":false},
        "b":{"type":"map","tag":"kind","tag_value":"b","cast_tag":true}}})");
    CHECK(outcome(kept, R"({"kind":"a","x":1})") == R"({"$union":"a","value":{"x":1}})");
    CHECK(outcome(kept, R"({"kind":"b"})") == R"({"$union":"b","value":{"kind":"b"}})");
}

TEST_CASE("a day that has no successor stays the end of a range as it was given")
{
    auto use = type_use("range", R"json({"inner_type":"date"})json");
    CHECK(outcome(use, R"json({"lower":"9999-12-31","bounds":"(]"})json")
        == R"json({"lower":{"$date":"9999-12-31"},"upper":null,"bounds":"(]"})json");
    CHECK(outcome(use, R"json({"upper":"9999-12-31","bounds":"[]"})json")
        == R"json({"lower":null,"upper":{"$date":"9999-12-31"},"bounds":"[]"})json");
}

TEST_CASE("a range is empty where it says so, and its bounds are words")
{
    auto allowed = type_use("range", R"json({"inner_type":"integer","allow_empty":true})json");
    CHECK(outcome(allowed, R"json({"lower":1,"empty":true})json")
        == R"json({"lower":null,"upper":null,"bounds":"[)","empty":true})json");
    CHECK(outcome(allowed, R"json({"lower":1,"upper":2,"empty":"yes"})json")
        == R"json({"lower":1,"upper":2,"bounds":"[)"})json");
    CHECK(outcome(allowed, R"json({"lower":1,"bounds":5})json")
        == "!bounds is not a valid bounds specifier");
    CHECK(
        outcome(type_use("range", R"json({"inner_type":"integer","upper":{"required":true}})json"),
            R"json({"lower":1})json")
        == "!range must have a upper bound");
    CHECK(outcome(type_use(
                      "range", R"json({"inner_type":"integer","inner_constraints":{"min":5}})json"),
              R"json({"upper":4})json")
        == "!must be greater than or equal to 5");
}

TEST_CASE("values with parts compare when each part does")
{
    auto compared = [](std::string_view left, std::string_view right) {
        return compare_values(json(left), json(right));
    };
    CHECK(compared(R"({"$keyword":[["a",1],["b",null]]})", R"({"$keyword":[["a",1],["b",null]]})")
        == 0);
    CHECK_FALSE(compared(R"({"$keyword":[["a",1]]})", R"({"$keyword":[["a",2]]})"));
    CHECK_FALSE(compared(R"({"$keyword":[["a",1]]})", R"({"$keyword":[["b",1]]})"));
    CHECK_FALSE(compared(R"({"$keyword":[["a",1]]})", R"({"$keyword":[]})"));
    CHECK_FALSE(compared(R"({"a":1})", R"({"a":1,"b":2})"));
    CHECK_FALSE(compared(R"({"a":1})", R"({"b":1})"));
    CHECK(compared(R"({"a":null})", R"({"a":null})") == 0);
    CHECK(compared("[null,1]", "[null,2]") == -1);
    CHECK(compared(R"({"$tuple":[1,2]})", R"({"$tuple":[1]})") == 1);
    CHECK(compared(R"({"$union":"a","value":1})", R"({"$union":"a","value":2})") == -1);
    CHECK(compared(R"({"$union":"a","value":null})", R"({"$union":"a","value":null})") == 0);
    CHECK_FALSE(compared(R"({"$union":"a","value":1})", R"({"$union":"b","value":1})"));
    CHECK_FALSE(compared(R"({"$union":"a","value":null})", R"({"$union":"a","value":1})"));
    CHECK(
        compared(R"({"$struct":"A","value":{"x":1}})", R"({"$struct":"A","value":{"x":1}})") == 0);
    CHECK_FALSE(
        compared(R"({"$struct":"A","value":{"x":1}})", R"({"$struct":"B","value":{"x":1}})"));
    CHECK_FALSE(compare_values(Value(1), Value(std::numeric_limits<double>::quiet_NaN())));
    CHECK_FALSE(compare_values(Value::not_loaded(), Value::not_loaded()));
}

TEST_CASE("what is stored and no value of its type is refused when it is read")
{
    struct Case {
        TypeUse use;
        const char* stored;
    };
    std::vector<Case> cases;
    cases.push_back({ type_use("range", R"({"inner_type":"integer"})"), "[1]" });
    cases.push_back({ type_use("range", R"({"inner_type":"integer"})"), R"({"bounds":"x"})" });
    cases.push_back({ type_use("range", R"({"inner_type":"date"})"), R"({"lower":"soon"})" });
    cases.push_back({ type_use("union", R"({"types":{"a":{"type":"integer"}}})"), "5" });
    cases.push_back({ type_use("union", R"({"types":{"a":{"type":"integer"}}})"),
        R"({"type":"b","value":1})" });
    cases.push_back(
        { type_use("union", R"({"types":{"a":{"type":"integer"}}})"), R"({"type":"a"})" });
    cases.push_back(
        { type_use("union",
              R"({"storage":"map_with_tag","types":{"a":{"type":"map","tag":"t","tag_value":"a"}}})"),
            R"({"t":"b"})" });
    for (const auto& [use, stored] : cases) {
        CAPTURE(stored);
        auto loaded = load(use, view(Value(stored)));
        REQUIRE_FALSE(loaded);
        CHECK(loaded.error().code == ErrorCode::invalid_stored_value);
    }
}
