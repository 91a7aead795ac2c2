#include "data_layer/sqlite/store/store.h"

#include "data_layer/sqlite/store/main_file.h"
#include "data_layer/sqlite/store/reserve.h"

#include <sqlite3.h>

namespace tunez::sqlite {

Store::Store(const Options& options, ManifestFile manifest)
    : port_(options.port)
    , vfs_(options.vfs)
    , host_(options.host)
    , database_(options.database)
    , names_ { options.database.file }
    , manifest_(std::move(manifest))
{
    vfs_.watch(names_.main, this);
}

Store::~Store() { vfs_.watch(names_.main, nullptr); }

StoragePort::Status Store::first_write()
{
    if (!may_write_)
        return StoragePort::Status::denied;
    auto next = manifest();
    if (next.open && manifest_.is_certain())
        return StoragePort::Status::ok;
    next.open = true;
    auto written = manifest_.write(std::move(next));
    if (written)
        return StoragePort::Status::ok;
    return written.error().code == ErrorCode::storage_full ? StoragePort::Status::full
                                                           : StoragePort::Status::failed;
}

void Store::is_full() { was_full_ = true; }

void Store::is_damaged()
{
    if (manifest().damaged)
        return;
    auto next = manifest();
    next.damaged = true;
    // Where it cannot be written, whoever reads that place again is told again.
    static_cast<void>(manifest_.write(std::move(next)));
}

Result<void> Store::checkpoint(SqliteDataLayer& layer)
{
    if (layer.in_transaction())
        return fail(Error::framework(ErrorCode::not_supported, "A transaction is open"));
    if (!manifest().open && manifest_.found() == ManifestFile::Found::manifest)
        return {};
    TRY(layer.checkpoint(Checkpoint::truncate));
    return mark_clean();
}

Result<void> Store::mark_clean()
{
    auto next = manifest();
    next.open = false;
    next.made = true;
    vfs_.settled(names_.main);
    return manifest_.write(std::move(next));
}

void Store::make_room()
{
    if (was_full_ && free_reserve(port_, names_))
        was_full_ = false;
}

Result<void> Store::settle(SqliteDataLayer& layer)
{
    TRY(checkpoint(layer));
    // A storage that is full is no reason to fail: status tells.
    if (fill_reserve(port_, names_))
        was_full_ = false;
    return {};
}

Result<Store::Sizes> Store::sizes(SqliteDataLayer& layer) const
{
    Sizes sizes { .main = TRY(main_size(*TRY(layer.connection()))) };
    sqlite3_file* log = nullptr;
    sqlite3_file_control(
        TRY(layer.connection())->handle(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    sqlite3_int64 log_size = 0;
    if (log && log->pMethods)
        log->pMethods->xFileSize(log, &log_size);
    sizes.log = log_size;
    sizes.reserve = TRY(has_reserve(port_, names_));
    return sizes;
}

} // namespace tunez::sqlite
