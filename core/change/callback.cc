#include "changeset/callback.h"
#include "change/builtins.h"
#include "changeset/operations.h"

namespace tunez::change {

static constexpr OptionRow options[] = {
    { "options", OptionKind::map, "What the function is given besides the changeset." },
};

const Change callback {
    .shape = { .name = "callback", .doc = "A change of the application.", .options = options },
    .change =
        [](const ChangeCall& call) {
            auto answer = call_with_changeset(call.entry, "change", call.changeset, call.context);
            auto applied = answer ? apply_answer(call.changeset, *answer, call.context)
                                  : Result<void>(fail(std::move(answer).error()));
            if (applied)
                return;
            auto error = std::move(applied).error();
            if (error.bread_crumbs.empty())
                error.bread_crumbs.push_back(call.entry.location);
            call.changeset.add_error(std::move(error));
        },
};

} // namespace tunez::change
