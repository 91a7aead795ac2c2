#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tunez {

// An exact decimal number: sign × coefficient × 10^exponent. The scale is kept as written ("1.50"
// has coefficient 150 and exponent -2); NaN and the infinities exist because the reference accepts
// their names.
struct Decimal {
    enum class Form : uint8_t { finite, nan, infinity };

    Form form = Form::finite;
    bool negative = false;
    std::string digits = "0"; // The coefficient: ASCII digits without leading zeros, "0" for zero.
    int32_t exponent = 0;

    static Decimal from_integer(int64_t value);
    // Text as spec §2.2 accepts it (sign, exponent, a point with digits on one side only). No limit
    // of digits here.
    static std::optional<Decimal> parse(std::string_view text);
    // The shortest digits that give this float back.
    static std::optional<Decimal> from_double(double value);

    // Canonical text: plain notation where the reference prints it so, scientific ("1E+3")
    // otherwise.
    std::string to_string() const;
    double to_double() const;
    // The value as an int64, if it is integral and fits.
    std::optional<int64_t> to_integer() const;
    bool is_zero() const { return form == Form::finite && digits == "0"; }
    bool is_integral_form() const { return form == Form::finite && exponent == 0; }
};

// Numeric comparison (1.0 equals 1). NaN is unordered; the infinities are below and above
// everything.
std::partial_ordering compare(const Decimal& left, const Decimal& right);

} // namespace tunez
