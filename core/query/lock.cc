#include "query/lock.h"

#include "resource/name.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tunez {

// `for_update` and "FOR UPDATE NOWAIT" are one lock.
static bool is_row_lock(std::string_view lock)
{
    static constexpr std::string_view no_wait = " nowait";
    static constexpr std::array<std::string_view, 4> row_locks {
        "for update",
        "for no key update",
        "for share",
        "for key share",
    };
    auto words = lower_ascii(lock);
    std::ranges::replace(words, '_', ' ');
    if (words.ends_with(no_wait))
        words.resize(words.size() - no_wait.size());
    return std::ranges::find(row_locks, words) != row_locks.end();
}

std::optional<Error> check_lock(const Resource& resource, const Value& lock)
{
    if (lock.is_null())
        return std::nullopt;
    if (lock.is_textual() && is_row_lock(lock.text()))
        return std::nullopt;
    auto error = Error::make(ErrorCode::lock_not_supported,
        "Data layer for " + resource.name + " does not support lock: " + inspect(lock));
    error.path = { std::string("lock") };
    return error;
}

} // namespace tunez
