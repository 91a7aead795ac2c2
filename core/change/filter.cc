#include "change/builtins.h"
#include "query/expression_operations.h"

namespace tunez::change {

static constexpr OptionRow filter_options[] = {
    { "expr", OptionKind::any, "What the row must meet when it is written.", true },
};

const Change filter {
    .shape = { .name = "filter",
        .doc = "Writes the row only if it meets a condition; otherwise the record is stale.",
        .options = filter_options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            add_filter(call.changeset, *call.written("expr"), call.context);
        },
};

} // namespace tunez::change
