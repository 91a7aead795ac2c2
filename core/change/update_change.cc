#include "change/before_action.h"
#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow update_change_options[] = {
    { "attribute", OptionKind::field, "What to rewrite if it is changing.", true },
    { "function", OptionKind::any, "Takes the pending value, gives the new one.", true },
};

const Change update_change {
    .shape = { .name = "update_change",
        .doc = "Rewrites the pending change of an attribute before the action runs.",
        .options = update_change_options },
    .change =
        [](const ChangeCall& call) {
            auto function = call.function();
            if (!function)
                return;
            before_action_on(call, call.text("attribute"),
                [function](const Attribute& attribute, Changeset& changeset,
                    Context& context) -> Outcome<void> {
                    const auto* value = changeset.find_change(attribute);
                    if (value == nullptr)
                        return {};
                    auto rewritten = TRY(context.host.call(*function,
                        Value(Map { { "kind", Value("value") }, { "argument", *value } })));
                    changeset.force_change_attribute(attribute, rewritten);
                    return {};
                });
        },
};

} // namespace tunez::change
