#include "host/host.h"

namespace tunez {

Result<Value> Host::call_about(
    CallbackId id, std::string_view kind, int64_t handle, const Value& record)
{
    Map message { { "kind", Value(kind) },
        { "changeset", Value(Map { { "handle", Value(handle) } }) } };
    if (!record.is_null())
        message.set("record", record);
    return call(id, Value(std::move(message)));
}

} // namespace tunez
