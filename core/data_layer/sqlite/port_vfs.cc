#include "data_layer/sqlite/port_vfs.h"

#include "base/verify.h"
#include "data_layer/sqlite/heap_file.h"
#include "data_layer/sqlite/log_buffer.h"
#include "data_layer/sqlite/page_cache.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <new>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace tunez::sqlite {

// 1. A file of the port is open at most once; `files` knows each one that is.
// 2. Once a flush or a deletion has failed, nobody knows which of the writes before it are kept;
//    once a write to the log has, nobody knows whether a transaction is in it. Then every write,
//    truncation, deletion and flush of that database fails, until all its files were closed and it
//    is recovered by being opened. A storage that is full has written nothing that counts.
//    What can be read then may not be durable: an operating system may have taken it for flushed,
//    and no later flush would help it. So it is written once more.
// 3. A transfer is a success only if it moved exactly what was asked for.
using Status = StoragePort::Status;

constexpr int longest_name = 512;
constexpr int sector = 4096;
constexpr std::string_view companions[] = { "-journal", "-wal" };

struct PortFile;

// What the files of one database share.
struct Database {
    int open_files = 0;
    bool poisoned = false;
    bool unsure = false; // It was poisoned before it was closed.
    bool written = false; // The watcher knows.
    bool log_unflushed = false;
    bool alone = false; // It has no companions, whatever files there are.
    PortFile* log = nullptr; // While it is open.
    DatabaseWatcher* watcher = nullptr;

    Status may_write()
    {
        auto status = written || !watcher ? Status::ok : watcher->first_write();
        written = status == Status::ok;
        return status;
    }
};

struct PortFile : sqlite3_file {
    PortVfs::State* state = nullptr;
    Database* database = nullptr;
    int32_t handle = -1;
    std::string name;
    std::unique_ptr<LogBuffer> log; // Of a write-ahead log only.
};

struct PortVfs::State {
    Host& host;
    StoragePort* port;
    std::string name;
    sqlite3_vfs vfs {};
    std::map<std::string, PortFile*, std::less<>> files;
    std::map<std::string, Database, std::less<>> databases; // Also those that are closed.

    size_t failed_reads = 0;

    const Database* find(std::string_view database) const
    {
        auto found = databases.find(database);
        return found != databases.end() ? &found->second : nullptr;
    }
};

static PortFile& port_file(sqlite3_file* file) { return *static_cast<PortFile*>(file); }
static PortVfs::State& state_of(sqlite3_vfs* vfs)
{
    return *static_cast<PortVfs::State*>(vfs->pAppData);
}

static int result_of(Status status, int otherwise)
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

// ── Files ──

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
    }
    return result_of(status, SQLITE_IOERR_WRITE);
}

// Writes what was held back.
static int write_out(PortFile& file)
{
    if (!file.log || file.log->empty())
        return SQLITE_OK;
    int result = write_through(file, file.log->bytes(), file.log->offset());
    if (result == SQLITE_OK)
        file.log->clear();
    return result;
}

