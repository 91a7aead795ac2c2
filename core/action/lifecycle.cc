#include "action/lifecycle.h"

#include "action/batch_callbacks.h"
#include "action/deadline.h"
#include "action/defaults.h"
#include "action/item_hooks.h"
#include "action/manage.h"
#include "action/notify.h"
#include "action/required.h"
#include "action/scope.h"
#include "action/write.h"
#include "base/verify.h"
#include "data_layer/data_layer.h"

#include <algorithm>
#include <span>
#include <utility>

namespace tunez {

static void fail_invalid(Items items)
{
    for (auto* item : items) {
        if (!item->failed() && !item->changeset.valid()) {
            item->failure = errors_of(item->changeset);
            item->was_invalid = true;
        }
    }
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

static bool does_more_inside(const BatchItem* item)
{
    if (item->changeset.manages_any())
        return true;
    const auto* hooks = item->changeset.hooks();
    return hooks != nullptr
        && (!hooks->before_action.empty() || !hooks->after_action.empty()
            || !hooks->around_action.empty());
}

// Spec §5.3. One statement is a transaction by itself, so a lone write that nothing else belongs to
// opens none.
static bool needs_transaction(const Batch& batch, Items items, const Context& context)
{
    const auto* action = items.front()->changeset.action();
    if (!batch.transaction || (action != nullptr && !action->transaction))
        return false;
    return items.size() > 1 || !batch.changes.empty() || context.deadline
        || (action != nullptr && action->manual)
        || std::any_of(items.begin(), items.end(), does_more_inside);
}

static void check_required(BatchItem& item, Context& context)
{
    auto& changeset = item.changeset;
    if (changeset.result() != nullptr)
        return;
    // Only now it is known whether an update changes anything.
    if (changeset.action_type() != ActionType::create)
        apply_defaults(changeset, context);
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

static void run_before_action(BatchItem& item, Context& context)
{
    // Of an update, what was queued while it was built comes before its hooks.
    if (item.changeset.action_type() == ActionType::update && item.changeset.manages_any())
        manage_parents(item, context);
    if (!item.failed())
        run_before_action_hooks(item, context);
    if (!item.failed() && !item.changeset.destroys() && item.changeset.manages_any())
        manage_parents(item, context);
}

// Steps 7 to 9.
static void work_together(Items items, const Batch& batch, bool stops, Context& context)
{
    for (auto* item : items)
        run_before_action(*item, context);
    for (auto* item : going_on(items))
        check_required(*item, context);
    auto writing = going_on(items);
    write_rows(writing, stops ? OnFailure::roll_back : OnFailure::keep_others, context);
    for (auto* item : going_on(items)) {
        item->written = true;
        if (item->changeset.manages_any())
            manage_children(*item, context);
    }
    run_after_action(items, batch, stops, context);
}

// The same for one after the other, each undone by itself where it fails: what it did to other
// records is more than its own row.
static void work_apart(Items items, const Batch& batch, bool stops, Context& context)
{
    for (size_t i = 0; i < items.size(); ++i) {
        Scope scope(context, context.data_layer->in_transaction());
        auto one = items.subspan(i, 1);
        if (auto opened = scope.open(); !opened) {
            fail_all(one, Errors(std::move(opened).error()));
            continue;
        }
        work_together(one, batch, stops, context);
        if (one.front()->failed())
            scope.undo();
        else if (auto kept = scope.keep(); !kept)
            fail_all(one, Errors(std::move(kept).error()));
    }
}

static void work(Items items, const Batch& batch, bool stops, Context& context)
{
    bool apart = !batch.nested && items.size() > 1
        && std::any_of(items.begin(), items.end(),
            [](const auto* item) { return item->changeset.manages_any(); });
    if (apart)
        work_apart(items, batch, stops, context);
    else
        work_together(items, batch, stops, context);
}

static const BatchItem* find_undoing(Items items)
{
    auto found = std::find_if(items.begin(), items.end(),
        [](const auto* item) { return item->failed() && item->written; });
    return found != items.end() ? *found : nullptr;
}

// Functions for the batch, then the commit, or what undoes it: then every item has failed, and it
// is said, too, for what was written without any.
static Outcome<void> end_transaction(
    Items items, const Batch& batch, bool stops, Scope& scope, Context& context)
{
    const auto* undoing = stops ? find_undoing(items) : nullptr;
    if (undoing == nullptr && !batch.changes.empty()) {
        run_after_batch(batch, items, context);
        undoing = stops ? find_undoing(items) : nullptr;
    }
    if (undoing != nullptr)
        fail_all(items, *undoing->failure);
    if (stops && batch.unseen == 0 && going_on(items).empty()) {
        scope.undo();
        return {};
    }
    auto kept = scope.keep();
    if (kept)
        return {};
    scope.undo();
    Errors errors(std::move(kept).error());
    fail_all(items, errors);
    return fail(std::move(errors));
}

static void transact(Items items, const Batch& batch, Context& context)
{
    if (items.empty())
        return;
    if (is_overdue(context)) {
        fail_all(items, timed_out(items.front()->changeset, context));
        return;
    }
    Scope scope(context, needs_transaction(batch, items, context));
    if (auto opened = scope.open(); !opened) {
        fail_all(items, Errors(std::move(opened).error()));
        return;
    }
    bool stops = scope.undoes() && batch.on_failure != OnFailure::keep_others;
    if (!batch.changes.empty())
        run_before_batch(batch, items, context);
    auto writing = going_on(items);
    if (!has_around(writing, &Hooks::around_action)) {
        work(writing, batch, stops, context);
    } else {
        auto inside = [&](Items inner) {
            work(inner, batch, stops, context);
            return Task();
        };
        auto around = run_around(
            std::move(writing), &Hooks::around_action, Phase::around_action, inside, context);
        VERIFY(around.done()); // Nothing waits inside a transaction.
    }
    if (is_overdue(context))
        fail_all(items, timed_out(items.front()->changeset, context));
    static_cast<void>(end_transaction(items, batch, stops, scope, context));
}

static std::vector<BatchItem*> items_of(Batch& batch)
{
    std::vector<BatchItem*> items;
    items.reserve(batch.items.size());
    for (auto& item : batch.items)
        items.push_back(&item);
    return items;
}

Task run_after_write(Batch& batch, Scope& scope, Outcome<void>& outcome, Context& context)
{
    auto items = items_of(batch);
    bool stops = scope.undoes() && batch.on_failure != OnFailure::keep_others;
    run_after_action(items, batch, stops, context);
    auto ended = end_transaction(items, batch, stops, scope, context);
    if (!ended && items.empty())
        outcome = std::move(ended);
    if (std::ranges::none_of(batch.items, has_transaction_hooks))
        return {};
    return run_after_transaction(std::move(items), context);
}

// Steps 1 and 2.
static void prepare(Items items, Context& context)
{
    for (auto* item : items)
        item->changeset.set_request(&context);
    fail_invalid(items);
    for (auto* item : going_on(items)) {
        if (item->changeset.action_type() == ActionType::create)
            apply_defaults(item->changeset, context);
    }
    fail_invalid(items);
}

static void finish(Batch& batch, Context& context)
{
    for (auto& item : batch.items) {
        item.changeset.set_request(nullptr);
        if (item.failed())
            withdraw(item.changeset, context);
    }
}

static Task run_added(Batch& batch, Context& context)
{
    co_await run_added_hooks(batch, context);
    finish(batch, context);
}

// Steps 3 to 12, where there are hooks outside of the transaction.
static Task run_with_hooks(Batch& batch, Context& context)
{
    co_await run_transaction_hooks(
        batch,
        [&](Items items) {
            transact(items, batch, context);
            return Task();
        },
        context);
    finish(batch, context);
}

Task run_batch(Batch& batch, Context& context)
{
    auto items = items_of(batch);
    if (!items.empty())
        set_deadline(items.front()->changeset, context);
    prepare(items, context);
    if (std::ranges::any_of(batch.items, has_transaction_hooks))
        return run_with_hooks(batch, context);
    transact(going_on(items), batch, context);
    if (std::ranges::any_of(batch.items, has_transaction_hooks))
        return run_added(batch, context);
    finish(batch, context);
    return {};
}

void run_batch_now(Batch& batch, Context& context)
{
    auto* waits = std::exchange(context.waits, nullptr);
    auto run = run_batch(batch, context);
    VERIFY(run.done());
    context.waits = waits;
}

} // namespace tunez
