#include "base/json.h"
#include "expr/build.h"
#include "expr/evaluate.h"
#include "expr/function.h"
#include "support/fake_host.h"
#include "type/type.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

// As JSON; `?` for what cannot be known, and an error by its message.
static std::string said(const Evaluated& value)
{
    if (!value)
        return value.error().rendered();
    return value->is_marker() ? "?" : to_json(*value);
}

static std::string of(Operator op, const std::vector<Value>& arguments)
{
    std::vector<ExpressionRef> literals;
    for (const auto& argument : arguments)
        literals.push_back(literal(argument));
    return said(evaluate(*build(op, std::move(literals))));
}

static std::string cast_into(const char* item, const Value& value)
{
    FakeHost host;
    std::vector<std::string> problems;
    auto use = std::make_shared<TypeUse>(
        make_type_use(Value(Map { { "array", item } }), Value(), host, problems));
    REQUIRE(problems.empty());
    return said(evaluate(*cast_to(use, literal(value))));
}

static Value day(const char* text) { return Value::date(*parse_date(text)); }

static Value time(const char* text)
{
    return Value::time(*parse_time(text), Precision::microsecond);
}

static Value moment(const char* text)
{
    return Value::datetime(parse_date_time(text)->microseconds, Precision::second);
}

static Value span(const char* text) { return Value::duration(*Duration::parse(text)); }

static Value big(const char* digits) { return Value::big_integer(*Decimal::parse(digits)); }

static std::string not_cast(const char* function)
{
    return std::string("Could not cast function arguments for ") + function;
}

