#include "base/json_reader.h"

#include "base/ascii.h"
#include "base/json_scan.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tunez {

static void append_utf8(std::string& text, uint32_t code_point)
{
    auto byte = [&](uint32_t bits) { text += static_cast<char>(bits); };
    if (code_point < 0x80)
        return byte(code_point);
    if (code_point < 0x800) {
        byte(0xc0 | code_point >> 6);
        return byte(0x80 | (code_point & 0x3f));
    }
    if (code_point < 0x10000) {
        byte(0xe0 | code_point >> 12);
    } else {
        byte(0xf0 | code_point >> 18);
        byte(0x80 | (code_point >> 12 & 0x3f));
    }
    byte(0x80 | (code_point >> 6 & 0x3f));
    byte(0x80 | (code_point & 0x3f));
}

// The powers of ten that a double holds exactly.
constexpr double exact_powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
constexpr int64_t largest_exact_power = 22;
constexpr uint64_t largest_exact_integer = uint64_t { 1 } << 53;
constexpr int longest_exact_digits = 18; // Of digits that surely fit 64 bits.

namespace {

// A number's text, cut into its parts.
struct Number {
    std::string_view text;
    bool negative = false;
    bool is_integer = true;
    uint64_t digits = 0; // All digits, the point left out; only the first 18 are counted in.
    int digit_count = 0; // Without leading zeros.
    int64_t fraction_digits = 0;
    int64_t exponent = 0;

    void add_digit(char digit)
    {
        if (digit_count < longest_exact_digits)
            digits = digits * 10 + static_cast<uint64_t>(digit - '0');
        if (digit_count > 0 || digit != '0')
            ++digit_count;
    }
};

// One recursive descent over the text. A function returns false when the reading is over;
// `outcome_` then says why.
class Descent {
public:
    Descent(std::string_view text, JsonBuilder& builder)
        : position_(text.data())
        , end_(text.data() + text.size())
        , builder_(builder)
    {
    }

    Reading read()
    {
        if (!read_value())
            return outcome_;
        skip_blanks();
        return position_ == end_ ? Reading::done : Reading::malformed;
    }

private:
    bool malformed()
    {
        outcome_ = Reading::malformed;
        return false;
    }

    bool accepted(bool accepted)
    {
        if (!accepted)
            outcome_ = Reading::refused;
        return accepted;
    }

    bool at(char letter) const { return position_ != end_ && *position_ == letter; }

    bool take(char letter)
    {
        if (!at(letter))
            return false;
        ++position_;
        return true;
    }

    void skip_blanks()
    {
        while (position_ != end_
            && (*position_ == ' ' || *position_ == '\n' || *position_ == '\t'
                || *position_ == '\r'))
            ++position_;
    }

    bool read_value()
    {
        skip_blanks();
        if (position_ == end_)
            return malformed();
        switch (*position_) {
        case '"':
            return read_string();
        case '{':
            return read_object();
        case '[':
            return read_array();
        case 't':
            return read_word("true", true);
        case 'f':
            return read_word("false", false);
        case 'n':
            return read_word("null", {});
        default:
            return read_number();
        }
    }

    bool read_word(std::string_view word, const Value& value)
    {
        if (static_cast<size_t>(end_ - position_) < word.size()
            || std::string_view(position_, word.size()) != word)
            return malformed();
        position_ += word.size();
        builder_.add(value);
        return true;
    }

    bool read_array()
    {
        ++position_;
        if (!accepted(builder_.begin_array()))
            return false;
        skip_blanks();
        if (!take(']')) {
            do {
                if (!read_value())
                    return false;
                skip_blanks();
            } while (take(','));
            if (!take(']'))
                return malformed();
        }
        builder_.end_array();
        return true;
    }

    bool read_object()
    {
        ++position_;
        if (!accepted(builder_.begin_object()))
            return false;
        skip_blanks();
        if (!take('}')) {
            do {
                if (!read_entry())
                    return false;
                skip_blanks();
            } while (take(','));
            if (!take('}'))
                return malformed();
        }
        return accepted(builder_.end_object());
    }

    bool read_entry()
    {
        skip_blanks();
        std::string_view text;
        std::string decoded;
        if (!at('"') || !read_text(text, decoded))
            return malformed();
        if (decoded.empty())
            builder_.key(text);
        else
            builder_.decoded_key(std::move(decoded));
        skip_blanks();
        return take(':') ? read_value() : malformed();
    }

    bool read_string()
    {
        std::string_view text;
        std::string decoded;
        if (!read_text(text, decoded))
            return malformed();
        builder_.add(decoded.empty() ? Value(text) : Value(decoded));
        return true;
    }

