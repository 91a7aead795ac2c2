#pragma once

#include "base/value.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <vector>

namespace tunez {

// What a successful action tells whoever listens to its resource (spec §5.4).
struct Notification {
    const Resource* resource = nullptr;
    const Action* action = nullptr;
    Record data; // With what was loaded.
    Value actor;
    Value tenant;
    const void* source = nullptr; // Tells apart whose it is, while it can still be withdrawn.
};

// The notifications of a session, in the order in which they are due.
struct Notifications {
    std::vector<Notification> waiting; // For the outermost commit.
    bool handing_back = false; // The caller wants them in its answer, and delivers them itself.
    std::vector<Notification> handed_back;
};

} // namespace tunez
