#include "change/builtins.h"

namespace tunez {

std::span<const Builtin* const> builtin_changes()
{
    static const Builtin* const table[] = {
        &change::after_action.shape,
        &change::after_transaction.shape,
        &change::around_action.shape,
        &change::around_transaction.shape,
        &change::atomic_set.shape,
        &change::atomic_update.shape,
        &change::before_action.shape,
        &change::before_transaction.shape,
        &change::callback.shape,
        &change::cascade_destroy.shape,
        &change::cascade_update.shape,
        &change::ensure_selected.shape,
        &change::filter.shape,
        &change::get_and_lock.shape,
        &change::get_and_lock_for_update.shape,
        &change::increment.shape,
        &change::load.shape,
        &change::optimistic_lock.shape,
        &change::prevent_change.shape,
        &change::relate_actor.shape,
        &change::select.shape,
        &change::set_attribute.shape,
        &change::set_context.shape,
        &change::set_new_attribute.shape,
        &change::update_change.shape,
    };
    return table;
}

} // namespace tunez
