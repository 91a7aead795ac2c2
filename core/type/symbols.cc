#include "type/symbols.h"

#include "base/error.h"
#include "type/type.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace tunez {

using Symbols = std::set<std::string, std::less<>>;

static Symbols& named_symbols()
{
    static Symbols symbols;
    return symbols;
}

void name_symbol(std::string_view name)
{
    if (!symbol_exists(name))
        named_symbols().emplace(name);
}

// What the library says in its own messages, definitions and results.
static bool is_own_word(std::string_view name)
{
    constexpr std::array<std::string_view, 38> words { "all", "arbitrary", "asc", "create",
        "created", "day", "default", "desc", "destroy", "error", "false", "hour", "id", "ignore",
        "inserted_at", "lower", "microsecond", "millisecond", "minute", "month", "name", "negative",
        "nil", "ok", "positive", "read", "second", "start_of_day", "true", "type", "update",
        "updated_at", "upper", "utc", "value", "week", "year", "zero" };
    return std::ranges::binary_search(words, name);
}

static bool is_type_word(std::string_view name)
{
    return std::ranges::any_of(builtin_types(), [&](const Type* type) {
        return name == type->name
            || std::ranges::any_of(
                type->constraints, [&](const ConstraintRow& row) { return name == row.name; });
    });
}

static bool is_error_code(std::string_view text)
{
    for (size_t code = 0; code <= static_cast<size_t>(ErrorCode::unknown_error); ++code) {
        if (name(static_cast<ErrorCode>(code)) == text)
            return true;
    }
    return false;
}

bool symbol_exists(std::string_view name)
{
    return named_symbols().contains(name) || is_own_word(name) || is_type_word(name)
        || is_error_code(name);
}

} // namespace tunez
