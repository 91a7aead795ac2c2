#include "base/positions.h"

#include <algorithm>
#include <charconv>

namespace tunez {

std::optional<int64_t> position_of(std::string_view key)
{
    int64_t position = 0;
    const auto* end = key.data() + key.size();
    auto [rest, problem] = std::from_chars(key.data(), end, position);
    return problem == std::errc() && rest == end ? std::optional(position) : std::nullopt;
}

std::optional<std::vector<std::pair<int64_t, const Value*>>> items_by_position(const Map& map)
{
    std::vector<std::pair<int64_t, const Value*>> items;
    for (const auto& [key, value] : map) {
        auto position = position_of(key);
        if (!position)
            return std::nullopt;
        items.emplace_back(*position, &value);
    }
    std::ranges::stable_sort(items, {}, &std::pair<int64_t, const Value*>::first);
    return items;
}

} // namespace tunez
