#pragma once

#include <string>
#include <string_view>

namespace tunez {

// The fewest decimal digits that give a float back: 0.digits × 10^point.
struct FloatDigits {
    char digits[18] = {};
    int count = 0;
    int point = 0;

    std::string_view text() const { return { digits, static_cast<size_t>(count) }; }
};

// Of a finite magnitude above zero. Written here, because the tables that std::to_chars needs for
// floats are as large as a quarter of this library and do not compress.
FloatDigits shortest_digits(double magnitude);

// As the reference writes floats: "1.5", "3.0", "1.0e20", "NaN", "Infinity".
std::string float_text(double number);

} // namespace tunez
