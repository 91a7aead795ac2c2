#include "change/builtins.h"

namespace tunez::change {

static constexpr OptionRow field_options[] = {
    { "fields", OptionKind::fields, "The fields.", true },
};

static constexpr OptionRow load_options[] = {
    { "load", OptionKind::any, "What to load, as in a query.", true },
};

static constexpr OptionRow context_options[] = {
    { "context", OptionKind::any, "What to merge.", true },
};

static std::vector<const Attribute*> attributes_of(const ChangeCall& call)
{
    std::vector<const Attribute*> attributes;
    const auto* fields = call.written("fields");
    if (fields == nullptr || !fields->is(Kind::list))
        return attributes;
    for (const auto& field : fields->list()) {
        if (const auto* attribute
            = field.is_textual() ? call.changeset.resource().find_attribute(field.text()) : nullptr)
            attributes.push_back(attribute);
    }
    return attributes;
}

const Change select {
    .shape = { .name = "select",
        .doc = "Selects fields of the result.",
        .options = field_options,
        .has_atomic = true },
    .change = [](const ChangeCall& call) { call.changeset.select(attributes_of(call), false); },
};

const Change ensure_selected {
    .shape = { .name = "ensure_selected",
        .doc = "Adds fields to those of the result.",
        .options = field_options,
        .has_atomic = true },
    .change = [](const ChangeCall& call) { call.changeset.ensure_selected(attributes_of(call)); },
};

const Change load {
    .shape = { .name = "load",
        .doc = "Loads into the result.",
        .options = load_options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            if (const auto* load = call.written("load"))
                call.changeset.add_load(*load);
        },
};

const Change set_context {
    .shape = { .name = "set_context",
        .doc = "Merges into the context.",
        .options = context_options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            auto context = call.option("context");
            if (!context)
                call.changeset.add_error(std::move(context).error());
            else if (context->is(Kind::map))
                call.changeset.set_context(context->map());
        },
};

} // namespace tunez::change
