#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow hooks_options[] = {
    { "function", OptionKind::any, "The hook.", true },
    { "prepend", OptionKind::boolean, "True: it runs before those that are there already." },
};

// Each registers the application's function as a hook of one kind.
template <auto add> static void add_hook(const ChangeCall& call)
{
    auto position = call.flag("prepend", false) ? HookPosition::prepend : HookPosition::append;
    if (auto function = call.function())
        (call.changeset.*add)(*function, position);
}

const Change before_transaction {
    .shape = { .name = "before_transaction",
        .doc = "Runs before the transaction is opened.",
        .options = hooks_options },
    .change = add_hook<&Changeset::before_transaction>,
};

const Change around_transaction {
    .shape = { .name = "around_transaction",
        .doc = "Runs around the transaction.",
        .options = hooks_options },
    .change = add_hook<&Changeset::around_transaction>,
};

const Change around_action {
    .shape = { .name = "around_action",
        .doc = "Runs around the action, inside the transaction.",
        .options = hooks_options },
    .change = add_hook<&Changeset::around_action>,
};

const Change before_action {
    .shape = { .name = "before_action",
        .doc = "Runs before the record is written.",
        .options = hooks_options },
    .change = add_hook<&Changeset::before_action>,
};

const Change after_action {
    .shape = { .name = "after_action",
        .doc = "Runs after the record was written.",
        .options = hooks_options,
        .has_atomic = true },
    .change = add_hook<&Changeset::after_action>,
};

const Change after_transaction {
    .shape = { .name = "after_transaction",
        .doc = "Runs once the transaction has ended, on failure too.",
        .options = hooks_options,
        .has_atomic = true },
    .change = add_hook<&Changeset::after_transaction>,
};

} // namespace tunez::change
