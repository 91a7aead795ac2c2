#include "action/lifecycle.h"

#include "action/batch_callbacks.h"
#include "action/defaults.h"
#include "action/notify.h"
#include "action/required.h"
#include "action/scope.h"
#include "action/write.h"
#include "changeset/hook_callback.h"
#include "data_layer/data_layer.h"

#include <algorithm>
#include <span>

namespace tunez {

using Items = std::span<BatchItem* const>;

static Errors errors_of(const Changeset& changeset)
{
    Errors errors(changeset.errors());
    errors.merge_duplicates();
    return errors;
}

static void fail_invalid(Items items)
{
    for (auto* item : items) {
        if (!item->failed() && !item->changeset.valid()) {
            item->failure = errors_of(item->changeset);
            item->was_invalid = true;
        }
    }
}

static std::vector<BatchItem*> going_on(Items items)
{
    std::vector<BatchItem*> rest;
    std::copy_if(items.begin(), items.end(), std::back_inserter(rest),
        [](const auto* item) { return !item->failed(); });
    return rest;
}

static void fail_all(Items items, const Errors& errors)
{
    for (auto* item : items) {
        if (item->failed())
            continue;
        item->failure = errors;
        item->record.reset();
    }
}

static void run_before_hooks(BatchItem& item, std::vector<BeforeHook> Hooks::* list, Phase phase,
    std::string_view kind, Context& context)
{
    item.changeset.set_phase(phase);
    if (item.changeset.hooks() == nullptr)
        return;
    // A copy of the list, because a hook may add to the changeset's hooks while it runs.
    auto hooks = item.changeset.hooks()->*list;
    for (const auto& hook : hooks) {
        auto outcome = run_hook(hook, kind, item.changeset, context);
        if (!outcome)
            item.failure = std::move(outcome).error();
        else if (!item.changeset.valid())
            item.failure = errors_of(item.changeset);
        if (item.failed())
            return;
    }
}

static void run_after_action_hooks(BatchItem& item, Context& context)
{
    item.changeset.set_phase(Phase::after_action);
    if (item.changeset.hooks() == nullptr)
        return;
    auto hooks = item.changeset.hooks()->after_action;
    for (const auto& hook : hooks) {
        auto outcome = run_hook(hook, item.changeset, *item.record, context);
        if (!outcome) {
            item.failure = std::move(outcome).error();
            return;
        }
    }
}

static Outcome<Record> outcome_of(const BatchItem& item)
{
    return item.failed() ? Outcome<Record>(fail(*item.failure)) : Outcome<Record>(*item.record);
}

static void settle(BatchItem& item, Outcome<Record> outcome)
{
    if (outcome) {
        item.record = std::move(*outcome);
        item.failure.reset();
    } else {
        item.failure = std::move(outcome).error();
        item.record.reset();
    }
}

static void run_after_transaction_hooks(BatchItem& item, Context& context)
{
    if (item.changeset.hooks() == nullptr)
        return;
    item.changeset.set_phase(Phase::after_transaction);
    auto hooks = item.changeset.hooks()->after_transaction;
    for (const auto& hook : hooks)
        settle(item, run_hook(hook, item.changeset, outcome_of(item), context));
}

// Runs the hooks from the outermost in, then `inner`; what the outermost returns is the outcome.
static Outcome<Record> run_around(std::span<const AroundHook> hooks, std::string_view kind,
    BatchItem& item, Context& context, const Proceed& inner)
{
    if (hooks.empty())
        return inner();
    Proceed proceed = [&] { return run_around(hooks.subspan(1), kind, item, context, inner); };
    return run_hook(hooks.front(), kind, item.changeset, context, proceed);
}

static bool has_around(const BatchItem& item, std::vector<AroundHook> Hooks::* list)
{
    return item.changeset.hooks() != nullptr && !(item.changeset.hooks()->*list).empty();
}

// `work` for all items at once, or, where there are around hooks, for one after the other inside
// its hooks.
template <typename Work>
static void each_around(Items items, std::vector<AroundHook> Hooks::* list, Phase phase,
    std::string_view kind, Context& context, const Work& work)
{
    if (std::none_of(items.begin(), items.end(),
            [&](const auto* item) { return has_around(*item, list); })) {
        work(items);
        return;
    }
    for (auto* item : items) {
        if (!has_around(*item, list)) {
            work(Items(&item, 1));
            continue;
        }
        item->changeset.set_phase(phase);
        auto hooks = item->changeset.hooks()->*list;
        settle(*item, run_around(hooks, kind, *item, context, [&] {
            work(Items(&item, 1));
            return outcome_of(*item);
        }));
    }
}

static bool has_hooks(const BatchItem* item)
{
    const auto* hooks = item->changeset.hooks();
    return hooks != nullptr
        && (!hooks->before_action.empty() || !hooks->after_action.empty()
            || !hooks->around_action.empty());
}

// Spec §5.3. One statement is a transaction by itself, so a lone write without hooks opens none.
static bool needs_transaction(const Batch& batch, Items items)
{
    const auto* action = items.front()->changeset.action();
    if (!batch.transaction || (action != nullptr && !action->transaction))
        return false;
    return items.size() > 1 || !batch.changes.empty()
        || std::any_of(items.begin(), items.end(), has_hooks);
}

static void check_required(BatchItem& item, Context& context)
{
    auto& changeset = item.changeset;
    if (changeset.result() != nullptr)
        return;
    // Only now it is known whether an update changes anything.
    if (changeset.action_type() != ActionType::create)
        apply_lazy_defaults(changeset, context);
    if (!changeset.destroys())
        require_all_attributes(changeset);
    if (!changeset.valid())
        item.failure = errors_of(changeset);
}

// Step 9. `stops`: the failure of one after_action hook undoes all, so that the other records' do
// not run.
static void run_after_action(Items items, const Batch& batch, bool stops, Context& context)
{
    for (auto* item : going_on(items)) {
        item->written = true;
        // Before its after_action hooks, so that it precedes what they do (spec §5.4).
        if (batch.notify && item->changeset.destroys())
            notify(item->changeset, *item->record, context);
    }
    for (auto* item : going_on(items)) {
        run_after_action_hooks(*item, context);
        if (item->failed() && stops)
            return;
    }
}

// Steps 7 to 9.
static void work_together(Items items, const Batch& batch, bool stops, Context& context)
{
    for (auto* item : items)
        run_before_hooks(
            *item, &Hooks::before_action, Phase::before_action, "before_action", context);
    for (auto* item : going_on(items))
        check_required(*item, context);
    auto writing = going_on(items);
    write_rows(writing, stops ? OnFailure::roll_back : OnFailure::keep_others, context);
    run_after_action(items, batch, stops, context);
}

static const BatchItem* find_undoing(Items items)
{
    auto found = std::find_if(items.begin(), items.end(),
        [](const auto* item) { return item->failed() && item->written; });
    return found != items.end() ? *found : nullptr;
}

// Functions for the batch, then the commit, or what undoes it.
static void end_transaction(
    Items items, const Batch& batch, bool stops, Scope& scope, Context& context)
{
    const auto* undoing = stops ? find_undoing(items) : nullptr;
    if (undoing == nullptr && !batch.changes.empty()) {
        run_after_batch(batch, items, context);
        undoing = stops ? find_undoing(items) : nullptr;
    }
    if (undoing != nullptr)
        fail_all(items, *undoing->failure);
    if (stops && going_on(items).empty()) {
        scope.undo();
        return;
    }
    if (auto kept = scope.keep(); !kept) {
        scope.undo();
        fail_all(items, Errors(std::move(kept).error()));
    }
}

static void transact(Items items, const Batch& batch, Context& context)
{
    if (items.empty())
        return;
    Scope scope(context, needs_transaction(batch, items));
    if (auto opened = scope.open(); !opened) {
        fail_all(items, Errors(std::move(opened).error()));
        return;
    }
    bool stops = scope.undoes() && batch.on_failure != OnFailure::keep_others;
    if (!batch.changes.empty())
        run_before_batch(batch, items, context);
    each_around(going_on(items), &Hooks::around_action, Phase::around_action, "around_action",
        context, [&](Items inner) { work_together(inner, batch, stops, context); });
    end_transaction(items, batch, stops, scope, context);
}

static void run_after_transaction(Items items, Context& context)
{
    // Those that failed come last.
    auto succeeded = going_on(items);
    for (auto* item : succeeded)
        run_after_transaction_hooks(*item, context);
    for (auto* item : items) {
        if (std::find(succeeded.begin(), succeeded.end(), item) == succeeded.end())
            run_after_transaction_hooks(*item, context);
    }
}

void run_after_write(Batch& batch, Scope& scope, Context& context)
{
    std::vector<BatchItem*> items;
    for (auto& item : batch.items)
        items.push_back(&item);
    bool stops = scope.undoes() && batch.on_failure != OnFailure::keep_others;
    run_after_action(items, batch, stops, context);
    end_transaction(items, batch, stops, scope, context);
    run_after_transaction(items, context);
}

// Steps 4 to 11.
static void run_inside(Items items, Items invalid, const Batch& batch, Context& context)
{
    for (auto* item : items)
        run_before_hooks(*item, &Hooks::before_transaction, Phase::before_transaction,
            "before_transaction", context);
    run_after_transaction(invalid, context);
    transact(going_on(items), batch, context);
    bool abandoned = batch.on_failure == OnFailure::abandon && find_undoing(items) != nullptr;
    if (!abandoned)
        run_after_transaction(items, context);
}

void run_batch(Batch& batch, Context& context)
{
    std::vector<BatchItem*> all;
    all.reserve(batch.items.size());
    for (auto& item : batch.items)
        all.push_back(&item);
    for (auto* item : all)
        item->changeset.set_request(&context);
    fail_invalid(all);
    for (auto* item : going_on(all)) {
        if (item->changeset.action_type() == ActionType::create)
            apply_lazy_defaults(item->changeset, context);
    }
    fail_invalid(all);
    auto valid = going_on(all);
    if (valid.size() == all.size()) {
        each_around(all, &Hooks::around_transaction, Phase::around_transaction,
            "around_transaction", context,
            [&](Items items) { run_inside(items, {}, batch, context); });
    } else {
        std::vector<BatchItem*> invalid;
        std::copy_if(all.begin(), all.end(), std::back_inserter(invalid),
            [](const auto* item) { return item->failed(); });
        auto once = std::span<BatchItem* const>(invalid);
        each_around(valid, &Hooks::around_transaction, Phase::around_transaction,
            "around_transaction", context,
            [&](Items items) { run_inside(items, std::exchange(once, {}), batch, context); });
        run_after_transaction(once, context);
    }
    for (auto* item : all) {
        item->changeset.set_request(nullptr);
        if (item->failed())
            withdraw(item->changeset, context);
    }
}

} // namespace tunez
