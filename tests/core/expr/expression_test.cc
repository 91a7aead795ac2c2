#include "expr/expression.h"

#include "resource/resource.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

static Attribute attribute(std::string_view name, bool sensitive = false)
{
    Attribute attribute;
    attribute.name = name;
    attribute.sensitive = sensitive;
    return attribute;
}

static ExpressionRef equals(const Attribute& attribute, Value value)
{
    return call(Operator::eq, { attribute_ref(attribute), literal(std::move(value)) });
}

TEST_CASE("a comparison is inspected as the reference prints it")
{
    auto status = attribute("status");
    CHECK(inspect(*equals(status, Value::atom("draft"))) == "status == :draft");
    CHECK(inspect(*equals(status, Value("draft"))) == "status == \"draft\"");
    CHECK(inspect(*equals(status, Value())) == "status == nil");
    CHECK(inspect(*call(Operator::gte, { attribute_ref(status), literal(5) })) == "status >= 5");
    CHECK(
        inspect(*call(Operator::not_eq_, { attribute_ref(status), literal(5) })) == "status != 5");
    CHECK(inspect(
              *call(Operator::in, { attribute_ref(status), literal(List { Value(1), Value(2) }) }))
        == "status in [1, 2]");
    CHECK(inspect(*call(Operator::is_nil, { attribute_ref(status) })) == "is_nil(status)");
}

TEST_CASE("logic inside other logic is inspected in parentheses")
{
    auto a = attribute("a");
    auto b = attribute("b");
    auto either = call(Operator::or_, { equals(a, 1), equals(b, 2) });
    auto all = both(both(equals(a, 1), equals(b, 2)), equals(a, 3));
    CHECK(inspect(*both(either, equals(a, 3))) == "(a == 1 or b == 2) and a == 3");
    CHECK(inspect(*all) == "a == 1 and b == 2 and a == 3");
    CHECK(inspect(*call(Operator::not_, { either })) == "not (a == 1 or b == 2)");
    CHECK(inspect(*call(Operator::not_, { equals(a, 1) })) == "not a == 1");
}

TEST_CASE("what a sensitive field is compared with is not shown")
{
    auto secret = attribute("secret", true);
    auto open = attribute("open");
    CHECK(inspect(*both(equals(secret, "hunter2"), equals(open, "x")))
        == "secret == **redacted** and open == \"x\"");
    CHECK(inspect(*call(Operator::eq, { literal("hunter2"), attribute_ref(secret) }))
        == "**redacted** == secret");
    CHECK(
        inspect(*call(Operator::in, { attribute_ref(secret), literal(List { Value("hunter2") }) }))
        == "secret in **redacted**");
}

TEST_CASE("a missing condition is true")
{
    auto a = attribute("a");
    auto condition = equals(a, 1);
    CHECK(both(condition, nullptr) == condition);
    CHECK(both(nullptr, condition) == condition);
    CHECK(both(nullptr, nullptr) == nullptr);
}
