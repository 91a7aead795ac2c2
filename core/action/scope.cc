#include "action/scope.h"

namespace tunez {

Scope::Scope(Context& context, bool wanted)
    : data_layer_(*context.data_layer)
    , notifications_(context.notifications)
    , waiting_before_(notifications_ != nullptr ? notifications_->waiting.size() : 0)
    , wanted_(wanted)
    , nested_(wanted && data_layer_.in_transaction())
{
}

Result<void> Scope::open()
{
    if (!wanted_)
        return {};
    return nested_ ? data_layer_.savepoint() : data_layer_.begin();
}

Result<void> Scope::keep()
{
    if (!wanted_)
        return {};
    return nested_ ? data_layer_.release_savepoint() : data_layer_.commit();
}

void Scope::undo()
{
    if (!wanted_)
        return;
    // A failure here means that the database gave up the transaction itself: undone all the same.
    auto undone = nested_ ? data_layer_.rollback_to_savepoint() : data_layer_.rollback();
    static_cast<void>(undone);
    if (notifications_ != nullptr && notifications_->waiting.size() > waiting_before_)
        notifications_->waiting.resize(waiting_before_);
}

} // namespace tunez
