#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow options[] = {
    { "function", OptionKind::any, "The hook.", true },
    { "prepend", OptionKind::boolean, "True: it runs before those that are there already." },
};

static std::optional<CallbackId> function_of(const ChangeCall& call)
{
    const auto* option = call.written("function");
    const auto* id
        = option != nullptr && option->is(Kind::map) ? option->map().find("callback") : nullptr;
    return id != nullptr && id->is(Kind::integer)
        ? std::optional(static_cast<CallbackId>(id->integer()))
        : std::nullopt;
}

// Each registers the application's function as a hook of one kind.
template <auto add> static void add_hook(const ChangeCall& call)
{
    auto position = call.flag("prepend", false) ? HookPosition::prepend : HookPosition::append;
    if (auto function = function_of(call))
        (call.changeset.*add)(*function, position);
}

const Change before_transaction {
    .shape = { .name = "before_transaction",
        .doc = "Runs before the transaction is opened.",
        .options = options },
    .change = add_hook<&Changeset::before_transaction>,
};

const Change around_transaction {
    .shape
    = { .name = "around_transaction", .doc = "Runs around the transaction.", .options = options },
    .change = add_hook<&Changeset::around_transaction>,
};

const Change around_action {
    .shape = { .name = "around_action",
        .doc = "Runs around the action, inside the transaction.",
        .options = options },
    .change = add_hook<&Changeset::around_action>,
};

const Change before_action {
    .shape
    = { .name = "before_action", .doc = "Runs before the record is written.", .options = options },
    .change = add_hook<&Changeset::before_action>,
};

const Change after_action {
    .shape = { .name = "after_action",
        .doc = "Runs after the record was written.",
        .options = options,
        .has_atomic = true },
    .change = add_hook<&Changeset::after_action>,
};

const Change after_transaction {
    .shape = { .name = "after_transaction",
        .doc = "Runs once the transaction has ended, on failure too.",
        .options = options,
        .has_atomic = true },
    .change = add_hook<&Changeset::after_transaction>,
};

} // namespace tunez::change
