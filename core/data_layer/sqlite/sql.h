#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace tunez::sqlite {

// SQL text being written. Names are always quoted and values are always placeholders, so nothing
// that came from outside can become SQL.
class SqlWriter {
public:
    SqlWriter& operator<<(std::string_view sql); // Trusted text.
    SqlWriter& identifier(std::string_view name);
    SqlWriter& column(
        std::string_view alias, std::string_view name); // alias."name"; without alias "name"
    // Only where no placeholder may stand: defaults and messages in a schema.
    SqlWriter& text_literal(std::string_view text);
    // The next placeholder, or one that stands already.
    SqlWriter& placeholder();
    SqlWriter& placeholder(int number);
    // The next placeholder() comes after this many that are written by number.
    void reserve_placeholders(int count) { placeholders_ = count; }

    std::string_view text() const { return text_; }
    std::string take() { return std::move(text_); }

private:
    std::string text_;
    int placeholders_ = 0;
};

// Between the items of a list: nothing the first time, then a comma.
class Comma {
public:
    std::string_view operator()() { return std::exchange(text_, ", "); }

private:
    std::string_view text_;
};

} // namespace tunez::sqlite
