#include "preparation/preparation.h"

namespace tunez::preparation {

static constexpr OptionRow set_context_options[] = {
    { "context", OptionKind::map, "What is merged into the context.", true },
};

static Outcome<void> prepare_set_context(const PreparationCall& call)
{
    const auto* given = call.entry.options.find("context");
    if (given == nullptr || !given->is(Kind::map))
        return {};
    for (const auto& [key, value] : given->map())
        call.context.context.set(key, value);
    call.arguments.set_context(given->map()); // Where the templates of those behind it look.
    return {};
}

const Preparation set_context {
    .shape = { .name = "set_context",
        .doc = "Merges into the context of the read.",
        .options = set_context_options },
    .prepare = prepare_set_context,
};

} // namespace tunez::preparation
