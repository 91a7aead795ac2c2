#include <sqlite3.h>

// SQLite is compiled for no operating system here (SQLITE_OS_OTHER): its file system is a PortVfs,
// registered by whoever makes one.
extern "C" int sqlite3_os_init() { return SQLITE_OK; }
extern "C" int sqlite3_os_end() { return SQLITE_OK; }
