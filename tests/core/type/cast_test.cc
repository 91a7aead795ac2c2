#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("null is null in every type")
{
    for (auto words : { "string", "integer", "boolean", "date", "utc_datetime", "decimal", "map",
             "term", "binary" })
        CHECK(outcome(type_use(words), "null") == "null");
}

TEST_CASE("a field that was not loaded or is forbidden cannot be cast")
{
    for (auto words : { "string", "term", "map" }) {
        CHECK(outcome_of(type_use(words), Value::not_loaded()) == "!is invalid");
        CHECK(outcome_of(type_use(words), Value::forbidden_field()) == "!is invalid");
    }
}

TEST_CASE("no constraint is checked after a cast that failed")
{
    CHECK(outcome(type_use("integer", R"({"min":1})"), R"("x")") == "!is invalid");
}

TEST_CASE("null equals only null, whatever the type says")
{
    auto use = type_use("decimal");
    CHECK(equal(use, {}, {}));
    CHECK_FALSE(equal(use, {}, 0));
    CHECK_FALSE(equal(use, value(use, "0"), {}));
}

TEST_CASE("null is stored as null")
{
    auto use = type_use("uuid");
    CHECK(dump(use, {}) == Value());
    CHECK(load(use, {}) == Value());
    JsonWriter writer;
    write_stored(use, {}, writer);
    CHECK(writer.text() == "null");
}

TEST_CASE("a value that is not of the type is not stored")
{
    for (auto words : { "string", "ci_string", "integer", "float", "decimal", "boolean", "date",
             "time", "utc_datetime", "naive_datetime", "duration", "atom", "uuid", "binary",
             "vector", "map", "module" }) {
        auto dumped = dump(type_use(words), Value::union_of("x", 1));
        REQUIRE_FALSE(dumped);
        CHECK(dumped.error().code == ErrorCode::invalid_casted_value);
    }
}

TEST_CASE("integers, booleans, texts and dates survive a document")
{
    for (auto [words, input] :
        std::vector<std::pair<const char*, const char*>> { { "integer", "5" },
            { "boolean", "true" }, { "string", R"("x")" }, { "ci_string", R"("X")" },
            { "date", R"("2020-01-01")" }, { "utc_datetime_usec", R"("2020-01-01T00:00:00.5Z")" },
            { "time", R"("10:00")" }, { "decimal", R"("1.50")" }, { "duration", R"("P1D")" },
            { "uuid", R"("f47ac10b-58cc-4372-a567-0e02b2c3d479")" },
            { "binary", R"({"$binary":"/w=="})" }, { "atom", R"({"$atom":"x"})" },
            { "atom", "true" }, { "float", R"({"$float":"2.0"})" }, { "vector", "[1.5]" } }) {
        auto use = type_use(words);
        auto original = value(use, input);
        auto back = from_embedded(use, json(to_json(to_embedded(use, original))));
        INFO(words);
        REQUIRE(back);
        CHECK(*back == original);
    }
}
