#pragma once

#include "base/error.h"
#include "changeset/hook.h"

namespace tunez {

class Changeset;
struct Context;

// A hook is the application's callback or a function of the engine; these run either (docs/wire.md
// §7).
Outcome<void> run_hook(
    const BeforeHook& hook, std::string_view kind, Changeset& changeset, Context& context);
Outcome<Record> run_hook(const AroundHook& hook, std::string_view kind, Changeset& changeset,
    Context& context, const Proceed& proceed);
Outcome<void> run_hook(
    const AfterActionHook& hook, Changeset& changeset, Record& record, Context& context);
Outcome<Record> run_hook(const AfterTransactionHook& hook, Changeset& changeset,
    Outcome<Record> outcome, Context& context);

// What a callback gave as an outcome: `{"record":{…}}` or `{"error":…}`; a bare map is a record.
Outcome<Record> result_from(const Changeset& changeset, const Value& answer);

} // namespace tunez
