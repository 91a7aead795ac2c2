#include "data_layer/sqlite/port_file.h"

#include <algorithm>
#include <optional>
#include <span>

namespace tunez::sqlite {

using Status = StoragePort::Status;

constexpr int sector = 4096;

// What is held never reaches further beyond the room there is.
constexpr size_t log_growth = LogBuffer::capacity;

static PortFile& port_file(sqlite3_file* file) { return *static_cast<PortFile*>(file); }

int result_of(Status status, int otherwise)
{
    switch (status) {
    case Status::ok:
        return SQLITE_OK;
    case Status::full:
        return SQLITE_FULL;
    default:
        return otherwise;
    }
}

static int write_through(PortFile& file, std::span<const std::byte> bytes, int64_t offset)
{
    auto& database = *file.database;
    if (auto allowed = database.may_write(); allowed != Status::ok)
        return result_of(allowed, SQLITE_IOERR_WRITE);
    size_t moved = 0;
    auto status = file.state->port->write(file.handle, bytes, offset, moved);
    if (status == Status::ok && moved != bytes.size())
        status = Status::failed;
    if (status == Status::full && database.watcher)
        database.watcher->is_full();
    if (file.log) {
        database.log_unflushed = true;
        database.poisoned = database.poisoned || (status != Status::ok && status != Status::full);
        if (status == Status::ok)
            file.log_room = std::max(file.log_room, offset + static_cast<int64_t>(bytes.size()));
    }
    return result_of(status, SQLITE_IOERR_WRITE);
}

// Writes what was held back.
static int write_out(PortFile& file)
{
    if (!file.log || file.log->empty())
        return SQLITE_OK;
    auto& log = *file.log;
    auto kept = log.kept();
    auto rest = log.rest();
    int result = kept.empty() ? SQLITE_OK : write_through(file, kept, log.offset());
    // SQLite has heard that these have succeeded.
    file.database->poisoned = file.database->poisoned || result != SQLITE_OK;
    // Apart from them, so that what finds no room is refused alone.
    if (result == SQLITE_OK && !rest.empty())
        result = write_through(file, rest, log.offset() + static_cast<int64_t>(kept.size()));
    if (result == SQLITE_OK)
        log.clear();
    return result;
}

static bool grow_log(PortFile& file)
{
    auto* zeros = static_cast<std::byte*>(sqlite3_malloc64(log_growth));
    if (!zeros)
        return false;
    std::fill_n(zeros, log_growth, std::byte { 0 });
    int result = write_through(file, { zeros, log_growth }, file.log_room);
    sqlite3_free(zeros);
    return result == SQLITE_OK;
}

// A commit behind others that wait for the same flush is written with them, in one piece. The log
// has room for it by then: a storage that is full refuses the commit that finds none, and not all
// that wait.
static bool may_wait(PortFile& file)
{
    const auto& log = *file.log;
    auto end = log.offset() + static_cast<int64_t>(log.bytes().size());
    return file.database->commits_wait && file.database->log_unflushed
        && (end <= file.log_room || grow_log(file));
}

static int end_transaction(PortFile& file)
{
    if (!may_wait(file))
        return file.database->poisoned ? SQLITE_IOERR_WRITE : write_out(file);
    file.log->keep();
    return SQLITE_OK;
}

// SQLite learns from a write that fails that its transaction failed, all of it: what was held is
// given up.
static int write_log(PortFile& file, std::span<const std::byte> bytes, int64_t offset)
{
    auto& log = *file.log;
    int result = SQLITE_OK;
    if (log.take(bytes, offset)) {
        result = log.is_complete() ? end_transaction(file) : SQLITE_OK;
    } else {
        result = write_out(file);
        if (result == SQLITE_OK)
            result = write_through(file, bytes, offset);
        log.passed(bytes, offset);
    }
    if (result != SQLITE_OK)
        log.clear();
    return result;
}

static int write_file(sqlite3_file* opened, const void* source, int count, sqlite3_int64 offset)
{
    auto& file = port_file(opened);
    if (file.database->poisoned)
        return SQLITE_IOERR_WRITE;
    std::span bytes(static_cast<const std::byte*>(source), static_cast<size_t>(count));
    return file.log ? write_log(file, bytes, offset) : write_through(file, bytes, offset);
}

static int close_file(sqlite3_file* opened)
{
    auto& file = port_file(opened);
    auto& state = *file.state;
    // What else is held back belongs to a transaction that did not commit. Nobody was told of those
    // that did: that they are lost where this fails need not be said.
    if (file.log && !file.log->kept().empty() && !file.database->poisoned)
        static_cast<void>(write_out(file));
    auto status = state.port->close(file.handle);
    state.files.erase(file.name);
    if (file.database->log == &file)
        file.database->log = nullptr;
    // It is recovered by being opened again.
    if (--file.database->open_files == 0)
        *file.database = { .unsure = file.database->unsure || file.database->poisoned,
            .commits_wait = file.database->commits_wait,
            .watcher = file.database->watcher };
    file.~PortFile();
    opened->pMethods = nullptr;
    return result_of(status, SQLITE_IOERR_CLOSE);
}

// Whether the file ends before `end`. Only asked when fewer bytes came than were wanted.
static std::optional<bool> ends_before(PortFile& file, int64_t end)
{
    int64_t size = 0;
    if (file.state->port->size(file.handle, size) != Status::ok)
        return std::nullopt;
    return size < end;
}

static int failed_read(PortFile& file)
{
    ++file.state->failed_reads;
    return SQLITE_IOERR_READ;
}

static int read_file(sqlite3_file* opened, void* target, int count, sqlite3_int64 offset)
{
    auto& file = port_file(opened);
    auto wanted = static_cast<size_t>(count);
    if (file.log && file.log->overlaps(wanted, offset)) {
        if (int result = write_out(file); result != SQLITE_OK)
            return result;
    }
    size_t moved = 0;
    std::span bytes(static_cast<std::byte*>(target), wanted);
    if (file.state->port->read(file.handle, bytes, offset, moved) != Status::ok || moved > wanted)
        return failed_read(file);
    if (moved == wanted)
        return SQLITE_OK;
    int64_t read_up_to = offset + static_cast<int64_t>(moved);
    if (!ends_before(file, read_up_to + 1).value_or(false))
        return failed_read(file);
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(moved), bytes.end(), std::byte { 0 });
    return SQLITE_IOERR_SHORT_READ;
}

