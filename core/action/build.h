#pragma once

#include "base/value.h"
#include "change/batch.h"
#include "changeset/changeset.h"
#include "changeset/context.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tunez {

struct BuildOptions {
    std::vector<std::string> skip_unknown_inputs;
    Map private_arguments;
    bool require = true;
    Map upsert; // What the call says of upserts (spec §6.2).
    Casting casting = Casting::full; // Of the params.
    // Given each changeset once its inputs are cast, before any change or validation; may do with
    // it what a before hook may.
    std::optional<BeforeHook> transform_changeset = {};
};

// The pipeline of for_create, for_update and for_destroy (spec §4.1): casts the params, applies
// literal defaults, runs the action's and the resource's changes and validations, checks identities
// and what is required. What goes wrong is an error on the changeset. An already invalid changeset
// only gets its action.
void build(Changeset& changeset, const Action& action, const Value& params,
    const BuildOptions& options, Context& context);

// The same for the changesets of a batch, each with its own params: they go through each change and
// validation together. Answers what is to be asked of the changes again when the batch is written.
std::vector<BatchChange> build(std::span<Changeset* const> changesets, const Action& action,
    std::span<const Value> params, const BuildOptions& options, Context& context);

} // namespace tunez
