#pragma once

#include "resource/resource.h"

#include <string_view>

namespace tunez {

struct RelationshipKindName {
    std::string_view name;
    RelationshipKind choice;
};

/** As definitions write them (docs/wire.md §3). */
inline constexpr RelationshipKindName relationship_kinds[] = {
    { "belongs_to", RelationshipKind::belongs_to },
    { "has_one", RelationshipKind::has_one },
    { "has_many", RelationshipKind::has_many },
    { "many_to_many", RelationshipKind::many_to_many },
};

inline std::string_view kind_name(RelationshipKind kind)
{
    for (const auto& row : relationship_kinds) {
        if (row.choice == kind)
            return row.name;
    }
    return {};
}

} // namespace tunez
