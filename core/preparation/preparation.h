#pragma once

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "query/query.h"
#include "resource/builtin.h"

#include <span>

namespace tunez {

// What one run of a preparation sees: the query that it prepares, and the arguments of the action.
struct PreparationCall {
    const Entry& entry;
    Query& query;
    Changeset& arguments;
    Context& context;
};

// A builtin preparation: one row, one file (spec §7.3).
struct Preparation {
    Builtin shape; // First: an Entry points at it.
    Outcome<void> (*prepare)(const PreparationCall& call);
};

std::span<const Builtin* const> builtin_preparations();

// Runs one entry, unless its `where` says that it does not apply.
Outcome<void> run_preparation(
    const Entry& entry, Query& query, Changeset& arguments, Context& context);

namespace preparation {
extern const Preparation build;
extern const Preparation set_context;
} // namespace preparation

} // namespace tunez
