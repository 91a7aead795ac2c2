#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static const auto* const integers = R"json({"inner_type":"integer"})json";

TEST_CASE("a range takes pairs and maps, and is half-open where bounds have successors")
{
    auto use = type_use("range", integers);
    CHECK(outcome(use, R"json({"$tuple":["1",5]})json")
        == R"json({"lower":1,"upper":5,"bounds":"[)"})json");
    CHECK(outcome(use, R"json({"lower":1,"upper":5,"bounds":"[]"})json")
        == R"json({"lower":1,"upper":6,"bounds":"[)"})json");
    CHECK(outcome(use, R"json({"lower":1,"upper":5,"bounds":"(]"})json")
        == R"json({"lower":2,"upper":6,"bounds":"[)"})json");
    CHECK(outcome(use, R"json({"upper":5})json")
        == R"json({"lower":null,"upper":5,"bounds":"()"})json");
    CHECK(outcome(type_use("range", R"json({"inner_type":"date"})json"),
              R"json({"lower":"2020-01-31","bounds":"(]"})json")
        == R"json({"lower":{"$date":"2020-02-01"},"upper":null,"bounds":"[)"})json");
    CHECK(outcome(type_use("range", R"json({"inner_type":"datetime"})json"),
              R"json({"lower":"2020-01-31","bounds":"(]"})json")
        == R"json({"lower":{"$datetime":"2020-01-31T00:00:00Z"},"upper":null,"bounds":"(]"})json");
}

TEST_CASE("what is no range says so")
{
    auto use = type_use("range", integers);
    CHECK(outcome(use, "5") == "!is not a valid range");
    CHECK(outcome(use, R"json({"$tuple":[1]})json") == "!is not a valid range");
    CHECK(outcome(use, R"json({"lower":1,"bounds":"{}"})json")
        == "!bounds is not a valid bounds specifier");
    CHECK(outcome(use, R"json({"lower":"x"})json") == "!is invalid");
    CHECK(outcome(use, R"json({"$tuple":[5,1]})json")
        == "!range lower bound must not be greater than upper bound");
    CHECK(outcome(use, R"json({"lower":"99999999999999999999"})json") == "!is not a valid range");
}

TEST_CASE("a range that holds nothing is refused unless allowed")
{
    auto use = type_use("range", integers);
    CHECK(outcome(use, R"json({"$tuple":[1,1]})json") == "!range must not be empty");
    CHECK(outcome(use, R"json({"lower":1,"upper":2,"bounds":"()"})json")
        == "!range must not be empty");
    CHECK(outcome(use, R"json({"lower":1,"upper":1,"bounds":"[]"})json")
        == R"json({"lower":1,"upper":2,"bounds":"[)"})json");
    auto allowed = type_use("range", R"json({"inner_type":"integer","allow_empty?":true})json");
    CHECK(outcome(allowed, R"json({"$tuple":[1,1]})json")
        == R"json({"lower":null,"upper":null,"bounds":"[)","empty":true})json");
    CHECK(survives_storage(allowed, R"json({"empty?":true})json"));
}

TEST_CASE("the ends of a range may be required, inclusive or exclusive")
{
    auto use = type_use(
        "range", R"json({"inner_type":"naive_datetime","lower":{"required?":true,"inclusive?":true},
        "upper":{"inclusive":false}})json");
    CHECK(outcome(use, "{}") == "!range must have a lower bound");
    CHECK(outcome(use,
              R"json({"lower":"2020-01-01T00:00","upper":"2021-01-01T00:00","bounds":"(]"})json")
        == "!range lower bound must be inclusive !range upper bound must be exclusive");
    CHECK(outcome(type_use(
                      "range", R"json({"inner_type":"integer","inner_constraints":{"max":9}})json"),
              R"json({"lower":10})json")
        == "!must be less than or equal to 9");
}

TEST_CASE("the last integer has no successor")
{
    CHECK(outcome(type_use("range", integers),
              R"json({"upper":{"$integer":"9223372036854775807"},"bounds":"(]"})json")
        == R"json({"lower":null,"upper":{"$integer":"9223372036854775807"},"bounds":"(]"})json");
}

TEST_CASE("a range says what its bounds are")
{
    CHECK(problems("range").size() == 1);
    CHECK(problems("range", R"json({"inner_type":"string"})json").size() == 1);
    CHECK(problems("range", R"json({"inner_type":"integer","inner_constraints":{"maximum":1}})json")
              .size()
        == 1);
}

TEST_CASE("a range is stored as JSON")
{
    auto use = type_use("range", R"json({"inner_type":"date"})json");
    CHECK(stored(use, R"json({"$tuple":["2020-01-01","2020-02-01"]})json")
        == R"json("{\"lower\":\"2020-01-01\",\"upper\":\"2020-02-01\",\"bounds\":\"[)\"}")json");
    CHECK(survives_storage(use, R"json({"lower":"2020-01-01"})json"));
}
