#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow manage_relationship_options[] = {
    { "argument", OptionKind::argument, "What holds the input.", true },
    { "relationship", OptionKind::relationship, "What is managed.", true },
    { "type", OptionKind::text,
        "append_and_remove, append, remove, direct_control or create: what the four instructions "
        "are unless they are given." },
    { "on_lookup", OptionKind::any, "Whether records that are not related are looked for." },
    { "on_no_match", OptionKind::any, "What is done with inputs that nothing was found for." },
    { "on_match", OptionKind::any, "What is done with inputs whose record is related." },
    { "on_missing", OptionKind::any, "What is done with related records without an input." },
    { "use_identities", OptionKind::list, "What records are recognized by; `_primary_key`." },
    { "identity_priority", OptionKind::list, "In which order." },
    { "value_is_key", OptionKind::text, "What a bare value is the value of." },
    { "order_is_key", OptionKind::text, "Where the place of an input in the list is written." },
    { "join_keys", OptionKind::any, "What of an input goes to the join resource." },
    { "error_path", OptionKind::any, "Where errors are reported." },
    { "meta", OptionKind::map, "`order`: of several calls." },
    { "authorize", OptionKind::boolean, "False: the related records are not asked about." },
    { "ignore", OptionKind::boolean, "True: queued, but not carried out." },
    { "eager_validate", OptionKind::boolean, "True: what is named must be there already." },
    { "eager_validate_with", OptionKind::any, "The same, with the name of a domain." },
    { "bulk", OptionKind::boolean, "True: written together whatever hooks there are." },
    { "debug", OptionKind::boolean, "Has no effect." },
};

const Change manage_relationship {
    .shape = { .name = "manage_relationship",
        .doc = "Creates, relates, updates and removes related records by what an argument holds.",
        .options = manage_relationship_options,
        .has_atomic = true,
        .manages = true },
    .change =
        [](const ChangeCall& call) {
            auto& changeset = call.changeset;
            auto name = call.text("argument");
            const auto* input = changeset.action()->find_argument(name);
            if (input == nullptr || !changeset.has_argument(*input))
                return;
            if (auto* build = changeset.atomic_build(); build && !call.entry.managed->ignore) {
                build->obstacles.push_back("relationships are managed record by record");
                return;
            }
            const auto* relationship
                = changeset.resource().find_relationship(call.text("relationship"));
            tunez::manage_relationship(changeset, *relationship, changeset.get_argument(*input),
                call.entry.managed, call.context);
        },
};

} // namespace tunez::change