    // The contents of a string: a view of them as they stand, or what they say where there are
    // escapes.
    bool read_text(std::string_view& text, std::string& decoded)
    {
        const char* start = ++position_;
        for (;;) {
            position_ += plain_json_length(position_, static_cast<size_t>(end_ - position_));
            if (position_ == end_ || static_cast<unsigned char>(*position_) < 0x20)
                return false;
            if (*position_ == '"')
                break;
            decoded.append(start, position_);
            if (!read_escape(decoded))
                return false;
            start = position_;
        }
        text = { start, position_ };
        if (!decoded.empty())
            decoded += text;
        ++position_;
        return true;
    }

    bool read_escape(std::string& decoded)
    {
        static constexpr std::string_view names = "\"\\/bfnrt";
        static constexpr std::string_view letters = "\"\\/\b\f\n\r\t";
        ++position_;
        if (position_ == end_)
            return false;
        char name = *position_++;
        if (name == 'u')
            return read_code_point(decoded);
        size_t found = names.find(name);
        if (found == std::string_view::npos)
            return false;
        decoded += letters[found];
        return true;
    }

    // After `\u`. Characters beyond U+FFFF are written as two halves, which are nothing each for
    // itself.
    bool read_code_point(std::string& decoded)
    {
        uint32_t first = 0;
        if (!read_hexadecimal(first) || (first >= 0xdc00 && first <= 0xdfff))
            return false;
        if (first >= 0xd800 && first <= 0xdbff) {
            uint32_t second = 0;
            if (!take('\\') || !take('u') || !read_hexadecimal(second) || second < 0xdc00
                || second > 0xdfff)
                return false;
            first = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        }
        append_utf8(decoded, first);
        return true;
    }

    bool read_hexadecimal(uint32_t& unit)
    {
        if (end_ - position_ < 4)
            return false;
        auto [end, error] = std::from_chars(position_, position_ + 4, unit, 16);
        bool all = error == std::errc {} && end == position_ + 4;
        position_ += 4;
        return all;
    }

    bool read_digits(Number& number)
    {
        const char* start = position_;
        for (; position_ != end_ && is_digit(*position_); ++position_)
            number.add_digit(*position_);
        return position_ != start;
    }

    bool read_number()
    {
        const char* start = position_;
        Number number;
        number.negative = take('-');
        if (at('0'))
            ++position_;
        else if (!read_digits(number))
            return malformed();
        if (take('.') && !read_fraction(number))
            return malformed();
        if ((at('e') || at('E')) && !read_exponent(number))
            return malformed();
        number.text = { start, position_ };
        return number.is_integer ? add_integer(number) : add_float(number);
    }

    bool read_fraction(Number& number)
    {
        const char* start = position_;
        number.is_integer = false;
        bool has_digits = read_digits(number);
        number.fraction_digits = position_ - start;
        return has_digits;
    }

    bool read_exponent(Number& number)
    {
        ++position_;
        number.is_integer = false;
        bool negative = at('-');
        if (negative || at('+'))
            ++position_;
        const char* start = position_;
        for (; position_ != end_ && is_digit(*position_); ++position_) {
            if (number.exponent < 100'000)
                number.exponent = number.exponent * 10 + (*position_ - '0');
        }
        if (negative)
            number.exponent = -number.exponent;
        return position_ != start;
    }

    bool add_integer(const Number& number)
    {
        if (number.digit_count <= longest_exact_digits) {
            auto magnitude = static_cast<int64_t>(number.digits);
            builder_.add(number.negative ? -magnitude : magnitude);
            return true;
        }
        int64_t integer = 0;
        auto error
            = std::from_chars(number.text.data(), number.text.data() + number.text.size(), integer)
                  .ec;
        if (error == std::errc {})
            builder_.add(integer);
        else
            builder_.add(Value::big_integer({ .negative = number.negative,
                .digits = std::string(number.text.substr(number.negative ? 1 : 0)) }));
        return true;
    }

    // If both are exact, one multiplication or division rounds once, and so correctly (Clinger's
    // fast path). Otherwise strtod() does it, at twenty times the cost in WebAssembly.
    bool add_float(const Number& number)
    {
        int64_t power = number.exponent - number.fraction_digits;
        bool is_exact = number.digit_count <= longest_exact_digits
            && number.digits <= largest_exact_integer && power >= -largest_exact_power
            && power <= largest_exact_power;
        if (!is_exact)
            return add_rounded(number);
        auto magnitude = static_cast<double>(number.digits);
        magnitude = power < 0 ? magnitude / exact_powers[-power] : magnitude * exact_powers[power];
        builder_.add(number.negative ? -magnitude : magnitude);
        return true;
    }

    // A number beyond every double is not a number.
    bool add_rounded(const Number& number)
    {
        double value = std::strtod(std::string(number.text).c_str(), nullptr);
        if (!std::isfinite(value))
            return malformed();
        builder_.add(value);
        return true;
    }

    const char* position_;
    const char* end_;
    JsonBuilder& builder_;
    Reading outcome_ = Reading::done;
};

} // namespace

Reading read_json(std::string_view text, JsonBuilder& builder)
{
    return Descent(text, builder).read();
}

} // namespace tunez
