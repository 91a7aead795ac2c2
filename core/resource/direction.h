#pragma once

#include "resource/resource.h"

#include <optional>
#include <string_view>

namespace tunez {

struct DirectionName {
    std::string_view name;
    Direction direction;
};

/** As sorts write them (docs/wire.md §4). */
inline constexpr DirectionName direction_names[] = {
    { "asc", Direction::asc },
    { "desc", Direction::desc },
    { "asc_nils_first", Direction::asc_nils_first },
    { "asc_nils_last", Direction::asc_nils_last },
    { "desc_nils_first", Direction::desc_nils_first },
    { "desc_nils_last", Direction::desc_nils_last },
};

/** The direction of that name; nullopt when there is none. */
inline std::optional<Direction> find_direction(std::string_view name)
{
    for (const auto& row : direction_names) {
        if (row.name == name)
            return row.direction;
    }
    return std::nullopt;
}

inline bool descends(Direction direction)
{
    return direction == Direction::desc || direction == Direction::desc_nils_first
        || direction == Direction::desc_nils_last;
}

// Unless it says otherwise, nil counts as the largest of all.
inline bool puts_nils_first(Direction direction)
{
    return direction == Direction::desc || direction == Direction::asc_nils_first
        || direction == Direction::desc_nils_first;
}

} // namespace tunez
