#include "base/ascii.h"
#include "base/error.h"
#include "base/float_text.h"

#include <charconv>
#include <cmath>

namespace tunez {

// A name that an atom or key may be written with as it is.
static bool is_plain_name(std::string_view name)
{
    auto is_letter = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
            || letter == '_';
    };
    if (name.empty() || !is_letter(name.front()))
        return false;
    if (name.back() == '?' || name.back() == '!')
        name.remove_suffix(1);
    for (char letter : name) {
        if (!is_letter(letter) && !is_digit(letter) && letter != '@')
            return false;
    }
    return true;
}

static std::string hexadecimal(unsigned char byte)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    return { '\\', 'x', digits[byte >> 4], digits[byte & 15] };
}

static std::string quoted(std::string_view text)
{
    static constexpr std::string_view named = "\"\\\a\b\x1b\f\n\r\t\v";
    static constexpr std::string_view names = "\"\\abefnrtv";
    std::string quoted = "\"";
    for (size_t position = 0; position < text.size(); ++position) {
        char letter = text[position];
        size_t name = named.find(letter);
        if (name != std::string_view::npos)
            quoted += { '\\', names[name] };
        else if (letter == '#' && text.substr(position + 1).starts_with('{'))
            quoted += "\\#";
        else if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f)
            quoted += hexadecimal(static_cast<unsigned char>(letter));
        else
            quoted += letter;
    }
    return quoted + '"';
}

static std::string bytes_literal(std::string_view bytes)
{
    std::string text = "<<";
    for (char byte : bytes) {
        if (text.size() > 2)
            text += ", ";
        text += std::to_string(static_cast<unsigned char>(byte));
    }
    return text + ">>";
}

static std::string integer_text(const Decimal& integer)
{
    return (integer.negative ? "-" : "") + integer.digits;
}

static std::string with_blank(std::string date_time)
{
    size_t separator = date_time.find('T');
    if (separator != std::string::npos)
        date_time[separator] = ' ';
    return date_time;
}

template <typename Items, typename Write>
static std::string joined(
    std::string_view open, const Items& items, std::string_view close, const Write& write)
{
    std::string text(open);
    std::string_view separator;
    for (const auto& item : items) {
        text += separator;
        text += write(item);
        separator = ", ";
    }
    text += close;
    return text;
}

static std::string item_text(const Value& item) { return inspect(item); }

static std::string entry_text(const Map::Entry& entry)
{
    return (is_plain_name(entry.first) ? entry.first : quoted(entry.first)) + ": "
        + inspect(entry.second);
}

// What is written alike in a message and as a literal.
static std::string scalar_text(const Value& value)
{
    switch (value.kind()) {
    case Kind::boolean:
        return value.boolean() ? "true" : "false";
    case Kind::integer:
        return std::to_string(value.integer());
    case Kind::big_integer:
        return integer_text(value.decimal());
    case Kind::real:
        return float_text(value.real());
    case Kind::date:
        return format_date(value.days());
    case Kind::time:
        return format_time(value.microseconds(), value.precision());
    case Kind::naive_datetime:
        return with_blank(format_naive_date_time(value.microseconds(), value.precision()));
    case Kind::datetime:
        return with_blank(format_date_time(value.microseconds(), value.precision()));
    case Kind::duration:
        return value.duration().to_string();
    case Kind::decimal:
        return value.decimal().to_string();
    default:
        return {};
    }
}

std::string display(const Value& value)
{
    switch (value.kind()) {
    case Kind::null:
        return {};
    case Kind::string:
    case Kind::ci_string:
    case Kind::atom:
    case Kind::binary:
        return std::string(value.text());
    case Kind::list:
        return joined("", value.list(), "", display);
    case Kind::union_value:
        return display(value.inner());
    case Kind::tuple:
    case Kind::map:
    case Kind::keyword:
    case Kind::structure:
    case Kind::not_loaded:
    case Kind::forbidden_field:
        return inspect(value);
    default:
        return scalar_text(value);
    }
}

std::string inspect(const Value& value)
{
    switch (value.kind()) {
    case Kind::null:
        return "nil";
    case Kind::string:
        return quoted(value.text());
    case Kind::ci_string:
        return "#Ash.CiString<" + quoted(value.text()) + ">";
    case Kind::atom:
        return ":"
            + (is_plain_name(value.text()) ? std::string(value.text()) : quoted(value.text()));
    case Kind::binary:
        return bytes_literal(value.text());
    case Kind::decimal:
        return "Decimal.new(\"" + scalar_text(value) + "\")";
    case Kind::date:
        return "~D[" + scalar_text(value) + "]";
    case Kind::time:
        return "~T[" + scalar_text(value) + "]";
    case Kind::naive_datetime:
        return "~N[" + scalar_text(value) + "]";
    case Kind::datetime:
        return "~U[" + scalar_text(value) + "]";
    case Kind::list:
        return joined("[", value.list(), "]", item_text);
    case Kind::tuple:
        return joined("{", value.list(), "}", item_text);
    case Kind::map:
        return joined("%{", value.map(), "}", entry_text);
    case Kind::keyword:
        return joined("[", value.map(), "]", entry_text);
    case Kind::structure:
        return joined("%" + std::string(value.name()) + "{", value.map(), "}", entry_text);
    case Kind::union_value:
        return inspect(value.inner());
    case Kind::not_loaded:
        return "#Ash.NotLoaded<>";
    case Kind::forbidden_field:
        return "#Ash.ForbiddenField<>";
    default:
        return scalar_text(value);
    }
}

std::string render(std::string_view message, const Map& vars)
{
    std::string text;
    size_t open = 0;
    while ((open = message.find("%{")) != std::string_view::npos) {
        size_t close = message.find('}', open);
        if (close == std::string_view::npos)
            break;
        const Value* value = vars.find(message.substr(open + 2, close - open - 2));
        text += message.substr(0, value ? open : open + 2);
        if (value)
            text += display(*value);
        message.remove_prefix(value ? close + 1 : open + 2);
    }
    text += message;
    return text;
}

} // namespace tunez