static int truncate_file(sqlite3_file* opened, sqlite3_int64 size)
{
    auto& file = port_file(opened);
    if (file.database->poisoned)
        return SQLITE_IOERR_TRUNCATE;
    int result = write_out(file);
    if (result != SQLITE_OK)
        return result;
    auto status = file.database->may_write();
    if (status == Status::ok)
        status = file.state->port->truncate(file.handle, size);
    if (status == Status::ok && file.log)
        file.log_room = size;
    return result_of(status, SQLITE_IOERR_TRUNCATE);
}

int flush(PortFile& file)
{
    auto& database = *file.database;
    if (database.poisoned)
        return SQLITE_IOERR_FSYNC;
    if (file.log && !file.log->kept().empty() && write_out(file) != SQLITE_OK)
        return SQLITE_IOERR_FSYNC;
    int result = result_of(file.state->port->flush(file.handle), SQLITE_IOERR_FSYNC);
    database.poisoned = result != SQLITE_OK;
    if (file.log)
        database.log_unflushed = false;
    return result;
}

static int sync_file(sqlite3_file* opened, int)
{
    auto& file = port_file(opened);
    if (file.database->poisoned)
        return SQLITE_IOERR_FSYNC;
    int result = write_out(file);
    return result == SQLITE_OK ? flush(file) : result;
}

static int file_size(sqlite3_file* opened, sqlite3_int64* size)
{
    auto& file = port_file(opened);
    int64_t bytes = 0;
    if (int result = write_out(file); result != SQLITE_OK)
        return result;
    auto status = file.state->port->size(file.handle, bytes);
    *size = bytes;
    return status == Status::ok ? SQLITE_OK : SQLITE_IOERR_FSTAT;
}

// The port lets nobody else have the file while it is open.
static int already_exclusive(sqlite3_file*, int) { return SQLITE_OK; }

static int nobody_has_reserved(sqlite3_file*, int* reserved)
{
    *reserved = 0;
    return SQLITE_OK;
}

// A transaction is about to be called committed: whatever SQLite will write in future, nothing of
// it is held back now, unless it is kept.
static int control(sqlite3_file* opened, int operation, void*)
{
    auto* log = port_file(opened).database->log;
    if (operation != SQLITE_FCNTL_COMMIT_PHASETWO || !log || log->log->empty())
        return SQLITE_NOTFOUND;
    if (log->log->rest().empty())
        return SQLITE_NOTFOUND;
    return write_out(*log);
}

static int sector_size(sqlite3_file*) { return sector; }

// A write that is cut off damages no bytes but those that it was to write: what SQLite assumes of
// the operating systems that are under every port. And nobody deletes a file that is open. Nothing
// is promised of the order of writes.
static int characteristics(sqlite3_file*)
{
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
}

constinit const sqlite3_io_methods port_file_methods {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = already_exclusive,
    .xUnlock = already_exclusive,
    .xCheckReservedLock = nobody_has_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

} // namespace tunez::sqlite
