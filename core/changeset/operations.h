#pragma once

#include "base/result.h"
#include "base/value.h"

#include <span>

namespace tunez {

class Changeset;
struct Context;

// The functions of spec §3 by name, as the wire has them: `["change_attribute","name","x"]`. An
// operation that cannot be carried out as written (an unknown name, an argument of the wrong kind)
// fails with invalid_message; what the operation itself finds wrong becomes an error of the
// changeset.
Result<void> apply_operation(Changeset& changeset, const Value& operation, Context& context);
Result<void> apply_operations(Changeset& changeset, const List& operations, Context& context);
// What a change callback answers: `{"operations":[…]}`.
Result<void> apply_answer(Changeset& changeset, const Value& answer, Context& context);

} // namespace tunez
