// The store's own backups, and what was kept of a damaged database.
#include "data_layer/sqlite/store/backups.h"
#include "data_layer/sqlite/store/copy.h"
#include "data_layer/sqlite/store/main_file.h"
#include "data_layer/sqlite/store/store.h"

#include "base/calendar.h"

namespace tunez::sqlite {

using Absent = StoreFile::Absent;

static void forget_backup(Manifest& manifest, int64_t slot)
{
    std::erase_if(manifest.backups, [&](const auto& backup) { return backup.slot == slot; });
}

static Error no_slot(const FileNames& names)
{
    auto error = Error::framework(ErrorCode::storage_failed,
        "There is no place for a backup: nothing is known of what is in %{file} and the others, so "
        "it stays until somebody deletes it");
    error.vars = { { "file", names.backup(1) } };
    return error;
}

Result<int64_t> Store::back_up(SqliteDataLayer& layer, int64_t spared)
{
    auto slot = TRY(next_backup_slot(port_, names_, manifest(), spared));
    if (slot == 0)
        return fail(no_slot(names_));
    TRY(checkpoint(layer));
    TRY(check_pages(*TRY(layer.connection()), Check::quick, vfs_));
    auto applied = TRY(layer.applied_migrations());
    auto file = TRY(StoreFile::open(port_, names_.backup(slot), Absent::is_made));

    auto next = manifest();
    forget_backup(next, slot);
    next.backups.push_back({ .slot = slot,
        .at = format_date_time(host_.now(), Precision::second),
        .size = TRY(main_size(*TRY(layer.connection()))),
        .version = applied.empty() ? "" : applied.back().version });
    TRY(manifest_.write(next));
    auto& connection = *TRY(layer.connection());
    auto copied = copy_plain([&](std::span<std::byte> bytes,
                                 int64_t offset) { return read_main(connection, bytes, offset); },
        file);
    if (!copied) {
        // What there is of it takes no place.
        static_cast<void>(file.truncate(0));
        return fail(std::move(copied).error());
    }
    next.backups.back().written = true;
    TRY(manifest_.write(std::move(next)));
    return slot;
}

static Error no_such_slot(std::string_view what, int64_t slot)
{
    auto error = Error::make(ErrorCode::not_found, "there is no %{what} %{slot}");
    error.vars = { { "what", what }, { "slot", slot } };
    return error;
}

Result<void> Store::delete_backup(int64_t slot)
{
    if (!is_slot(slot))
        return fail(no_such_slot("backup", slot));
    auto file = TRY(StoreFile::open(port_, names_.backup(slot), Absent::is_empty));
    auto next = manifest();
    forget_backup(next, slot);
    TRY(manifest_.write(std::move(next)));
    return file.empty();
}

Result<void> Store::delete_kept(int64_t slot)
{
    if (!is_slot(slot))
        return fail(no_such_slot("kept database", slot));
    return sqlite::delete_kept(port_, manifest_, names_, slot);
}

Result<void> delete_kept(
    StoragePort& port, ManifestFile& manifest, const FileNames& names, int64_t slot)
{
    auto main = TRY(StoreFile::open(port, names.kept(slot), Absent::is_empty));
    auto log = TRY(StoreFile::open(port, names.kept(slot, "-wal"), Absent::is_empty));
    auto journal = TRY(StoreFile::open(port, names.kept(slot, "-journal"), Absent::is_empty));
    // The main file last: as long as it holds bytes, the slot counts as taken.
    TRY(journal.empty());
    TRY(log.empty());
    TRY(main.empty());
    auto next = manifest.manifest();
    std::erase_if(next.kept, [&](const auto& kept) { return kept.slot == slot; });
    return manifest.write(std::move(next));
}

} // namespace tunez::sqlite
