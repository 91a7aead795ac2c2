#include "message/session.h"

namespace tunez {

Session::Session(Host& outside, StoragePort* storage_port, bool sql)
    : host(outside)
    , port(storage_port)
    , allow_sql(sql)
    , vfs(outside, storage_port)
{
}

Session::~Session() = default;

} // namespace tunez
