#include "change/builtins.h"
#include "query/expression_operations.h"

namespace tunez::change {

static constexpr OptionRow atomic_options[] = {
    { "attribute", OptionKind::field, "What to set.", true },
    { "expr", OptionKind::any, "What to set it to.", true },
    { "cast_atomic", OptionKind::boolean, "False: what it gives is not cast to the type." },
};

template <AtomicKind kind> static void set(const ChangeCall& call)
{
    const auto* attribute = call.changeset.resource().find_attribute(call.text("attribute"));
    if (attribute == nullptr) {
        call.changeset.force_change_attribute(call.text("attribute"), {});
        return;
    }
    add_atomic(call.changeset, kind, *attribute, *call.written("expr"),
        call.flag("cast_atomic", true), call.context);
}

const Change atomic_update {
    .shape = { .name = "atomic_update",
        .doc = "Sets an attribute to an expression over the stored row.",
        .options = atomic_options,
        .has_atomic = true },
    .change = set<AtomicKind::update>,
};

const Change atomic_set {
    .shape = { .name = "atomic_set",
        .doc = "Sets an attribute of a new record to an expression.",
        .options = atomic_options,
        .has_atomic = true },
    .change = set<AtomicKind::set>,
};

} // namespace tunez::change
