#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow set_attribute_options[] = {
    { "attribute", OptionKind::field, "What to set.", true },
    { "value", OptionKind::any, "A literal, a nullary function, or an argument.", true },
    { "set_when_nil", OptionKind::boolean, "False: a nil value is skipped." },
    { "new", OptionKind::boolean, "True: only when the attribute is not changing already." },
};

static void set(const ChangeCall& call, bool only_new)
{
    const auto* attribute = call.changeset.resource().find_attribute(call.text("attribute"));
    if (attribute == nullptr) {
        call.changeset.force_change_attribute(call.text("attribute"), {});
        return;
    }
    if (only_new && call.changeset.changing_attribute(*attribute))
        return;
    auto value = call.option("value");
    if (!value) {
        call.changeset.add_error(std::move(value).error());
        return;
    }
    if (value->is_null() && !call.flag("set_when_nil", true))
        return;
    call.changeset.force_change_attribute(*attribute, *value);
}

const Change set_attribute {
    .shape = { .name = "set_attribute",
        .doc = "Sets an attribute, whether it is writable or not.",
        .options = set_attribute_options,
        .has_atomic = true },
    .change = [](const ChangeCall& call) { set(call, call.flag("new", false)); },
};

const Change set_new_attribute {
    .shape = { .name = "set_new_attribute",
        .doc = "Sets an attribute that is not changing already.",
        .options = set_attribute_options,
        .has_atomic = true },
    .change = [](const ChangeCall& call) { set(call, true); },
};

} // namespace tunez::change
