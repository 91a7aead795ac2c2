#pragma once

#include "action/lifecycle.h"
#include "changeset/hook.h"

#include <functional>
#include <span>
#include <vector>

namespace tunez {

// The hooks of the items of a batch, and what becomes of the items by them.

using Items = std::span<BatchItem* const>;

// Those that have not failed.
std::vector<BatchItem*> going_on(Items items);
Errors errors_of(const Changeset& changeset);
Outcome<Record> outcome_of(const BatchItem& item);
void settle(BatchItem& item, Outcome<Record> outcome);

void run_before_action_hooks(BatchItem& item, Context& context);
void run_after_action_hooks(BatchItem& item, Context& context);

// `work` for all items at once, or, where there are around hooks, for one after the other inside
// its hooks.
using Work = std::function<Task(Items)>;
bool has_around(Items items, std::vector<AroundHook> Hooks::* list);
Task run_around(std::vector<BatchItem*> items, std::vector<AroundHook> Hooks::* list, Phase phase,
    Work work, Context& context);

// Steps 3, 4, 11 and 12 of run_batch, around `transact`.
bool has_transaction_hooks(const BatchItem& item);
Task run_transaction_hooks(Batch& batch, Work transact, Context& context);
// Step 11 for hooks that were added only while the batch was written.
Task run_added_hooks(Batch& batch, Context& context);
// Step 11 alone.
Task run_after_transaction(std::vector<BatchItem*> items, Context& context);

} // namespace tunez
