#pragma once

#include "base/error.h"
#include "changeset/hook.h"

namespace tunez {

class Changeset;
struct Context;

// A hook is the application's callback or a function of the engine; these run either (docs/wire.md
// §7). One that answers with a promise fails.
Outcome<void> run_hook(
    const BeforeHook& hook, std::string_view kind, Changeset& changeset, Context& context);
Outcome<void> run_hook(
    const AfterActionHook& hook, Changeset& changeset, Record& record, Context& context);

// What a before hook answered: null, operations or errors.
Outcome<void> take_before(const Value& answer, Changeset& changeset, Context& context);
// What a callback gave as an outcome: `{"record":{…}}` or `{"error":…}`; a bare map is a record.
Outcome<Record> result_from(const Changeset& changeset, const Value& answer);
// An outcome as callbacks are told it.
Value described(const Outcome<Record>& outcome, const Resource& resource);

} // namespace tunez
