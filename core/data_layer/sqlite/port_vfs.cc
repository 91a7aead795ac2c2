#include "data_layer/sqlite/port_vfs.h"

#include "base/verify.h"
#include "data_layer/sqlite/page_cache.h"
#include "data_layer/sqlite/port_file.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <optional>
#include <sqlite3.h>
#include <string>
#include <vector>

namespace tunez::sqlite {

using Status = StoragePort::Status;

constexpr int longest_name = 512;
constexpr std::string_view companions[] = { "-journal", "-wal" };

static PortVfs::State& state_of(sqlite3_vfs* vfs)
{
    return *static_cast<PortVfs::State*>(vfs->pAppData);
}

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
    file->pMethods = &port_file_methods;
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
    // Without a name it would be a temporary one.
    static_assert(SQLITE_TEMP_STORE == 3, "SQLite keeps what is temporary in memory");
    constexpr int known = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    if (!name || !state.port || (flags & known) == 0)
        return SQLITE_CANTOPEN;
    if (state.files.contains(std::string_view(name)))
        return SQLITE_BUSY;
    return open_port_file(state, name, target, flags);
}

// Emptied and flushed, also where SQLite would leave it to the file system when a deletion becomes
// durable: that counts on deletions being kept in order with the flushes of other files, which a
// port does not promise, and a rollback journal that came back would undo everything that was
// committed since.
static Status empty_file(PortVfs::State& state, PortDatabase& database, int32_t handle)
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

static int last_error(sqlite3_vfs*, int, char*) { return 0; }

static sqlite3_vfs make_vfs(PortVfs::State& state)
{
    return {
        .iVersion = 2,
        .szOsFile = sizeof(PortFile),
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
        .xCurrentTime = nullptr, // Asked only where the other is not there.
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

void PortVfs::let_commits_wait(std::string_view database, bool wait)
{
    state_->databases[std::string(database)].commits_wait = wait;
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
