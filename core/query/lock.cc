#include "query/lock.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tunez {

// In lower case, words apart, and without whether to wait.
static std::string plain_words(std::string_view lock)
{
    std::string words(lock);
    for (auto& letter : words) {
        if (letter == '_')
            letter = ' ';
        else if (letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter + ('a' - 'A'));
    }
    if (words.ends_with(" nowait"))
        words.resize(words.size() - std::string_view(" nowait").size());
    return words;
}

std::optional<Error> check_lock(const Resource& resource, const Value& lock)
{
    static constexpr std::array<std::string_view, 4> row_locks {
        "for update",
        "for no key update",
        "for share",
        "for key share",
    };
    if (lock.is_null())
        return std::nullopt;
    if (lock.is_textual()
        && std::ranges::find(row_locks, plain_words(lock.text())) != row_locks.end())
        return std::nullopt;
    auto error = Error::make(ErrorCode::lock_not_supported,
        "Data layer for " + resource.name + " does not support lock: " + inspect(lock));
    error.path = { std::string("lock") };
    return error;
}

} // namespace tunez
