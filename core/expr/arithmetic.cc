#include "base/calendar_arithmetic.h"
#include "base/decimal_arithmetic.h"
#include "expr/arguments.h"
#include "expr/functions.h"

#include <cmath>

namespace tunez::expr {

static constexpr int32_t significant_digits = 34;

static bool is_integer(const Value& value)
{
    return value.is(Kind::integer) || value.is(Kind::big_integer);
}

static std::optional<Decimal> decimal_of(const Value& number)
{
    if (number.is(Kind::integer))
        return Decimal::from_integer(number.integer());
    if (number.is(Kind::real))
        return Decimal::from_double(number.real());
    return number.decimal();
}

static double double_of(const Value& number)
{
    if (number.is(Kind::integer))
        return static_cast<double>(number.integer());
    return number.is(Kind::real) ? number.real() : number.decimal().to_double();
}

static Value integer_of(std::optional<Decimal> number)
{
    if (!number)
        return unknown();
    if (auto small = number->to_integer())
        return Value(*small);
    return Value::big_integer(std::move(*number));
}

// No more digits than a column keeps.
static Value fitted(std::optional<Decimal> number)
{
    if (!number)
        return unknown();
    auto excess = static_cast<int32_t>(number->digits.size()) - significant_digits;
    return excess > 0 ? Value(rounded(*number, -(number->exponent + excess)))
                      : Value(std::move(*number));
}

static Value real_of(double value) { return std::isfinite(value) ? Value(value) : unknown(); }

namespace {

// What an operator does to each kind of number.
struct Arithmetic {
    bool (*overflows)(int64_t left, int64_t right, int64_t& result);
    std::optional<Decimal> (*decimals)(const Decimal& left, const Decimal& right);
    double (*floats)(double left, double right);
};

} // namespace

static Value calculate(const Arithmetic& arithmetic, const Value& left, const Value& right)
{
    if (left.is(Kind::decimal) || right.is(Kind::decimal)) {
        auto one = decimal_of(left);
        auto other = decimal_of(right);
        return one && other ? fitted(arithmetic.decimals(*one, *other)) : unknown();
    }
    if (left.is(Kind::real) || right.is(Kind::real))
        return real_of(arithmetic.floats(double_of(left), double_of(right)));
    int64_t result = 0;
    if (left.is(Kind::integer) && right.is(Kind::integer)
        && !arithmetic.overflows(left.integer(), right.integer(), result))
        return result;
    return integer_of(arithmetic.decimals(*decimal_of(left), *decimal_of(right)));
}

static bool is_moment(const Value& value)
{
    return value.is(Kind::date) || value.is(Kind::datetime) || value.is(Kind::naive_datetime)
        || value.is(Kind::time);
}

static Value duration_or_unknown(const std::optional<Duration>& duration)
{
    return duration ? Value::duration(*duration) : unknown();
}

Evaluated add(Arguments arguments)
{
    static constexpr Arithmetic arithmetic {
        [](int64_t left, int64_t right, int64_t& result) {
            return __builtin_add_overflow(left, right, &result);
        },
        tunez::add,
        [](double left, double right) { return left + right; },
    };
    const auto& left = arguments[0];
    const auto& right = arguments[1];
    if (left.is_number() && right.is_number())
        return calculate(arithmetic, left, right);
    if (is_moment(left) && right.is(Kind::duration))
        return moved(left, right.duration());
    if (left.is(Kind::duration) && is_moment(right))
        return moved(right, left.duration());
    if (left.is(Kind::duration) && right.is(Kind::duration))
        return duration_or_unknown(sum(left.duration(), right.duration()));
    return unknown();
}

// The last one that is over: half a second before is a second before.
static Value whole_seconds(int64_t microseconds)
{
    auto seconds = microseconds / microseconds_per_second;
    return Value(microseconds % microseconds_per_second < 0 ? seconds - 1 : seconds);
}

Evaluated subtract(Arguments arguments)
{
    static constexpr Arithmetic arithmetic {
        [](int64_t left, int64_t right, int64_t& result) {
            return __builtin_sub_overflow(left, right, &result);
        },
        tunez::subtract,
        [](double left, double right) { return left - right; },
    };
    const auto& left = arguments[0];
    const auto& right = arguments[1];
    if (left.is_number() && right.is_number())
        return calculate(arithmetic, left, right);
    if (is_moment(left) && right.is(Kind::duration))
        return moved(left, negated(right.duration()));
    if (left.is(Kind::duration) && right.is(Kind::duration))
        return duration_or_unknown(sum(left.duration(), negated(right.duration())));
    if (left.kind() != right.kind())
        return unknown();
    if (left.is(Kind::date))
        return Value(left.days() - right.days());
    if (left.is(Kind::time))
        return whole_seconds(left.microseconds() - right.microseconds());
    if (left.is(Kind::datetime) || left.is(Kind::naive_datetime))
        return Value((left.microseconds() - right.microseconds()) / microseconds_per_second);
    return unknown();
}

static Value times(Duration duration, int64_t count)
{
    static constexpr int64_t Duration::* parts[]
        = { &Duration::years, &Duration::months, &Duration::weeks, &Duration::days,
              &Duration::hours, &Duration::minutes, &Duration::seconds, &Duration::microseconds };
    for (auto part : parts) {
        if (__builtin_mul_overflow(duration.*part, count, &(duration.*part)))
            return unknown();
    }
    return duration_or_unknown(sum(duration, {}));
}

Evaluated multiply(Arguments arguments)
{
    static constexpr Arithmetic arithmetic {
        [](int64_t left, int64_t right, int64_t& result) {
            return __builtin_mul_overflow(left, right, &result);
        },
        tunez::multiply,
        [](double left, double right) { return left * right; },
    };
    const auto& left = arguments[0];
    const auto& right = arguments[1];
    if (left.is_number() && right.is_number())
        return calculate(arithmetic, left, right);
    if (left.is(Kind::duration) && right.is(Kind::integer))
        return times(left.duration(), right.integer());
    if (left.is(Kind::integer) && right.is(Kind::duration))
        return times(right.duration(), left.integer());
    return unknown();
}

static bool is_zero(const Value& number)
{
    if (number.is(Kind::integer))
        return number.integer() == 0;
    return number.is(Kind::real) ? number.real() == 0 : number.decimal().is_zero();
}

// What is no number is cast to a float.
static Evaluated operand(const Value& value)
{
    if (value.is_null() || value.is_number())
        return value;
    if (auto number = cast_plainly("float", Kind::real, value))
        return *std::move(number);
    return failure("Could not cast " + inspect(value) + " as :float");
}

// Two integers have a float for a quotient.
Evaluated divide(Arguments arguments)
{
    auto left = TRY(operand(arguments[0]));
    auto right = TRY(operand(arguments[1]));
    if (left.is_null() || right.is_null())
        return Value();
    if (is_zero(right))
        return failure("bad argument in arithmetic expression");
    if (!left.is(Kind::decimal) && !right.is(Kind::decimal))
        return real_of(double_of(left) / double_of(right));
    auto dividend = decimal_of(left);
    auto divisor = decimal_of(right);
    return dividend && divisor ? fitted(tunez::divide(*dividend, *divisor)) : unknown();
}

Evaluated negate(Arguments arguments)
{
    const auto& value = arguments[0];
    if (value.is(Kind::duration))
        return Value::duration(negated(value.duration()));
    if (value.is(Kind::real))
        return Value(-value.real());
    if (!value.is_number())
        return unknown();
    auto number = *decimal_of(value);
    number.negative = !number.negative && !(is_integer(value) && number.is_zero());
    return is_integer(value) ? integer_of(std::move(number)) : Value(std::move(number));
}

// A float is rounded as the number that it is, not as the one that it is written like.
Evaluated round(Arguments arguments)
{
    const auto& number = arguments[0];
    const auto& places = arguments.size() > 1 ? arguments[1] : Value(0);
    constexpr int64_t most_places = 15;
    auto count = places.is(Kind::integer) ? places.integer() : most_places + 1;
    if (number.is(Kind::decimal)) {
        if (count < -most_places || count > most_places)
            return failure("precision " + display(places) + " is out of range");
        return Value(
            without_trailing_zeros(rounded(number.decimal(), static_cast<int32_t>(count))));
    }
    if (count < 0 || count > most_places)
        return failure("precision " + display(places) + " is out of valid range of 0.."
            + std::to_string(most_places));
    if (is_integer(number))
        return real_of(double_of(number));
    constexpr double all_whole = 4503599627370496.0;
    auto exact = std::abs(number.real()) < all_whole ? exact_decimal(number.real()) : std::nullopt;
    return exact ? Value(rounded(*exact, static_cast<int32_t>(count)).to_double()) : number;
}

// Digit by digit, as by hand; both are integers.
static std::optional<Decimal> remainder(const Decimal& dividend, Decimal divisor)
{
    divisor.negative = false;
    Decimal rest;
    for (auto digit : dividend.digits) {
        rest.digits = rest.is_zero() ? std::string(1, digit) : rest.digits + digit;
        while (compare(rest, divisor) >= 0) {
            auto less = tunez::subtract(rest, divisor);
            if (!less)
                return std::nullopt;
            rest = std::move(*less);
        }
    }
    rest.negative = dividend.negative && !rest.is_zero();
    return rest;
}

Evaluated rem(Arguments arguments)
{
    const auto& left = arguments[0];
    const auto& right = arguments[1];
    if (is_zero(right))
        return failure("bad argument in arithmetic expression");
    if (!left.is(Kind::integer) || !right.is(Kind::integer))
        return integer_of(remainder(*decimal_of(left), *decimal_of(right)));
    // The one quotient that does not fit.
    return Value(right.integer() == -1 ? int64_t { 0 } : left.integer() % right.integer());
}

} // namespace tunez::expr
