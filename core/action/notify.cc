#include "action/notify.h"

#include "changeset/record_map.h"
#include "data_layer/data_layer.h"

#include <utility>
#include <vector>

namespace tunez {

static std::vector<CallbackId> notifiers_of(const Resource& resource)
{
    std::vector<CallbackId> notifiers;
    const auto* written
        = resource.declared.is(Kind::map) ? resource.declared.map().find("notifiers") : nullptr;
    if (written == nullptr || !written->is(Kind::list))
        return notifiers;
    for (const auto& notifier : written->list()) {
        const auto* id = notifier.is(Kind::map) ? notifier.map().find("callback") : nullptr;
        if (id != nullptr && id->is(Kind::integer))
            notifiers.push_back(static_cast<CallbackId>(id->integer()));
    }
    return notifiers;
}

void notify(const Changeset& changeset, const Record& record, Context& context)
{
    if (context.notifications == nullptr)
        return;
    if (!context.notifications->handing_back && notifiers_of(changeset.resource()).empty())
        return;
    context.notifications->waiting.push_back({ .resource = &changeset.resource(),
        .action = changeset.action(),
        .data = record,
        .actor = context.actor,
        .tenant = changeset.tenant(),
        .source = &changeset });
    deliver(context);
}

void withdraw(const Changeset& changeset, Context& context)
{
    if (context.notifications != nullptr)
        std::erase_if(context.notifications->waiting,
            [&](const auto& notification) { return notification.source == &changeset; });
}

void detach(size_t first, Context& context)
{
    if (context.notifications == nullptr)
        return;
    auto& waiting = context.notifications->waiting;
    for (auto i = first; i < waiting.size(); ++i)
        waiting[i].source = nullptr;
}

static Value message_of(const Notification& notification)
{
    Map content { { "resource", Value(notification.resource->name) } };
    if (notification.action != nullptr) {
        content.set("action", Value(notification.action->name));
        content.set("action_type", Value(name(notification.action->type)));
    }
    content.set("data", Value(record_map(notification.data)));
    content.set("actor", notification.actor);
    content.set("tenant", notification.tenant);
    return Value(
        Map { { "kind", Value("notification") }, { "notification", Value(std::move(content)) } });
}

void deliver(Context& context)
{
    auto* notifications = context.notifications;
    bool waits = context.data_layer != nullptr && context.data_layer->in_transaction();
    if (notifications == nullptr || waits)
        return;
    bool is_told = !notifications->waiting.empty() && !notifications->handing_back;
    if (is_told && context.data_layer != nullptr && !context.data_layer->flush()) {
        notifications->waiting.clear();
        return;
    }
    // A notifier may run actions, whose notifications are delivered before the next of these.
    auto due = std::exchange(notifications->waiting, {});
    for (auto& notification : due) {
        if (notifications->handing_back) {
            notifications->handed_back.push_back(std::move(notification));
            continue;
        }
        for (auto notifier : notifiers_of(*notification.resource)) {
            auto told = context.host.call(notifier, message_of(notification));
            static_cast<void>(told); // A failure here must not undo what is done.
        }
    }
}

} // namespace tunez
