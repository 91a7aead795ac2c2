#include "base/decimal_arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace tunez {

// Sums and products of numbers that somebody computes with stay far below.
static constexpr int64_t most_digits = 10'000;
static constexpr int64_t quotient_digits = 34;

static bool is_finite(const Decimal& left, const Decimal& right)
{
    return left.form == Decimal::Form::finite && right.form == Decimal::Form::finite;
}

static void strip_leading_zeros(std::string& digits)
{
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

static std::string add_digits(std::string_view left, std::string_view right)
{
    std::string sum(std::max(left.size(), right.size()) + 1, '0');
    int carry = 0;
    for (size_t i = 0; i < sum.size(); ++i) {
        int digit = carry;
        if (i < left.size())
            digit += left[left.size() - 1 - i] - '0';
        if (i < right.size())
            digit += right[right.size() - 1 - i] - '0';
        sum[sum.size() - 1 - i] = static_cast<char>('0' + digit % 10);
        carry = digit / 10;
    }
    strip_leading_zeros(sum);
    return sum;
}

// `left` is not less than `right`.
static std::string subtract_digits(std::string_view left, std::string_view right)
{
    std::string difference(left);
    int borrow = 0;
    for (size_t i = 0; i < left.size(); ++i) {
        int digit = left[left.size() - 1 - i] - '0' - borrow;
        if (i < right.size())
            digit -= right[right.size() - 1 - i] - '0';
        borrow = digit < 0 ? 1 : 0;
        difference[left.size() - 1 - i] = static_cast<char>('0' + digit + borrow * 10);
    }
    strip_leading_zeros(difference);
    return difference;
}

// Both without leading zeros.
static bool is_less(std::string_view left, std::string_view right)
{
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

static std::string multiply_digits(std::string_view left, std::string_view right)
{
    std::string product(left.size() + right.size(), '0');
    for (size_t i = left.size(); i-- > 0;) {
        int carry = 0;
        for (size_t j = right.size(); j-- > 0;) {
            auto& place = product[i + j + 1];
            int digit = (left[i] - '0') * (right[j] - '0') + (place - '0') + carry;
            place = static_cast<char>('0' + digit % 10);
            carry = digit / 10;
        }
        product[i] = static_cast<char>(product[i] + carry);
    }
    strip_leading_zeros(product);
    return product;
}

std::optional<Decimal> add(const Decimal& left, const Decimal& right)
{
    if (!is_finite(left, right))
        return std::nullopt;
    auto exponent = std::min(left.exponent, right.exponent);
    auto aligned = [&](const Decimal& number) -> std::optional<std::string> {
        auto zeros = int64_t { number.exponent } - exponent;
        if (number.is_zero())
            return "0";
        if (zeros > most_digits)
            return std::nullopt;
        return number.digits + std::string(static_cast<size_t>(zeros), '0');
    };
    auto one = aligned(left);
    auto other = aligned(right);
    if (!one || !other)
        return std::nullopt;
    if (left.negative == right.negative)
        return Decimal { Decimal::Form::finite, left.negative, add_digits(*one, *other), exponent };
    bool less = is_less(*one, *other);
    auto digits = less ? subtract_digits(*other, *one) : subtract_digits(*one, *other);
    bool negative = (less ? right.negative : left.negative) && digits != "0";
    return Decimal { Decimal::Form::finite, negative, std::move(digits), exponent };
}

std::optional<Decimal> subtract(const Decimal& left, const Decimal& right)
{
    auto negated = right;
    negated.negative = !negated.negative;
    return add(left, negated);
}

std::optional<Decimal> multiply(const Decimal& left, const Decimal& right)
{
    auto exponent = int64_t { left.exponent } + right.exponent;
    if (!is_finite(left, right) || exponent != static_cast<int32_t>(exponent)
        || static_cast<int64_t>(left.digits.size() + right.digits.size()) > most_digits)
        return std::nullopt;
    return Decimal { Decimal::Form::finite, left.negative != right.negative,
        multiply_digits(left.digits, right.digits), static_cast<int32_t>(exponent) };
}

// Adds half of the place that is left over, which carries where it must.
static Decimal cut(const Decimal& number, int64_t dropped)
{
    auto kept = static_cast<int64_t>(number.digits.size()) - dropped;
    bool up = kept >= 0 && number.digits[static_cast<size_t>(kept)] >= '5';
    auto result = number;
    result.digits = kept > 0 ? number.digits.substr(0, static_cast<size_t>(kept)) : "0";
    if (up)
        result.digits = add_digits(result.digits, "1");
    result.exponent = static_cast<int32_t>(number.exponent + dropped);
    return result;
}

std::optional<Decimal> divide(const Decimal& dividend, const Decimal& divisor)
{
    if (!is_finite(dividend, divisor) || divisor.is_zero()
        || static_cast<int64_t>(dividend.digits.size() + divisor.digits.size()) > most_digits)
        return std::nullopt;
    Decimal quotient;
    quotient.negative = dividend.negative != divisor.negative;
    auto exponent = int64_t { dividend.exponent } - divisor.exponent;
    quotient.digits.clear();
    std::string rest;
    size_t read = 0;
    // Long division, digit by digit, until it comes out even or one digit more than is kept stands.
    while (true) {
        bool inside = read < dividend.digits.size();
        if (!inside) {
            strip_leading_zeros(quotient.digits);
            auto count = static_cast<int64_t>(quotient.digits.size());
            if (rest == "0" || (quotient.digits != "0" && count > quotient_digits))
                break;
            --exponent;
        }
        rest += inside ? dividend.digits[read] : '0';
        ++read;
        strip_leading_zeros(rest);
        char digit = '0';
        for (; !is_less(rest, divisor.digits); ++digit)
            rest = subtract_digits(rest, divisor.digits);
        quotient.digits += digit;
    }
    if (exponent != static_cast<int32_t>(exponent))
        return std::nullopt;
    quotient.exponent = static_cast<int32_t>(exponent);
    auto excess = static_cast<int64_t>(quotient.digits.size()) - quotient_digits;
    return excess > 0 ? cut(quotient, excess) : quotient;
}

Decimal rounded(const Decimal& number, int32_t places)
{
    auto dropped = -int64_t { places } - number.exponent;
    if (number.form != Decimal::Form::finite || dropped <= 0)
        return number;
    if (dropped > static_cast<int64_t>(number.digits.size()))
        return Decimal { Decimal::Form::finite, number.negative, "0", -places };
    return cut(number, dropped);
}

Decimal without_trailing_zeros(Decimal number)
{
    if (number.form != Decimal::Form::finite)
        return number;
    if (number.is_zero()) {
        number.exponent = 0;
        return number;
    }
    auto kept = number.digits.find_last_not_of('0') + 1;
    number.exponent += static_cast<int32_t>(number.digits.size() - kept);
    number.digits.resize(kept);
    return number;
}

std::optional<Decimal> exact_decimal(double value)
{
    if (!std::isfinite(value))
        return std::nullopt;
    int exponent = 0;
    auto fraction = std::frexp(std::abs(value), &exponent);
    constexpr int mantissa_bits = 53;
    auto decimal = Decimal::from_integer(static_cast<int64_t>(std::ldexp(fraction, mantissa_bits)));
    decimal.negative = std::signbit(value);
    // m × 2^-n is m × 5^n × 10^-n.
    for (exponent -= mantissa_bits; exponent > 0; --exponent)
        decimal.digits = multiply_digits(decimal.digits, "2");
    for (; exponent < 0; ++exponent) {
        decimal.digits = multiply_digits(decimal.digits, "5");
        --decimal.exponent;
    }
    return decimal;
}

} // namespace tunez
