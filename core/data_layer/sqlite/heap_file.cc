#include "data_layer/sqlite/heap_file.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <sqlite3.h>

namespace tunez::sqlite {

// SQLite makes the room for this and asks for the bytes to be allocated by its own allocator, which
// may refuse.
struct HeapFile : sqlite3_file {
    char* bytes = nullptr;
    sqlite3_int64 size = 0;
    sqlite3_int64 capacity = 0;
};

static HeapFile& heap_file(sqlite3_file* file) { return *static_cast<HeapFile*>(file); }

static int close(sqlite3_file* file)
{
    sqlite3_free(heap_file(file).bytes);
    heap_file(file).bytes = nullptr;
    return SQLITE_OK;
}

static int read(sqlite3_file* file, void* target, int count, sqlite3_int64 offset)
{
    const auto& heap = heap_file(file);
    auto available = std::clamp<sqlite3_int64>(heap.size - offset, 0, count);
    if (available > 0)
        std::memcpy(target, heap.bytes + offset, static_cast<size_t>(available));
    if (available == count)
        return SQLITE_OK;
    std::memset(static_cast<char*>(target) + available, 0, static_cast<size_t>(count - available));
    return SQLITE_IOERR_SHORT_READ;
}

static bool grow(HeapFile& heap, sqlite3_int64 size)
{
    if (size <= heap.capacity)
        return true;
    auto capacity = std::max(size, heap.capacity * 2);
    auto* bytes
        = static_cast<char*>(sqlite3_realloc64(heap.bytes, static_cast<sqlite3_uint64>(capacity)));
    if (!bytes)
        return false;
    std::memset(bytes + heap.capacity, 0, static_cast<size_t>(capacity - heap.capacity));
    heap.bytes = bytes;
    heap.capacity = capacity;
    return true;
}

static int write(sqlite3_file* file, const void* source, int count, sqlite3_int64 offset)
{
    auto& heap = heap_file(file);
    if (!grow(heap, offset + count))
        return SQLITE_IOERR_NOMEM;
    std::memcpy(heap.bytes + offset, source, static_cast<size_t>(count));
    heap.size = std::max(heap.size, offset + count);
    return SQLITE_OK;
}

static int truncate(sqlite3_file* file, sqlite3_int64 size)
{
    auto& heap = heap_file(file);
    if (size < heap.size) {
        std::memset(heap.bytes + size, 0, static_cast<size_t>(heap.size - size));
        heap.size = size;
    }
    return SQLITE_OK;
}

static int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    *size = heap_file(file).size;
    return SQLITE_OK;
}

static int nothing_to_sync(sqlite3_file*, int) { return SQLITE_OK; }
static int nobody_to_lock_out(sqlite3_file*, int) { return SQLITE_OK; }

static int nobody_has_reserved(sqlite3_file*, int* reserved)
{
    *reserved = 0;
    return SQLITE_OK;
}

static int no_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
static int sector_size(sqlite3_file*) { return 4096; }
static int characteristics(sqlite3_file*) { return 0; }

static constexpr sqlite3_io_methods methods {
    .iVersion = 1,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = nothing_to_sync,
    .xFileSize = file_size,
    .xLock = nobody_to_lock_out,
    .xUnlock = nobody_to_lock_out,
    .xCheckReservedLock = nobody_has_reserved,
    .xFileControl = no_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int heap_file_size() { return sizeof(HeapFile); }

void open_heap_file(sqlite3_file* file)
{
    new (file) HeapFile;
    file->pMethods = &methods;
}

} // namespace tunez::sqlite
