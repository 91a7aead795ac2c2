#pragma once

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "resource/builtin.h"

#include <span>
#include <string_view>

namespace tunez {

// What one run of a change sees.
struct ChangeCall {
    const Entry& entry;
    Changeset& changeset;
    Context& context;

    // An option with its template filled in; null when it was not given.
    Result<Value> option(std::string_view name) const;
    const Value* written(std::string_view name) const { return entry.options.find(name); }
    bool flag(std::string_view name, bool otherwise) const;
    // A text option, empty when it was not given.
    std::string_view text(std::string_view name) const;
    // The application's function that is the option `function`.
    std::optional<CallbackId> function() const;
};

// A builtin change: one row, one file (spec §7.1).
struct Change {
    Builtin shape; // First: an Entry points at it.
    // Changes the changeset; what goes wrong becomes an error on it.
    void (*change)(const ChangeCall& call);
};

std::span<const Builtin* const> builtin_changes();
const Change& change_of(const Entry& entry);

// Whether a change can be part of one statement.
bool has_atomic(const Entry& entry);
// Whether an entry runs on a changeset as it is now: its `where` and `only_when_valid`. A condition
// that cannot be asked is an error of the changeset.
bool applies(const Entry& entry, Changeset& changeset, Context& context);
// Runs one entry with its `where` and `only_when_valid` (spec §4.3).
void run_change(const Entry& entry, Changeset& changeset, Context& context);

} // namespace tunez
