#pragma once

#include "base/result.h"
#include "base/value.h"

#include <span>
#include <string_view>

namespace tunez {

struct Attribute;
class Changeset;
struct Context;

// What takes expressions among the operations on changesets (spec §3.3, §3.7): their templates
// (`arg`, `actor`, `atomic_ref`, …) are filled in at once, and what is wrong with them becomes
// errors of the changeset.

enum class AtomicKind : uint8_t { update, set };

// Only rows that meet the condition are written.
void add_filter(Changeset& changeset, const Value& condition, Context& context);
// Sets an attribute to an expression. `{"atomic":expression}` is one whose values need no casting.
void add_atomic(Changeset& changeset, AtomicKind kind, const Attribute& attribute,
    const Value& expression, bool cast, Context& context);

// `filter`, `atomic_update` and `atomic_set` as the wire has them; false for any other name.
Result<bool> apply_expression_operation(Changeset& changeset, std::string_view name,
    std::span<const Value> arguments, Context& context);

} // namespace tunez
