#pragma once

#include "message/session.h"

namespace tunez {

// What changes ask for that reads and writes records (Context::cascade, Context::reload).

// Runs the action on the records that are related to `record`, together, inside the action around:
// what fails there, fails here.
Outcome<void> run_cascade(
    const Cascade& cascade, const Changeset& around, const Record& record, Context& context);
// The record as it is stored now; not_found or stale_record when it is gone.
Outcome<Record> read_again(const Record& record, Context& context);

} // namespace tunez