// SQLite learns from a write that fails that its transaction failed, all of it: what was held is
// given up.
static int write_log(PortFile& file, std::span<const std::byte> bytes, int64_t offset)
{
    auto& log = *file.log;
    int result = SQLITE_OK;
    if (log.take(bytes, offset)) {
        result = log.is_complete() ? write_out(file) : SQLITE_OK;
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
    // What is held back belongs to a transaction that did not commit.
    auto status = state.port->close(file.handle);
    state.files.erase(file.name);
    if (file.database->log == &file)
        file.database->log = nullptr;
    // It is recovered by being opened again.
    if (--file.database->open_files == 0)
        *file.database = { .unsure = file.database->unsure || file.database->poisoned,
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
    return result_of(status, SQLITE_IOERR_TRUNCATE);
}

// What is held back belongs to no transaction that has committed.
static int flush(PortFile& file)
{
    auto& database = *file.database;
    if (database.poisoned)
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
// it is held back now.
static int control(sqlite3_file* opened, int operation, void*)
{
    auto* log = port_file(opened).database->log;
    if (operation != SQLITE_FCNTL_COMMIT_PHASETWO || !log || log->log->empty())
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

static constexpr sqlite3_io_methods file_methods {
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

// ── The file system ──

static bool is_companion(std::string_view name)
{
    return std::any_of(std::begin(companions), std::end(companions),
        [&](auto suffix) { return name.ends_with(suffix); });
}

static std::string_view database_name(std::string_view name)
{
    for (auto suffix : companions) {
        if (name.ends_with(suffix))
            return name.substr(0, name.size() - suffix.size());
    }
    return name;
}

static int result_of_opening(Status status)
{
    switch (status) {
    case Status::ok:
        return SQLITE_OK;
    case Status::busy:
        return SQLITE_BUSY;
    case Status::full:
        return SQLITE_FULL;
    case Status::denied:
        return SQLITE_PERM;
    default:
        return SQLITE_CANTOPEN;
    }
}

// Uses a file of the port that may be open or not.
template <typename Use>
static Status with_file(PortVfs::State& state, std::string_view name, const Use& use)
{
    auto opened = state.files.find(name);
    if (opened != state.files.end())
        return use(opened->second->handle);
    int32_t handle = -1;
    auto status = state.port->open(name, false, handle);
    if (status != Status::ok)
        return status;
    auto used = use(handle);
    auto closed = state.port->close(handle);
    return used == Status::ok ? closed : used;
}

// What is empty is emptied.
static Status rewrite(PortVfs::State& state, int32_t handle, int64_t size)
{
    constexpr int64_t piece = int64_t { 1 } << 16;
    std::vector<std::byte> room(static_cast<size_t>(std::min(size, piece)));
    auto status = size == 0 ? state.port->truncate(handle, 0) : Status::ok;
    for (int64_t offset = 0; status == Status::ok && offset < size; offset += piece) {
        auto bytes = std::span(room).first(static_cast<size_t>(std::min(piece, size - offset)));
        size_t moved = 0;
        status = state.port->read(handle, bytes, offset, moved);
        if (status == Status::ok && moved == bytes.size())
            status = state.port->write(handle, bytes, offset, moved);
        if (status == Status::ok && moved != bytes.size())
            status = Status::failed;
    }
    return status == Status::ok ? state.port->flush(handle) : status;
}

static Status rewrite_file(PortVfs::State& state, const std::string& name, int64_t& size)
{
    auto status = with_file(state, name, [&](int32_t handle) {
        auto known = state.port->size(handle, size);
        return known == Status::ok ? rewrite(state, handle, size) : known;
    });
    return status == Status::not_found ? Status::ok : status;
}

// What the log holds is written to the main file by a later checkpoint, whatever became of the
// last: only without a log it is the main file that is unsure.
static Status make_sure(PortVfs::State& state, const std::string& name)
{
    int64_t logged = 0;
    int64_t ignored = 0;
    auto status = rewrite_file(state, name + "-journal", ignored);
    if (status == Status::ok)
        status = rewrite_file(state, name + "-wal", logged);
    return status == Status::ok && logged == 0 ? rewrite_file(state, name, ignored) : status;
}

static int open_port_file(
    PortVfs::State& state, sqlite3_filename filename, sqlite3_file* target, int flags)
{
    std::string_view name = filename;
    auto& database = state.databases[std::string(database_name(name))];
    if ((flags & SQLITE_OPEN_MAIN_DB) && database.unsure) {
        if (auto status = make_sure(state, std::string(name)); status != Status::ok)
            return result_of(status, SQLITE_IOERR_FSYNC);
        database.unsure = false;
    }
    int32_t handle = -1;
    int result
        = result_of_opening(state.port->open(name, (flags & SQLITE_OPEN_CREATE) != 0, handle));
    if (result != SQLITE_OK)
        return result;
    auto* file = new (target) PortFile;
    file->pMethods = &file_methods;
    file->state = &state;
    file->database = &database;
    file->handle = handle;
    file->name = name;
    if (flags & SQLITE_OPEN_MAIN_DB)
        file->database->alone = sqlite3_uri_boolean(filename, "alone", 0) != 0;
    ++file->database->open_files;
    state.files[file->name] = file;
    if (flags & SQLITE_OPEN_WAL) {
        file->log = std::make_unique<LogBuffer>();
        file->database->log = file;
    }
    return SQLITE_OK;
}

static int open(
    sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* target, int flags, int* out_flags)
{
    auto& state = state_of(vfs);
    target->pMethods = nullptr;
    if (out_flags)
        *out_flags = flags;
    if (!name) {
        open_heap_file(target);
        return SQLITE_OK;
    }
    constexpr int known = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    if (!state.port || (flags & known) == 0)
        return SQLITE_CANTOPEN;
    if (state.files.contains(std::string_view(name)))
        return SQLITE_BUSY;
    return open_port_file(state, name, target, flags);
}

// Emptied and flushed, also where SQLite would leave it to the file system when a deletion becomes
// durable: that counts on deletions being kept in order with the flushes of other files, which a
// port does not promise, and a rollback journal that came back would undo everything that was
// committed since.
static Status empty_file(PortVfs::State& state, Database& database, int32_t handle)
{
    int64_t size = 0;
    auto status = state.port->size(handle, size);
    if (status != Status::ok || size == 0)
        return status;
    if (status = database.may_write(); status != Status::ok)
        return status;
    status = state.port->truncate(handle, 0);
    return status == Status::ok ? state.port->flush(handle) : status;
}

static int remove(sqlite3_vfs* vfs, const char* name, int)
{
    auto& state = state_of(vfs);
    auto& database = state.databases[std::string(database_name(name))];
    if (!state.port || database.poisoned)
        return SQLITE_IOERR_DELETE;
    auto status = with_file(
        state, name, [&](int32_t handle) { return empty_file(state, database, handle); });
    if (status == Status::not_found)
        return SQLITE_IOERR_DELETE_NOENT;
    database.poisoned = status != Status::ok && database.open_files > 0;
    return result_of(status, SQLITE_IOERR_DELETE);
}

static int access(sqlite3_vfs* vfs, const char* name, int question, int* answer)
{
    auto& state = state_of(vfs);
    *answer = 0;
    if (!state.port)
        return SQLITE_OK;
    const auto* database = state.find(database_name(name));
    if (database && database->alone && is_companion(name))
        return SQLITE_OK;
    int64_t size = 0;
    auto status
        = with_file(state, name, [&](int32_t handle) { return state.port->size(handle, size); });
    if (status == Status::not_found)
        return SQLITE_OK;
    if (status != Status::ok)
        return SQLITE_IOERR_ACCESS;
    bool counts_as_absent = question == SQLITE_ACCESS_EXISTS && is_companion(name) && size == 0;
    *answer = !counts_as_absent;
    return SQLITE_OK;
}

static int full_pathname(sqlite3_vfs*, const char* name, int room, char* target)
{
    size_t size = std::strlen(name) + 1;
    if (size > static_cast<size_t>(room))
        return SQLITE_CANTOPEN;
    std::memcpy(target, name, size);
    return SQLITE_OK;
}

static int randomness(sqlite3_vfs* vfs, int count, char* target)
{
    state_of(vfs).host.fill_random(
        std::as_writable_bytes(std::span(target, static_cast<size_t>(count))));
    return count;
}

// Nobody is waited for: files are exclusive.
static int sleep(sqlite3_vfs*, int) { return 0; }

// Milliseconds of the Julian calendar, whose day 0 began at noon.
static int current_time_milliseconds(sqlite3_vfs* vfs, sqlite3_int64* time)
{
    constexpr sqlite3_int64 unix_epoch = 210'866'760'000'000;
    *time = unix_epoch + state_of(vfs).host.now() / 1000;
    return SQLITE_OK;
}

static int current_time(sqlite3_vfs* vfs, double* days)
{
    sqlite3_int64 milliseconds = 0;
    int result = current_time_milliseconds(vfs, &milliseconds);
    *days = static_cast<double>(milliseconds) / 86'400'000.0;
    return result;
}

static int last_error(sqlite3_vfs*, int, char*) { return 0; }

static sqlite3_vfs make_vfs(PortVfs::State& state)
{
    return {
        .iVersion = 2,
        .szOsFile = std::max(static_cast<int>(sizeof(PortFile)), heap_file_size()),
        .mxPathname = longest_name,
        .pNext = nullptr,
        .zName = state.name.c_str(),
        .pAppData = &state,
        .xOpen = open,
        .xDelete = remove,
        .xAccess = access,
        .xFullPathname = full_pathname,
        .xDlOpen = nullptr,
        .xDlError = nullptr,
        .xDlSym = nullptr,
        .xDlClose = nullptr,
        .xRandomness = randomness,
        .xSleep = sleep,
        .xCurrentTime = current_time,
        .xGetLastError = last_error,
        .xCurrentTimeInt64 = current_time_milliseconds,
        .xSetSystemCall = nullptr,
        .xGetSystemCall = nullptr,
        .xNextSystemCall = nullptr,
    };
}

// Engines may stand side by side, each with a host and a port of its own.
static std::string next_name()
{
    static int made = 0;
    return "tunez-" + std::to_string(++made);
}

PortVfs::PortVfs(Host& host, StoragePort* port)
    : state_(new State {
          .host = host, .port = port, .name = next_name(), .files = {}, .databases = {} })
{
    state_->vfs = make_vfs(*state_);
    start();
    sqlite3_vfs_register(&state_->vfs, 1);
}

PortVfs::~PortVfs()
{
    // A connection that outlived its file system would use what is about to go.
    VERIFY(state_->files.empty());
    sqlite3_vfs_unregister(&state_->vfs);
}

const char* PortVfs::name() const { return state_->name.c_str(); }

void PortVfs::watch(std::string_view database, DatabaseWatcher* watcher)
{
    state_->databases[std::string(database)].watcher = watcher;
}

void PortVfs::settled(std::string_view database)
{
    state_->databases[std::string(database)].written = false;
}

bool PortVfs::poisoned(std::string_view database) const
{
    const auto* known = state_->find(database);
    return known && known->poisoned;
}

size_t PortVfs::failed_reads() const { return state_->failed_reads; }

bool PortVfs::has_unflushed_log(std::string_view database) const
{
    const auto* known = state_->find(database);
    return known && known->log_unflushed;
}

int PortVfs::flush_log(std::string_view database)
{
    const auto* known = state_->find(database);
    if (known && known->poisoned)
        return SQLITE_IOERR_FSYNC;
    return known && known->log && known->log_unflushed ? flush(*known->log) : SQLITE_OK;
}

} // namespace tunez::sqlite