TEST_CASE("a date to which hours are added is its midnight, and then the day of what comes out")
{
    auto added = [](int64_t count, const char* unit) {
        return of(Operator::date_add, { day("2020-01-31"), count, Value::atom(unit) });
    };
    CHECK(added(-25, "hour") == "\"2020-01-29\"");
    CHECK(added(24, "hour") == "\"2020-02-01\"");
    CHECK(added(-1, "minute") == "\"2020-01-30\"");
    CHECK(added(86399, "second") == "\"2020-01-31\"");
    CHECK(added(-1, "millisecond") == "\"2020-01-30\"");
    CHECK(added(86'400'000'000, "microsecond") == "\"2020-02-01\"");
    CHECK(added(9000, "year") == "?");
    CHECK(of(Operator::date_add, { day("2020-01-31"), span("PT24H") }) == "?");
}

TEST_CASE("a duration times a whole number is each of its parts times that number")
{
    CHECK(of(Operator::multiply, { span("P1D"), 2 }) == "\"P2D\"");
    CHECK(of(Operator::multiply, { -3, span("P1Y2MT4.5S") }) == "\"P-3Y-6MT-13.5S\"");
    CHECK(of(Operator::multiply, { span("P1D"), 2.0 }) == "?");
    CHECK(of(Operator::multiply, { span("P1D"), span("P1D") }) == "?");
    CHECK(of(Operator::multiply, { span("P1D"), INT64_MAX }) == "?");
    CHECK(of(Operator::multiply, { span("P1D"), big("9223372036854775808") }) == "?");
    CHECK(of(Operator::multiply, { span("P1D"), Value() }) == "null");
}

TEST_CASE("the difference of two times of day is in whole seconds, rounded down")
{
    CHECK(of(Operator::subtract, { time("10:00:00"), time("09:30:00") }) == "1800");
    CHECK(of(Operator::subtract, { time("09:30:00"), time("10:00:00") }) == "-1800");
    CHECK(of(Operator::subtract, { time("10:00:00.5"), time("10:00:00") }) == "0");
    CHECK(of(Operator::subtract, { time("10:00:00"), time("10:00:00.5") }) == "-1");
    CHECK(of(Operator::subtract, { time("10:00:00"), day("2020-01-31") }) == "?");
}

TEST_CASE("what a function is given is cast to what it declares to take")
{
    const Value nums = List { 4, 5, 6 };
    auto unit = Value::atom("day");
    CHECK(of(Operator::date_add, { "2020-01-31", 1, unit }) == "\"2020-02-01\"");
    CHECK(of(Operator::date_add, { "2020-01-31T10:00:00", 1, "Day" }) == "\"2020-02-01\"");
    CHECK(of(Operator::date_add, { day("2020-01-31"), "1", unit }) == "\"2020-02-01\"");
    CHECK(of(Operator::date_add, { day("2020-01-31"), "P1D" }) == "\"2020-02-01\"");
    CHECK(of(Operator::datetime_add, { "2020-01-31T00:00:00Z", 1, "hour" })
        == "\"2020-01-31T01:00:00Z\"");
    CHECK(of(Operator::datetime_add, { "2020-01-31T00:00:00.5+01:00", 1, "hour" })
        == "\"2020-01-31T00:00:00Z\"");
    CHECK(of(Operator::datetime_add, { "2020-01-31", 1, "hour" }) == "\"2020-01-31T01:00:00Z\"");
    CHECK(of(Operator::start_of_day, { "2020-01-31" }) == "\"2020-01-31T00:00:00Z\"");
    CHECK(of(Operator::start_of_day, { "2020-01-31T10:00:00Z" }) == "\"2020-01-31T00:00:00Z\"");
    CHECK(of(Operator::at, { nums, "1" }) == "5");
    CHECK(of(Operator::at, { nums, "-1" }) == "6");
    CHECK(of(Operator::rem, { 7, "3" }) == "1");
    CHECK(of(Operator::round, { "1.6" }) == "2.0");
    CHECK(of(Operator::round, { "1" }) == "1.0");
    CHECK(of(Operator::round, { 1.26, "1" }) == "1.3");
    CHECK(of(Operator::string_length, { 1234 }) == "4");
}

TEST_CASE("empty text that is no value of what a function takes is nil")
{
    CHECK(of(Operator::round, { "" }) == "null");
    CHECK(of(Operator::rem, { 7, "" }) == "null");
    CHECK(of(Operator::date_add, { "", 1, "day" }) == "null");
    CHECK(of(Operator::start_of_day, { "" }) == "null");
    CHECK(of(Operator::string_length, { "" }) == "0");
}

TEST_CASE("what cannot be cast to what a function takes is an error, also beside nil")
{
    const Value map = Map { { "a", 1 } };
    const Value nums = List { 4, 5, 6 };
    CHECK(of(Operator::round, { "abc" }) == not_cast("round/1"));
    CHECK(of(Operator::round, { true }) == not_cast("round/1"));
    CHECK(of(Operator::round, { 1.5, 1.5 }) == not_cast("round/2"));
    CHECK(of(Operator::rem, { 5.5, 2 }) == not_cast("rem/2"));
    CHECK(of(Operator::rem, { Value(), "x" }) == not_cast("rem/2"));
    CHECK(of(Operator::at, { nums, 1.5 }) == not_cast("at/2"));
    CHECK(of(Operator::string_length, { map }) == not_cast("string_length/1"));
    CHECK(of(Operator::string_trim, { map }) == not_cast("string_trim/1"));
    CHECK(of(Operator::contains, { map, "a" }) == not_cast("contains/2"));
    CHECK(of(Operator::string_position, { "a", map }) == not_cast("string_position/2"));
    CHECK(of(Operator::string_join, { "a" }) == not_cast("string_join/1"));
    CHECK(of(Operator::string_join, { Value(List { map }), "-" }) == not_cast("string_join/2"));
    CHECK(of(Operator::start_of_day, { "abc" }) == not_cast("start_of_day/1"));
    CHECK(of(Operator::date_add, { "abc", 1, "day" }) == not_cast("date_add/3"));
    CHECK(of(Operator::date_add, { day("2020-01-31"), 1, "decade" }) == not_cast("date_add/3"));
    CHECK(of(Operator::date_add, { day("2020-01-31"), 0, "decade" }) == not_cast("date_add/3"));
    CHECK(of(Operator::date_add, { day("2020-01-31"), 1 }) == not_cast("date_add/2"));
    CHECK(of(Operator::datetime_add, { moment("2020-01-31T00:00:00Z"), 1.5, "day" })
        == not_cast("datetime_add/3"));
}

TEST_CASE("only lists have a length and nils to count")
{
    CHECK(of(Operator::length, { "abc" }) == "Cannot use length/1 on non-list inputs");
    CHECK(of(Operator::count_nils, { "abc" }) == "Cannot use count_nils/1 on non-list inputs");
    CHECK(of(Operator::count_nils, { Value(List { Value(), 1 }) }) == "1");
    CHECK(of(Operator::count_nils, { Value() }) == "null");
}

TEST_CASE("the remainder of integers of any size is an integer with the sign of the dividend")
{
    auto beyond = big("9223372036854775808");
    CHECK(of(Operator::rem, { beyond, 10 }) == "8");
    CHECK(of(Operator::rem, { big("-9223372036854775808123"), 1000 }) == "-123");
    CHECK(of(Operator::rem, { 7, beyond }) == "7");
    CHECK(of(Operator::rem, { beyond, big("-9223372036854775807") }) == "1");
    CHECK(of(Operator::rem, { beyond, beyond }) == "0");
    CHECK(of(Operator::rem, { INT64_MIN, -1 }) == "0");
    CHECK(of(Operator::rem, { "123456789012345678901", "100000000000000000000" })
        == "23456789012345678901");
    CHECK(of(Operator::rem, { beyond, 0 }) == "bad argument in arithmetic expression");
}

TEST_CASE("a path leads through maps by name and through lists by position")
{
    const Value map = Map { { "l", List { 1, 2 } }, { "m", Map { { "n", 3 } } } };
    auto found = [&](List path) { return of(Operator::get_path, { map, Value(std::move(path)) }); };
    CHECK(found({ "m", "n" }) == "3");
    CHECK(found({ "l" }) == "[1,2]");
    CHECK(found({ "l", 0 }) == "1");
    CHECK(found({ "m", "n", "o" }) == "?");
    CHECK(found({ "x", "y" }) == "null");
}

TEST_CASE("a division takes what can be cast to a float")
{
    CHECK(of(Operator::divide, { 1, "1" }) == "1.0");
    CHECK(of(Operator::divide, { "1.5", "2" }) == "0.75");
    CHECK(of(Operator::divide, { 1, "" }) == "null");
    CHECK(of(Operator::divide, { 1, "x" }) == "Could not cast \"x\" as :float");
    CHECK(of(Operator::divide, { Value(), "x" }) == "Could not cast \"x\" as :float");
    CHECK(of(Operator::divide, { true, 1 }) == "Could not cast true as :float");
    CHECK(of(Operator::divide, { 1, "0" }) == "bad argument in arithmetic expression");
    CHECK(of(Operator::divide, { Value(*Decimal::parse("3")), 2 }) == "\"1.5\"");
}

TEST_CASE("a list is cast item by item")
{
    CHECK(cast_into("string", Value(List { 1, "2", true, Value() })) == R"(["1","2","true",null])");
    CHECK(cast_into("integer", Value(List { 1, "2" })) == "[1,2]");
    CHECK(cast_into("integer", Value(List { 1, "x" })) == "is invalid");
    CHECK(cast_into("string", Value(List { 1, Value(Map { { "a", 1 } }) })) == "is invalid");
}

TEST_CASE("text without case is split without regard to it")
{
    CHECK(of(Operator::string_split, { Value::ci_string("aXbxC"), "x" }) == R"(["a","b","c"])");
    CHECK(of(Operator::string_split, { "aXbxC", Value::ci_string("X") }) == R"(["a","b","c"])");
    CHECK(of(Operator::string_split, { "aXbxC", "x" }) == R"(["aXb","C"])");
    CHECK(of(Operator::string_split,
              { Value::ci_string("xA"), "X", Value(Map { { "trim?", true } }) })
        == R"(["a"])");
}
