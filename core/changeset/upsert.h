#pragma once

#include "resource/resource.h"

#include <optional>
#include <vector>

namespace tunez {

// What a create does where the row is there already (spec §6.2). The condition is the changeset's
// filter.
struct Upsert {
    const Identity* identity = nullptr; // Null: the primary key decides which row that is.
    // What is written then; nullopt: what was changed explicitly.
    std::optional<std::vector<const Attribute*>> fields;
    bool return_skipped = false;
    bool touch_update_defaults = true;
};

} // namespace tunez
