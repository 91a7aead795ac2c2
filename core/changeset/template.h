#pragma once

#include "base/result.h"
#include "base/value.h"

namespace tunez {

class Changeset;
struct Context;

// An option of a builtin with its template filled in (spec §4.3): `{"arg":"x"}` is the argument
// (absent counts as nil),
// `{"actor":"field"}` a field of the actor, `{"tenant":true}`, `{"context":"key"}`,
// `{"callback":id}` the answer of a nullary function, `{"atom":"x"}` and `{"attribute":"x"}` a
// symbol. Anything else is itself.
Result<Value> fill_template(const Value& option, const Changeset& changeset, Context& context);

// A field, or a path of fields, inside the actor or the context; nil where there is none.
Value value_at(const Value& holder, const Value& path);

// What an actor template comes to when there is no actor.
enum class OnMissingActor : bool { nil, refuse };

// A filter as written with its templates (`{"arg":…}`, `{"actor":…}`, `{"tenant":true}`,
// `{"context":…}`) made values, at any depth, and `{"atomic_ref":field}` what that field is being
// set to. Fails with action_requires_actor where that is asked
// for.
Result<Value> fill_filter(const Value& filter, const Changeset& changeset, Context& context,
    OnMissingActor on_missing_actor);

} // namespace tunez
