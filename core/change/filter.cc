#include "change/builtins.h"
#include "changeset/template.h"
#include "query/query.h"

namespace tunez::change {

static constexpr OptionRow options[] = {
    { "expr", OptionKind::any, "What the row must meet when it is written.", true },
};

const Change filter {
    .shape = { .name = "filter",
        .doc = "Writes the row only if it meets a condition; otherwise the record is stale.",
        .options = options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            auto written = fill_filter(
                *call.written("expr"), call.changeset, call.context, OnMissingActor::refuse);
            if (!written) {
                call.changeset.add_error(std::move(written).error());
                return;
            }
            std::vector<Error> errors;
            auto condition = parse_filter(call.changeset.resource(), *written, errors);
            if (!condition)
                call.changeset.add_error(std::move(condition).error());
            else
                call.changeset.add_filter(std::move(*condition));
            call.changeset.add_errors(std::move(errors));
        },
};

} // namespace tunez::change
