#pragma once

#include "action/build.h"
#include "action/lifecycle.h"
#include "action/start.h"
#include "message/session.h"

namespace tunez {

// What the messages that write have in common.

BuildOptions build_options(const Request& request);
// The record an update or destroy is about: `record` as it was read, or read now by `id`.
Outcome<Record> record_of(const Resource& resource, const Request& request, Context& context);
Outcome<Record> find_by_id(const Resource& resource, const Value& id, Context& context);
// The action that the request names, of its resource.
Outcome<const Action*> find_action(const Undertaking& undertaking, ActionType type);

// Runs a batch of one and writes its record (or nothing, for a destroy whose record is not wanted)
// with what was to be loaded.
Task run_one(Outcome<Changeset> changeset, Undertaking& undertaking);
// The fields of the result that the request asks for.
void select_result(Changeset& changeset, const Request& request);
// Loads into records what the request and their changesets ask for.
Outcome<void> load_results(const Resource& resource, std::span<Record* const> records,
    const Value& from_changeset, const Request& request, Context& context);

} // namespace tunez
