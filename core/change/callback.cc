#include "changeset/callback.h"
#include "change/batch.h"
#include "change/builtins.h"
#include "changeset/operations.h"

namespace tunez::change {

static constexpr OptionRow callback_options[] = {
    { "options", OptionKind::map, "What the function is given besides the changeset." },
};

// The answer is null where there is nothing to do, `{"operations"}`, `{"not_atomic":reason}` or
// `{"error"}`.
static Result<void> run_atomic(const ChangeCall& call)
{
    auto answer = TRY(call_with_changeset(call.entry, "atomic", call.changeset, call.context));
    if (answer.is_null())
        return {};
    if (!answer.is(Kind::map))
        return apply_answer(call.changeset, answer, call.context);
    if (const auto* reason = answer.map().find("not_atomic"))
        call.changeset.atomic_build()->obstacles.push_back(display(*reason));
    else if (const auto* error = answer.map().find("error"))
        call.changeset.add_errors(errors_from(*error));
    else
        return apply_answer(call.changeset, answer, call.context);
    return {};
}

// An object that changes batches only is given batches of one.
static Result<void> run(const ChangeCall& call)
{
    const auto& functions = call.entry.functions;
    if (call.changeset.atomic_build() != nullptr)
        return run_atomic(call);
    if (functions.main) {
        auto answer = TRY(call_with_changeset(call.entry, "change", call.changeset, call.context));
        return apply_answer(call.changeset, answer, call.context);
    }
    if (!functions.batch_change)
        return {};
    Changeset* one[] = { &call.changeset };
    return call_batch_function(call.entry, "batch_change", one, call.context);
}

const Change callback {
    .shape
    = { .name = "callback", .doc = "A change of the application.", .options = callback_options },
    .change =
        [](const ChangeCall& call) {
            auto applied = run(call);
            if (applied)
                return;
            auto error = std::move(applied).error();
            if (error.bread_crumbs.empty())
                error.bread_crumbs.push_back(call.entry.location);
            call.changeset.add_error(std::move(error));
        },
};

} // namespace tunez::change
