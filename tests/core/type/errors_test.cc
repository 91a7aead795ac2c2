#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

static std::vector<Error> errors_of(
    const TypeUse& use, std::string_view input, bool sensitive = false)
{
    Value out;
    TypeErrors errors;
    auto given = json(input);
    CHECK_FALSE(tunez::cast(use, given, out, errors));
    return to_errors(std::move(errors), ErrorCode::invalid_attribute, "value", given, sensitive);
}

TEST_CASE("an error of a type is one of its attribute")
{
    auto errors = errors_of(type_use("integer", R"({"max":10})"), "11");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].code == ErrorCode::invalid_attribute);
    CHECK(errors[0].field == "value");
    CHECK(errors[0].path.empty());
    CHECK(errors[0].message == "must be less than or equal to %{max}");
    CHECK(errors[0].vars == Map { { "max", 10 } });
    CHECK(errors[0].value == Value(11));
}

TEST_CASE("an error that names a field sits on it, under its attribute")
{
    auto use = type_use(
        R"({"array":"union"})", R"({"items":{"types":{"a":{"type":"map","tag":"t","tag_value":"a",
        "constraints":{"fields":{"n":{"type":"integer","allow_nil":false}}}}}}})");
    auto errors = errors_of(use, R"([{"t":"a"}])");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].field == "n");
    CHECK(errors[0].path == Path { "value", int64_t { 0 } });
}

TEST_CASE("an error that names none keeps the type's own path")
{
    auto errors = errors_of(type_use(R"({"array":"integer"})"), R"(["x"])");
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].field == "value");
    CHECK(errors[0].path == Path { int64_t { 0 } });
}

TEST_CASE("what was refused is not told of a sensitive attribute")
{
    auto errors = errors_of(type_use("integer"), R"("secret")", true);
    CHECK(errors[0].value == Value("**redacted**"));
}
