#pragma once

#include "base/error.h"
#include "base/result.h"
#include "changeset/context.h"
#include "data_layer/data_layer.h"

#include <cstddef>

namespace tunez {

// What a batch holds open while it works: a transaction of its own, a savepoint in an outer one, or
// nothing. Undoing it drops the notifications that came meanwhile.
class Scope {
public:
    Scope(Context& context, bool wanted);

    Result<void> open();
    Result<void> keep();
    void undo();
    bool undoes() const { return wanted_; }

private:
    DataLayer& data_layer_;
    Notifications* notifications_;
    size_t waiting_before_;
    bool wanted_;
    bool nested_;
};

} // namespace tunez
