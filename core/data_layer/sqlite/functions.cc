#include "data_layer/sqlite/functions.h"

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/json.h"
#include "base/search.h"
#include "type/text.h"
#include "type/type.h"

#include <sqlite3.h>

#include <algorithm>
#include <compare>
#include <optional>
#include <string_view>
#include <utility>

namespace tunez::sqlite {

static std::string_view bytes_of(int size, const void* bytes)
{
    return { static_cast<const char*>(bytes), static_cast<size_t>(size) };
}

static unsigned char lower_ascii(char character)
{
    auto byte = static_cast<unsigned char>(character);
    return byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte + 32) : byte;
}

static bool is_ascii(char character) { return static_cast<unsigned char>(character) < 0x80; }

static int sign(std::partial_ordering order) { return (order > 0) - (order < 0); }

static int compare_without_case(
    void*, int left_size, const void* left_bytes, int right_size, const void* right_bytes)
{
    auto left = bytes_of(left_size, left_bytes);
    auto right = bytes_of(right_size, right_bytes);
    // Folding looks at one character at a time, so a difference within leading ASCII decides.
    auto shorter = std::min(left.size(), right.size());
    for (size_t i = 0; i < shorter; ++i) {
        if (!is_ascii(left[i]) || !is_ascii(right[i])) {
            auto valid = is_valid_utf8(left) && is_valid_utf8(right);
            return valid ? compare_folded(left, right) : left.compare(right);
        }
        if (auto difference = lower_ascii(left[i]) - lower_ascii(right[i]); difference != 0)
            return difference;
    }
    return left.size() == right.size() ? 0 : left.size() < right.size() ? -1 : 1;
}

// Values come in their order, then what is no value, by its bytes.
template <typename T>
static int compare_values_first(std::string_view left, std::string_view right,
    std::optional<T> (*read)(std::string_view), int (*compare)(const T&, const T&))
{
    if (left == right)
        return 0;
    auto left_value = read(left);
    auto right_value = read(right);
    if (left_value && right_value)
        return compare(*left_value, *right_value);
    return left_value ? -1 : right_value ? 1 : left.compare(right);
}

// The one number that does not compare comes last.
static std::optional<Decimal> read_number(std::string_view text)
{
    auto decimal = Decimal::parse(text);
    return decimal && decimal->form != Decimal::Form::nan ? decimal : std::nullopt;
}

static int compare_decimals(
    void*, int left_size, const void* left_bytes, int right_size, const void* right_bytes)
{
    return compare_values_first<Decimal>(bytes_of(left_size, left_bytes),
        bytes_of(right_size, right_bytes), read_number,
        [](const Decimal& left, const Decimal& right) { return sign(compare(left, right)); });
}

static int compare_durations(
    void*, int left_size, const void* left_bytes, int right_size, const void* right_bytes)
{
    return compare_values_first<Duration>(bytes_of(left_size, left_bytes),
        bytes_of(right_size, right_bytes), Duration::parse,
        [](const Duration& left, const Duration& right) {
            return sign(left.comparable_microseconds() <=> right.comparable_microseconds());
        });
}

using Compare = int (*)(void*, int, const void*, int, const void*);

// By the names that dialect::collation() gives to the types.
static constexpr std::pair<const char*, Compare> collations[] = {
    { "tunez_nocase", compare_without_case },
    { "tunez_decimal", compare_decimals },
    { "tunez_duration", compare_durations },
};

int register_collations(sqlite3* connection)
{
    for (auto& [name, compare] : collations) {
        auto code
            = sqlite3_create_collation_v2(connection, name, SQLITE_UTF8, nullptr, compare, nullptr);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

int compare_by(std::string_view collation, std::string_view left, std::string_view right)
{
    for (auto& [name, compare] : collations) {
        if (name == collation)
            return compare(nullptr, static_cast<int>(left.size()), left.data(),
                static_cast<int>(right.size()), right.data());
    }
    return left.compare(right);
}

static void require(sqlite3_context* context, int, sqlite3_value** arguments)
{
    if (sqlite3_value_int(arguments[0]))
        return;
    auto* message = reinterpret_cast<const char*>(sqlite3_value_text(arguments[1]));
    sqlite3_result_error(context, message ? message : "a requirement is not met", -1);
}

static std::string_view text_of(sqlite3_value* value)
{
    auto* text = sqlite3_value_text(value);
    return bytes_of(text ? sqlite3_value_bytes(value) : 0, text);
}

// As instr() > 0, which goes letter by letter.
static void contains(sqlite3_context* context, int, sqlite3_value** arguments)
{
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL
        || sqlite3_value_type(arguments[1]) == SQLITE_NULL)
        return;
    auto text = text_of(arguments[0]);
    sqlite3_result_int(context, occurs(text_of(arguments[1]), text) ? 1 : 0);
}

struct Function {
    const char* name;
    int arguments;
    void (*call)(sqlite3_context*, int, sqlite3_value**);
};

int register_functions(sqlite3* connection)
{
    // From statements only: what stands in a database file calls none of them.
    static constexpr auto flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    static constexpr Function functions[] = {
        { "tunez_contains", 2, contains },
        { "tunez_require", 2, require },
    };
    for (auto& [name, arguments, call] : functions) {
        auto code = sqlite3_create_function_v2(
            connection, name, arguments, flags, nullptr, call, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

} // namespace tunez::sqlite
