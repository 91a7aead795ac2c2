#include "change/before_action.h"
#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow options[] = {
    { "attribute", OptionKind::field, "What to rewrite if it is changing.", true },
    { "function", OptionKind::any, "Takes the pending value, gives the new one.", true },
};

static std::optional<CallbackId> function_of(const ChangeCall& call)
{
    const auto* option = call.written("function");
    if (option == nullptr || !option->is(Kind::map))
        return std::nullopt;
    const auto* id = option->map().find("callback");
    return id != nullptr && id->is(Kind::integer)
        ? std::optional(static_cast<CallbackId>(id->integer()))
        : std::nullopt;
}

const Change update_change {
    .shape = { .name = "update_change",
        .doc = "Rewrites the pending change of an attribute before the action runs.",
        .options = options },
    .change =
        [](const ChangeCall& call) {
            auto function = function_of(call);
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
