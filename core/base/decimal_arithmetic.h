#pragma once

#include "base/decimal.h"

#include <optional>

namespace tunez {

// Exact arithmetic as done by hand: the scale of a sum is that of its longer operand, the scale of
// a product the sum of both. Nullopt where there is no such number (infinities, NaN, a division by
// zero) or it has more digits than anybody can want.
std::optional<Decimal> add(const Decimal& left, const Decimal& right);
std::optional<Decimal> subtract(const Decimal& left, const Decimal& right);
std::optional<Decimal> multiply(const Decimal& left, const Decimal& right);
// To 34 significant digits, halves away from zero; exact quotients have no needless zeros.
std::optional<Decimal> divide(const Decimal& dividend, const Decimal& divisor);
// To so many places behind the point, halves away from zero.
Decimal rounded(const Decimal& number, int32_t places);
// Without the zeros at the end of its digits.
Decimal without_trailing_zeros(Decimal number);
// Every digit of the float's binary value.
std::optional<Decimal> exact_decimal(double value);

} // namespace tunez
