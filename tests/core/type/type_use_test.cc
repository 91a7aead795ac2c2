#include "core/type/support.h"

#include <set>

using namespace tunez;
using namespace tunez::test;

TEST_CASE("every builtin type has a name of its own, and can be found")
{
    std::set<std::string_view> names;
    for (const Type* type : builtin_types()) {
        CHECK(names.insert(type->name).second);
        CHECK(find_type(type->name) == type);
        CHECK((type->cast_input != nullptr) != (type->cast_nested != nullptr));
        CHECK(type->dump != nullptr);
        CHECK(type->load != nullptr);
        CHECK((type->write_stored != nullptr || type->text_is_wire != nullptr));
    }
    CHECK(find_type("strng") == nullptr);
    CHECK(names.size() == 34);
}

TEST_CASE("an unknown type is refused, with the one that may have been meant")
{
    CHECK(problems("strng")
        == std::vector<std::string> { "unknown type `strng`; did you mean `string`?" });
    CHECK(problems("xyz") == std::vector<std::string> { "unknown type `xyz`" });
}

TEST_CASE("a type is a name or one of a few maps")
{
    CHECK(problems(R"({"list":"string"})").size() == 1);
    CHECK(problems(R"({"embedded":"Name"})").empty());
    CHECK(problems("embedded").size() == 1);
    std::vector<std::string> problems;
    make_type_use(Value(5), {}, host(), problems);
    make_type_use({}, {}, host(), problems);
    make_type_use("string", 5, host(), problems);
    CHECK(problems.size() == 3);
}

TEST_CASE("constraints lose their question marks, and those that are null do not count")
{
    auto use = type_use("string", R"({"trim?":false,"max_length":null})");
    CHECK(use.constraints == Map { { "trim", false } });
    CHECK(problems("boolean", R"({"max":1})")
        == std::vector<std::string> { "unknown constraint `max` of type `boolean`" });
}

TEST_CASE("all mistakes in constraints are reported at once")
{
    CHECK(problems("string", R"({"max_length":"5","min":1,"trim":"no"})").size() == 3);
}

TEST_CASE("a new type is its base with constraints that are part of casting")
{
    auto use = type_use(R"({"new_type":"grade","of":"integer","constraints":{"min":1,"max?":6}})");
    CHECK(use.new_type == "grade");
    CHECK(use.type->name == std::string_view("integer"));
    Value out;
    TypeErrors errors;
    CHECK_FALSE(cast_input(use, 7, out, errors));
    CHECK(errors.size() == 1);
    CHECK(outcome(use, "7") == "!must be less than or equal to 6");
    CHECK(outcome(use, R"("")") == "null");
    auto member = type_use("union",
        R"({"types":{"grade":{"type":{"new_type":"grade","of":"integer","constraints":{"max":6}}},
        "any":{"type":"integer"}}})");
    CHECK(outcome(member, "7") == R"({"$union":"any","value":7})");
}

TEST_CASE("constraints given beside a new type add to its own")
{
    auto use = type_use(R"({"new_type":"short","of":"string","constraints":{"max_length":5}})",
        R"({"min_length":3})");
    CHECK(outcome(use, R"("ab")") == "!length must be greater than or equal to 3");
    CHECK(outcome(use, R"("abcdef")") == "!length must be less than or equal to 5");
}

TEST_CASE("new types are built on new types")
{
    auto use = type_use(
        R"({"new_type":"tags","of":{"array":{"new_type":"tag","of":"string","constraints":{"max_length":3}}},
        "constraints":{"max_length":1}})");
    CHECK(outcome(use, R"(["ab"])") == R"(["ab"])");
    CHECK(outcome(use, R"(["a","b"])") == "!must have 1 or fewer items");
    CHECK(problems(R"({"new_type":"x","of":"strng"})").size() == 1);
    CHECK(problems(R"({"new_type":1,"of":"string"})").size() == 1);
    CHECK(problems(R"({"new_type":"x"})").size() == 1);
}

TEST_CASE("a definition nested as deep as a message may be is read")
{
    std::string words = "\"string\"";
    for (int depth = 0; depth < 200; ++depth)
        words = "{\"array\":" + words + "}";
    CHECK(problems(words).empty());
}
