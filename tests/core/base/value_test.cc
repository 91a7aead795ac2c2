#include "base/value.h"

#include "catch_amalgamated.hpp"

#include <string>

using namespace tunez;

TEST_CASE("a value takes 16 bytes") { STATIC_REQUIRE(sizeof(Value) == 16); }

TEST_CASE("a value knows its kind and gives its contents back")
{
    CHECK(Value().is_null());
    CHECK(Value(true).boolean());
    CHECK(Value(int64_t { -5 }).integer() == -5);
    CHECK(Value(1.5).real() == 1.5);
    CHECK(Value("text").text() == "text");
    CHECK(Value("").text().empty());
    CHECK(Value::ci_string("Ab").text() == "Ab");
    CHECK(Value::atom("draft").text() == "draft");
    CHECK(Value::binary(std::string_view("\0\xff", 2)).text() == std::string_view("\0\xff", 2));
    CHECK(Value::date(18000).days() == 18000);
    CHECK(Value::time(1, Precision::microsecond).precision() == Precision::microsecond);
    CHECK(Value::datetime(-1, Precision::second).microseconds() == -1);
    CHECK(Value::duration({ .days = 3 }).duration().days == 3);
    CHECK(Value(List { 1, "two" }).list().size() == 2);
    CHECK(Value::tuple({ 1 }).is(Kind::tuple));
    CHECK(Value::structure("Money", { { "amount", 1 } }).name() == "Money");
    CHECK(Value::union_of("number", 3).inner() == Value(3));
    CHECK(Value::big_integer({ .negative = true, .digits = "9223372036854775809" })
            .decimal()
            .negative);
}

TEST_CASE("text may hold any byte and be large")
{
    std::string large(50'000'000, 'x');
    large[25'000'000] = '\0';
    CHECK(Value(large).text() == large);
}

TEST_CASE("markers are neither null nor present")
{
    for (const auto& marker : { Value::not_loaded(), Value::forbidden_field() }) {
        CHECK(marker.is_marker());
        CHECK_FALSE(marker.is_null());
        CHECK_FALSE(marker.is_present());
    }
    CHECK_FALSE(Value().is_present());
    CHECK(Value(false).is_present());
}

TEST_CASE("copies share contents until one of them changes")
{
    Value original(List { 1, 2 });
    Value copy = original;
    copy.mutable_list().push_back(3);
    CHECK(original.list().size() == 2);
    CHECK(copy.list().size() == 3);

    Value map(Map { { "a", 1 } });
    Value changed = map;
    changed.mutable_map().set("a", 2);
    CHECK(*map.map().find("a") == Value(1));
    CHECK(*changed.map().find("a") == Value(2));

    Value structure = Value::structure("Money", { { "amount", 1 } });
    Value other = structure;
    other.mutable_map().set("amount", 2);
    CHECK(other.name() == "Money");
    CHECK(*structure.map().find("amount") == Value(1));
}

TEST_CASE("contents that nobody shares are changed in place")
{
    Value list(List { 1 });
    const List* before = &list.list();
    list.mutable_list().push_back(2);
    CHECK(&list.list() == before);
}

TEST_CASE("a value survives assignment to and from its own contents")
{
    Value list(List { Value(List { "inner" }) });
    list = list.list()[0];
    CHECK(list == Value(List { "inner" }));
    Value& alias = list;
    list = alias;
    CHECK(list == Value(List { "inner" }));
    list = std::move(alias);
    CHECK(list == Value(List { "inner" }));
}

TEST_CASE("a moved-from value is null")
{
    Value text("text");
    Value other = std::move(text);
    CHECK(text.is_null()); // NOLINT(bugprone-use-after-move): what the test is about.
    CHECK(other.text() == "text");
}

TEST_CASE("equality asks for the same kind")
{
    CHECK_FALSE(Value(1) == Value(1.0));
    CHECK_FALSE(Value("a") == Value::atom("a"));
    CHECK_FALSE(Value(List { 1 }) == Value::tuple({ 1 }));
    CHECK_FALSE(Value() == Value(false));
    CHECK(Value() == Value(nullptr));
}

TEST_CASE("decimals are equal as written only")
{
    Value one(Decimal { .digits = "1" });
    Value one_and_none(Decimal { .digits = "10", .exponent = -1 });
    CHECK(one == Value(Decimal { .digits = "1" }));
    CHECK_FALSE(one == one_and_none);
}

TEST_CASE("maps are equal in any order, keyword lists in one")
{
    Map forward { { "a", 1 }, { "b", 2 } };
    Map backward { { "b", 2 }, { "a", 1 } };
    CHECK(Value(forward) == Value(backward));
    CHECK_FALSE(Value::keyword(forward) == Value::keyword(backward));
    CHECK_FALSE(Value(forward) == Value(Map { { "a", 1 }, { "c", 2 } }));
}

TEST_CASE("unions are equal with the same member and value")
{
    CHECK(Value::union_of("a", 1) == Value::union_of("a", 1));
    CHECK_FALSE(Value::union_of("a", 1) == Value::union_of("b", 1));
    CHECK_FALSE(Value::union_of("a", 1) == Value::union_of("a", 2));
}
