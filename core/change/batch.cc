#include "change/batch.h"

#include "changeset/callback.h"
#include "changeset/operations.h"
#include "validation/validation.h"

#include <algorithm>

namespace tunez {

bool BatchChange::concerns(const Changeset& changeset) const
{
    return std::ranges::binary_search(inputs, changeset.input_index);
}

static std::vector<Changeset*> concerned(
    const Entry& entry, std::span<Changeset* const> changesets, Context& context)
{
    std::vector<Changeset*> those;
    for (auto* changeset : changesets) {
        if (applies(entry, *changeset, context))
            those.push_back(changeset);
    }
    return those;
}

Result<bool> wants_batch(
    const Entry& entry, std::span<Changeset* const> changesets, Context& context)
{
    if (!entry.functions.batch_callbacks)
        return true;
    auto answer = TRY(call_with_changesets(entry, "batch_callbacks", changesets, context, {}));
    return answer.is(Kind::boolean) && answer.boolean();
}

Result<void> call_batch_function(const Entry& entry, std::string_view kind,
    std::span<Changeset* const> changesets, Context& context)
{
    auto answer = TRY(call_with_changesets(entry, kind, changesets, context, {}));
    if (answer.is_null())
        return {};
    const auto* batch = answer.is(Kind::map) ? answer.map().find("batch") : nullptr;
    if (batch == nullptr || !batch->is(Kind::list) || batch->list().size() != changesets.size())
        return fail(Error::make(ErrorCode::invalid_return_type,
            std::string(kind) + " must return one changeset for each that it was given"));
    for (size_t i = 0; i < changesets.size(); ++i)
        TRY(apply_answer(*changesets[i], batch->list()[i], context));
    return {};
}

static Result<void> change_at_once(
    const Entry& entry, std::span<Changeset* const> changesets, Context& context)
{
    if (entry.functions.batch_change && TRY(wants_batch(entry, changesets, context)))
        return call_batch_function(entry, "batch_change", changesets, context);
    for (auto* changeset : changesets)
        change_of(entry).change(ChangeCall { entry, *changeset, context });
    return {};
}

void run_change(const Entry& entry, std::span<Changeset* const> changesets,
    std::vector<BatchChange>& batch_changes, Context& context)
{
    // Of a statement for all rows only what comes after it can be asked.
    bool atomic = changesets.front()->atomic_build() != nullptr;
    if (atomic || !entry.functions.of_batches()) {
        for (auto* changeset : changesets)
            run_change(entry, *changeset, context);
        if (atomic && entry.functions.after_batch)
            batch_changes.push_back({ &entry, { changesets.front()->input_index } });
        return;
    }
    auto those = concerned(entry, changesets, context);
    if (those.empty())
        return;
    if (auto changed = change_at_once(entry, those, context); !changed) {
        for (auto* changeset : those)
            changeset->add_error(changed.error());
        return;
    }
    BatchChange later { &entry, {} };
    for (const auto* changeset : those)
        later.inputs.push_back(changeset->input_index);
    batch_changes.push_back(std::move(later));
}

} // namespace tunez
