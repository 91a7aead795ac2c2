#pragma once

#include "resource/resource.h"

namespace tunez {

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
