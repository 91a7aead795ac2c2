#include "action/item_hooks.h"

#include "changeset/callback.h"
#include "changeset/hook_callback.h"
#include "data_layer/data_layer.h"

#include <algorithm>

namespace tunez {

std::vector<BatchItem*> going_on(Items items)
{
    std::vector<BatchItem*> rest;
    std::copy_if(items.begin(), items.end(), std::back_inserter(rest),
        [](const auto* item) { return !item->failed(); });
    return rest;
}

Errors errors_of(const Changeset& changeset)
{
    Errors errors(changeset.errors());
    errors.merge_duplicates();
    return errors;
}

Outcome<Record> outcome_of(const BatchItem& item)
{
    return item.failed() ? Outcome<Record>(fail(*item.failure)) : Outcome<Record>(*item.record);
}

void settle(BatchItem& item, Outcome<Record> outcome)
{
    if (outcome) {
        item.record = std::move(*outcome);
        item.failure.reset();
    } else {
        item.failure = std::move(outcome).error();
        item.record.reset();
    }
}

static void take_before(BatchItem& item, Outcome<void> outcome)
{
    if (!outcome)
        item.failure = std::move(outcome).error();
    else if (!item.changeset.valid())
        item.failure = errors_of(item.changeset);
}

void run_before_action_hooks(BatchItem& item, Context& context)
{
    item.changeset.set_phase(Phase::before_action);
    if (item.changeset.hooks() == nullptr)
        return;
    // A copy of the list, because a hook may add to the changeset's hooks while it runs.
    auto hooks = item.changeset.hooks()->before_action;
    for (const auto& hook : hooks) {
        take_before(item, run_hook(hook, "before_action", item.changeset, context));
        if (item.failed())
            return;
    }
}

void run_after_action_hooks(BatchItem& item, Context& context)
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

// An open transaction locks out everybody else: nothing is waited for meanwhile.
static HookCall::MayWait may_wait(const Context& context)
{
    bool locked = context.data_layer != nullptr && context.data_layer->in_transaction();
    return HookCall::MayWait(context.waits != nullptr && !locked);
}

static void take_around(BatchItem& item, Result<Value> answer, const Proceed& proceed)
{
    if (!answer)
        settle(item, fail(Errors(std::move(answer).error())));
    else if (!answer->is_null())
        settle(item, result_from(item.changeset, *answer));
    else if (!proceed.begun || !proceed.task.done())
        settle(item,
            fail(Errors(Error::make(ErrorCode::invalid_return_type,
                "an around hook must go on with the action, and wait for it, or say what came of "
                "it"))));
}

// The hooks from the outermost in, then `work`. What the outermost returns is the outcome.
static Task run_around_one(
    std::span<const AroundHook> hooks, Phase phase, BatchItem* item, Work& work, Context& context)
{
    Proceed proceed {
        .run =
            [&] {
                return hooks.size() > 1
                    ? run_around_one(hooks.subspan(1), phase, item, work, context)
                    : work(Items(&item, 1));
            },
        .outcome = [&] { return outcome_of(*item); },
    };
    auto waits = phase == Phase::around_transaction ? may_wait(context) : HookCall::MayWait::no;
    auto answer = co_await HookCall(
        hooks.front(), name(phase), item->changeset, context, waits, {}, &proceed);
    take_around(*item, std::move(answer), proceed);
}

bool has_around(Items items, std::vector<AroundHook> Hooks::* list)
{
    return std::ranges::any_of(items, [&](const auto* item) {
        return item->changeset.hooks() != nullptr && !(item->changeset.hooks()->*list).empty();
    });
}

Task run_around(std::vector<BatchItem*> items, std::vector<AroundHook> Hooks::* list, Phase phase,
    Work work, Context& context)
{
    if (!has_around(items, list)) {
        co_await work(items);
        co_return;
    }
    for (auto* item : items) {
        if (!has_around({ &item, 1 }, list)) {
            co_await work({ &item, 1 });
            continue;
        }
        item->changeset.set_phase(phase);
        auto hooks = item->changeset.hooks()->*list;
        co_await run_around_one(hooks, phase, item, work, context);
    }
}

static Task run_before_transaction(BatchItem& item, Context& context)
{
    item.changeset.set_phase(Phase::before_transaction);
    if (item.changeset.hooks() == nullptr)
        co_return;
    auto hooks = item.changeset.hooks()->before_transaction;
    for (const auto& hook : hooks) {
        if (const auto* function = std::get_if<1>(&hook)) {
            take_before(item, (*function)(item.changeset, context));
        } else {
            auto answer = co_await HookCall(std::get<0>(hook), name(Phase::before_transaction),
                item.changeset, context, may_wait(context));
            take_before(item,
                answer ? tunez::take_before(*answer, item.changeset, context)
                       : fail(Errors(std::move(answer).error())));
        }
        if (item.failed())
            co_return;
    }
}

static Task run_after_transaction(BatchItem& item, Context& context)
{
    if (item.changeset.hooks() == nullptr)
        co_return;
    item.changeset.set_phase(Phase::after_transaction);
    auto hooks = item.changeset.hooks()->after_transaction;
    for (auto hook : hooks) {
        Map result { { "result", described(outcome_of(item), item.changeset.resource()) } };
        auto answer = co_await HookCall(hook, name(Phase::after_transaction), item.changeset,
            context, may_wait(context), std::move(result));
        if (!answer)
            settle(item, fail(Errors(std::move(answer).error())));
        else if (!answer->is_null())
            settle(item, result_from(item.changeset, *answer));
    }
}

static bool hears_of_outcome(const BatchItem* item)
{
    const auto* hooks = item->changeset.hooks();
    return hooks != nullptr
        && (!hooks->after_transaction.empty() || !hooks->around_transaction.empty());
}

// What hooks after a transaction are told has to stay true.
static void make_durable(Items items, Context& context)
{
    if (context.data_layer->in_transaction() || std::ranges::none_of(items, hears_of_outcome))
        return;
    auto flushed = context.data_layer->flush();
    for (auto* item : items) {
        if (!flushed && !item->was_invalid)
            settle(*item, fail(Errors(flushed.error())));
    }
}

Task run_after_transaction(std::vector<BatchItem*> items, Context& context)
{
    make_durable(items, context);
    // Those that failed come last.
    std::ranges::stable_partition(items, [](const auto* item) { return !item->failed(); });
    for (auto* item : items)
        co_await run_after_transaction(*item, context);
}

bool has_transaction_hooks(const BatchItem& item)
{
    const auto* hooks = item.changeset.hooks();
    return hooks != nullptr
        && (!hooks->around_transaction.empty() || !hooks->before_transaction.empty()
            || !hooks->after_transaction.empty());
}

// What a failure after the write leaves undone: everything, where the caller undoes more than this.
static bool is_abandoned(const Batch& batch, Items items)
{
    return batch.on_failure == OnFailure::abandon
        && std::ranges::any_of(
            items, [](const auto* item) { return item->failed() && item->written; });
}

Task run_added_hooks(Batch& batch, Context& context)
{
    std::vector<BatchItem*> items;
    for (auto& item : batch.items)
        items.push_back(&item);
    if (!is_abandoned(batch, items))
        co_await run_after_transaction(std::move(items), context);
}

Task run_transaction_hooks(Batch& batch, Work transact, Context& context)
{
    std::vector<BatchItem*> valid;
    std::vector<BatchItem*> invalid;
    for (auto& item : batch.items)
        (item.failed() ? invalid : valid).push_back(&item);
    Work inside = [&](Items items) -> Task {
        std::vector<BatchItem*> inner(items.begin(), items.end());
        for (auto* item : inner)
            co_await run_before_transaction(*item, context);
        co_await run_after_transaction(std::exchange(invalid, {}), context);
        co_await transact(going_on(inner));
        make_durable(inner, context);
        if (!is_abandoned(batch, inner))
            co_await run_after_transaction(inner, context);
    };
    co_await run_around(
        valid, &Hooks::around_transaction, Phase::around_transaction, inside, context);
    co_await run_after_transaction(invalid, context);
}

} // namespace tunez
