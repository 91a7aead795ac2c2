#include "core/type/support.h"

using namespace tunez;
using namespace tunez::test;

TEST_CASE("an enum takes its values in any letter case")
{
    auto use = type_use(R"({"enum":["draft","in_review","Published"]})");
    CHECK(outcome(use, R"("draft")") == R"({"$atom":"draft"})");
    CHECK(outcome(use, R"("In_Review")") == R"({"$atom":"in_review"})");
    CHECK(outcome(use, R"("published")") == R"({"$atom":"Published"})");
    CHECK(outcome(use, R"({"$atom":"DRAFT"})") == R"({"$atom":"draft"})");
    CHECK(outcome(use, R"("")") == "null");
    for (auto input : { R"("unknown")", R"(" draft")", "{}", R"(["draft"])", "1", "null " })
        CHECK((outcome(use, input) == "!is invalid" || outcome(use, input) == "null"));
}

TEST_CASE("an enum prefers the value that is written the same")
{
    auto use = type_use(R"({"enum":["a","A","1"]})");
    CHECK(outcome(use, R"("A")") == R"({"$atom":"A"})");
    CHECK(outcome(use, R"("a")") == R"({"$atom":"a"})");
    CHECK(outcome(use, "1") == R"({"$atom":"1"})");
}

TEST_CASE("enum values may be described, and labels do not match")
{
    auto use
        = type_use(R"({"enum":[{"value":"draft","label":"Not yet","description":"…"},"done"]})");
    CHECK(outcome(use, R"("draft")") == R"({"$atom":"draft"})");
    CHECK(outcome(use, R"("Not yet")") == "!is invalid");
}

TEST_CASE("the values of an enum are distinct texts")
{
    CHECK(problems(R"({"enum":["a","a"]})")
        == std::vector<std::string> { "enum value `a` is listed twice" });
    CHECK(problems(R"({"enum":[1]})")
        == std::vector<std::string> { "enum values must be texts, got 1" });
    CHECK(problems(R"({"enum":[]})").size() == 1);
    CHECK(problems(R"({"enum":"a"})").size() == 1);
    CHECK(problems("enum").size() == 1);
}

TEST_CASE("an enum is stored as text")
{
    auto use = type_use(R"({"enum":["draft","done"]})");
    CHECK(stored(use, R"("DONE")") == R"("done")");
    CHECK(survives_storage(use, R"("done")"));
    CHECK_FALSE(load(use, { .kind = Kind::string, .text = "gone" }));
}

TEST_CASE("the names of units of time are an enum")
{
    CHECK(outcome(type_use("duration_name"), R"("Day")") == R"({"$atom":"day"})");
    CHECK(outcome(type_use("duration_name"), R"("decade")") == "!is invalid");
    CHECK(survives_storage(type_use("duration_name"), R"("millisecond")"));
}
