#include "change/before_action.h"
#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow prevent_change_options[] = {
    { "attribute", OptionKind::field, "What stays as it is.", true },
};

const Change prevent_change {
    .shape = { .name = "prevent_change",
        .doc = "Drops the change of an attribute before the action runs.",
        .options = prevent_change_options },
    .change =
        [](const ChangeCall& call) {
            before_action_on(call, call.text("attribute"),
                [](const Attribute& attribute, Changeset& changeset, Context&) -> Outcome<void> {
                    changeset.clear_change(attribute.name);
                    return {};
                });
        },
};

} // namespace tunez::change
