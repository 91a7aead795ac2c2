#pragma once

#include "base/error.h"
#include "base/result.h"
#include "changeset/hook.h"
#include "resource/builtin.h"

#include <span>
#include <string_view>
#include <vector>

namespace tunez {

class Changeset;
struct Context;

// Everything an observer may know of a changeset (docs/wire.md §6), as a map.
Value state_of(const Changeset& changeset);

// Calls the application's function of an entry with the changeset's state and a handle by which it
// can evaluate further operations on it while it runs (docs/wire.md §7). Failures carry the bread
// crumb of where it ran.
Result<Value> call_with_changeset(
    const Entry& entry, std::string_view kind, const Changeset& changeset, Context& context);
// The same for a bare callback (hooks): `extra` is added to the message.
Result<Value> call_with_changeset(CallbackId callback, std::string_view kind,
    const Changeset& changeset, Context& context, const Map& extra);
// The same for what the application does with all changesets of a batch; their states are in
// `changesets`, in that order, and `extra` is added to the message.
Result<Value> call_with_changesets(const Entry& entry, std::string_view kind,
    std::span<Changeset* const> changesets, Context& context, const Map& extra);
// The same for an around hook, which may go on with the action while it runs.
Result<Value> call_around(CallbackId callback, std::string_view kind, Changeset& changeset,
    Context& context, const Proceed& proceed);

// An error as callbacks see it: names are the application's.
Value error_value(const Error& error, const Resource& resource);
// Spec §3.6: a map with `field`, `fields`, `message`, `path` and variables, as an error; one with a
// known `code` is the error that error_value() made a map of.
Error error_from_map(const Map& map);
// What a callback gave as errors: a text, a map, an answer's `{"errors":[…]}`, or a list of these.
std::vector<Error> errors_from(const Value& value);

} // namespace tunez
