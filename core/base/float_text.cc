#include "base/float_text.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace tunez {

// Up to so many digits every decimal number has a float of its own.
constexpr int certain_digits = 15;
constexpr int round_trip_digits = 17;

static void strip_zeros(FloatDigits& found)
{
    while (found.count > 1 && found.digits[found.count - 1] == '0')
        --found.count;
}

// Most floats that people write are a whole number over a small power of ten.
static bool short_fraction(double magnitude, FloatDigits& found)
{
    constexpr double limit = 1e15;
    constexpr double powers[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
    if (magnitude >= limit)
        return false;
    for (int places = 0; places < 7; ++places) {
        double whole = magnitude * powers[places];
        if (whole >= limit || whole < 1)
            continue;
        auto integer = static_cast<long long>(whole);
        if (static_cast<double>(integer) / powers[places] != magnitude)
            continue;
        auto text = std::to_string(integer);
        std::memcpy(found.digits, text.data(), text.size());
        found.count = static_cast<int>(text.size());
        found.point = found.count - places;
        strip_zeros(found);
        return true;
    }
    return false;
}

FloatDigits shortest_digits(double magnitude)
{
    FloatDigits found;
    if (short_fraction(magnitude, found))
        return found;
    // What is below the normal range has fewer digits than it is long.
    bool normal = magnitude >= 0x1p-1022;
    for (int count = normal ? certain_digits : 1; count <= round_trip_digits; ++count) {
        char buffer[32];
        std::snprintf(buffer, sizeof buffer, "%.*e", count - 1, magnitude);
        if (count < round_trip_digits && std::strtod(buffer, nullptr) != magnitude)
            continue;
        const char* mark = std::strchr(buffer, 'e');
        found.digits[0] = buffer[0];
        std::memcpy(found.digits + 1, buffer + 2, static_cast<size_t>(count - 1));
        found.count = count;
        found.point = std::atoi(mark + 1) + 1;
        strip_zeros(found);
        break;
    }
    return found;
}

static std::string scientific(const FloatDigits& shortest)
{
    std::string digits(shortest.text());
    auto text = digits.substr(0, 1) + ".";
    text += digits.size() > 1 ? digits.substr(1) : "0";
    return text + "e" + std::to_string(shortest.point - 1);
}

static std::string plain(const FloatDigits& shortest)
{
    std::string digits(shortest.text());
    if (shortest.point <= 0)
        return "0." + std::string(static_cast<size_t>(-shortest.point), '0') + digits;
    auto point = static_cast<size_t>(shortest.point);
    if (point >= digits.size())
        return digits + std::string(point - digits.size(), '0') + ".0";
    return digits.substr(0, point) + "." + digits.substr(point);
}

// The reference's rule: whichever notation is shorter; beyond 2^53 always the one with an exponent.
std::string float_text(double number)
{
    if (!std::isfinite(number))
        return std::isnan(number) ? "NaN" : number < 0 ? "-Infinity" : "Infinity";
    std::string sign = std::signbit(number) ? "-" : "";
    double magnitude = std::fabs(number);
    if (magnitude == 0)
        return sign + "0.0";
    auto shortest = shortest_digits(magnitude);
    auto with_exponent = scientific(shortest);
    if (magnitude >= 0x1p53)
        return sign + with_exponent;
    auto without = plain(shortest);
    return sign + (without.size() <= with_exponent.size() ? without : with_exponent);
}

} // namespace tunez
