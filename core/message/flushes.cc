#include "message/flushes.h"

#include <utility>

namespace tunez {

Result<void> Flushes::message_ends(sqlite::SqliteDataLayer& data_layer, Answer answer)
{
    if (!data_layer.unflushed())
        return {};
    if (held_ && answer == Answer::may_wait && !data_layer.lost()) {
        owed_ = true;
        return {};
    }
    auto flushed = data_layer.flush();
    if (!flushed && owed_)
        lost_ = flushed.error();
    return flushed;
}

Result<void> Flushes::flush(sqlite::SqliteDataLayer* data_layer)
{
    owed_ = false;
    if (auto lost = std::exchange(lost_, std::nullopt))
        return fail(*std::move(lost));
    return data_layer != nullptr ? data_layer->flush() : Result<void> {};
}

} // namespace tunez
