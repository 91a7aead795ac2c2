#include "message/session.h"

namespace tunez {

Session::Session(Host& outside, StoragePort* storage_port, bool sql)
    : host(outside)
    , port(storage_port)
    , allow_sql(sql)
    , vfs(outside, storage_port)
{
}

Session::~Session() { close(); }

void Session::close()
{
    waiting.clear();
    if (data_layer && data_layer->in_transaction())
        static_cast<void>(data_layer->rollback());
    // What cannot be brought into order now is when it is opened again.
    if (store && data_layer)
        static_cast<void>(store->checkpoint(*data_layer));
    data_layer.reset();
    store.reset();
    storage.clear();
}

bool may_pack(const Session& session)
{
    const auto& notifications = session.notifications;
    return session.is_outermost && !notifications.handing_back && notifications.handed_back.empty()
        && session.data_layer->changes() == session.changes_before;
}

} // namespace tunez
