// SQLite is compiled for no operating system in WebAssembly. What tests open in memory, without a
// file system of their own, stands on this one.
#include "data_layer/sqlite/port_vfs.h"
#include "support/fake_host.h"

#include <sqlite3.h>

extern "C" int sqlite3_os_init()
{
    static tunez::FakeHost host;
    static tunez::sqlite::PortVfs file_system(host, nullptr);
    return SQLITE_OK;
}

extern "C" int sqlite3_os_end() { return SQLITE_OK; }
