#include "base/decimal.h"

#include "base/ascii.h"
#include "base/float_text.h"

#include "base/verify.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace tunez {

static bool equals_ignoring_case(std::string_view text, std::string_view lowercase)
{
    return std::ranges::equal(
        text, lowercase, [](char left, char right) { return (left | 0x20) == right; });
}

static size_t count_digits(std::string_view text)
{
    size_t count = 0;
    while (count < text.size() && is_digit(text[count]))
        ++count;
    return count;
}

static std::string without_leading_zeros(std::string digits)
{
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return digits;
}

// What follows the digits: nothing, or `e` with an optional sign and at least one digit.
static std::optional<int64_t> parse_exponent(std::string_view text)
{
    if (text.empty())
        return 0;
    if ((text.front() | 0x20) != 'e')
        return std::nullopt;
    text.remove_prefix(1);
    bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    if (text.empty() || count_digits(text) != text.size())
        return std::nullopt;
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
    // Far beyond any exponent that is kept, and still far from overflowing.
    if (text.size() > 12)
        return std::nullopt;
    int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return negative ? -value : value;
}

static std::optional<Decimal> parse_number(std::string_view text, bool negative)
{
    size_t whole = count_digits(text);
    std::string digits(text.substr(0, whole));
    text.remove_prefix(whole);
    size_t fraction = 0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = count_digits(text);
        digits.append(text.substr(0, fraction));
        text.remove_prefix(fraction);
    }
    if (digits.empty())
        return std::nullopt;
    auto exponent = parse_exponent(text);
    if (!exponent)
        return std::nullopt;
    int64_t total = *exponent - static_cast<int64_t>(fraction);
    if (total < std::numeric_limits<int32_t>::min() || total > std::numeric_limits<int32_t>::max())
        return std::nullopt;
    return Decimal { Decimal::Form::finite, negative, without_leading_zeros(std::move(digits)),
        static_cast<int32_t>(total) };
}

Decimal Decimal::from_integer(int64_t value)
{
    std::string digits = std::to_string(value);
    if (value < 0)
        digits.erase(0, 1);
    return { Form::finite, value < 0, std::move(digits), 0 };
}

std::optional<Decimal> Decimal::parse(std::string_view text)
{
    bool negative = text.starts_with('-');
    if (negative || text.starts_with('+'))
        text.remove_prefix(1);
    if (equals_ignoring_case(text, "nan"))
        return Decimal { Form::nan, negative, "0", 0 };
    if (equals_ignoring_case(text, "inf") || equals_ignoring_case(text, "infinity"))
        return Decimal { Form::infinity, negative, "0", 0 };
    return parse_number(text, negative);
}

// The digits and the place of the point come from the shortest text; how many zeros then count as
// written follows Erlang's way of printing a float ("100.0" but "1.0e3", whose zero is dropped),
// which the reference reads.
std::optional<Decimal> Decimal::from_double(double value)
{
    if (!std::isfinite(value))
        return std::nullopt;
    bool negative = std::signbit(value);
    if (value == 0)
        return Decimal { Form::finite, negative, "0", -1 };

    auto shortest = shortest_digits(std::abs(value));
    std::optional decimal = Decimal { Form::finite, negative, std::string(shortest.text()),
        shortest.point - shortest.count };
    auto zeros = static_cast<size_t>(std::max(decimal->exponent, 0));
    size_t place = decimal->digits.size() + zeros;
    size_t exponent_width = place > 10 ? 2 : 1;
    size_t scientific_cost = exponent_width + 1 + (decimal->digits.size() == 1 ? 2 : 1);
    constexpr double two_to_53 = 9007199254740992.0;
    if (decimal->exponent >= 0 && std::abs(value) < two_to_53 && zeros + 2 <= scientific_cost) {
        decimal->digits.append(zeros + 1, '0');
        decimal->exponent = -1;
    }
    return decimal;
}

std::string Decimal::to_string() const
{
    std::string text = negative ? "-" : "";
    if (form == Form::nan)
        return text + "NaN";
    if (form == Form::infinity)
        return text + "Infinity";
    if (exponent == 0)
        return text + digits;

    auto length = static_cast<int64_t>(digits.size());
    int64_t adjusted = exponent + length - 1;
    if (exponent < 0 && adjusted >= -6) {
        if (adjusted < 0)
            return text.append("0.").append(static_cast<size_t>(-adjusted - 1), '0').append(digits);
        auto whole = static_cast<size_t>(adjusted + 1);
        return text.append(digits, 0, whole).append(".").append(digits, whole);
    }
    text += digits[0];
    if (length > 1)
        text.append(".").append(digits, 1);
    return text.append(adjusted < 0 ? "E" : "E+").append(std::to_string(adjusted));
}

double Decimal::to_double() const
{
    double sign = negative ? -1.0 : 1.0;
    if (form == Form::nan)
        return std::numeric_limits<double>::quiet_NaN();
    if (form == Form::infinity)
        return std::copysign(std::numeric_limits<double>::infinity(), sign);
    std::string text = digits + "e" + std::to_string(exponent);
    return std::copysign(std::strtod(text.c_str(), nullptr), sign);
}

std::optional<int64_t> Decimal::to_integer() const
{
    if (form != Form::finite)
        return std::nullopt;
    if (is_zero())
        return 0;
    std::string_view significant = digits;
    int64_t zeros = exponent;
    for (; zeros < 0; ++zeros) {
        if (!significant.ends_with('0'))
            return std::nullopt;
        significant.remove_suffix(1);
    }
    constexpr int64_t most_digits = 19;
    if (static_cast<int64_t>(significant.size()) + zeros > most_digits)
        return std::nullopt;
    std::string text = negative ? "-" : "";
    text.append(significant).append(static_cast<size_t>(zeros), '0');
    int64_t value = 0;
    auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc())
        return std::nullopt;
    return value;
}

// Magnitudes of two finite, non-zero numbers. Aligned by their first digits, so that exponents cost
// nothing.
static std::strong_ordering compare_magnitudes(const Decimal& left, const Decimal& right)
{
    auto adjusted = [](const Decimal& number) {
        return number.exponent + static_cast<int64_t>(number.digits.size());
    };
    if (auto order = adjusted(left) <=> adjusted(right); order != 0)
        return order;
    size_t shared = std::min(left.digits.size(), right.digits.size());
    if (int order = left.digits.compare(0, shared, right.digits, 0, shared); order != 0)
        return order <=> 0;
    bool more_on_left = left.digits.find_first_not_of('0', shared) != std::string::npos;
    bool more_on_right = right.digits.find_first_not_of('0', shared) != std::string::npos;
    return more_on_left <=> more_on_right;
}

std::partial_ordering compare(const Decimal& left, const Decimal& right)
{
    if (left.form == Decimal::Form::nan || right.form == Decimal::Form::nan)
        return std::partial_ordering::unordered;
    auto sign
        = [](const Decimal& number) { return number.is_zero() ? 0 : (number.negative ? -1 : 1); };
    if (auto order = sign(left) <=> sign(right); order != 0 || sign(left) == 0)
        return order;
    bool left_infinite = left.form == Decimal::Form::infinity;
    bool right_infinite = right.form == Decimal::Form::infinity;
    auto order = left_infinite || right_infinite ? left_infinite <=> right_infinite
                                                 : compare_magnitudes(left, right);
    return left.negative ? 0 <=> order : order;
}

} // namespace tunez
