#include "data_layer/sqlite/store/backups.h"

#include "data_layer/sqlite/store/main_file.h"

#include <algorithm>
#include <optional>
#include <ranges>

namespace tunez::sqlite {

static Result<bool> holds_bytes(StoragePort& port, const std::string& file)
{
    auto opened = TRY(StoreFile::open(port, file, StoreFile::Absent::is_empty));
    return TRY(opened.size()) > 0;
}

static bool is_listed(const Manifest& manifest, int64_t slot)
{
    return std::ranges::find(manifest.backups, slot, &BackupEntry::slot) != manifest.backups.end();
}

Result<int64_t> next_backup_slot(
    StoragePort& port, const FileNames& names, const Manifest& manifest, int64_t spared)
{
    std::optional<int64_t> empty;
    for (auto slot : slots) {
        bool used = TRY(holds_bytes(port, names.backup(slot)));
        if (!used && !is_listed(manifest, slot) && !empty)
            empty = slot;
    }
    for (const auto& backup : manifest.backups) {
        if (!backup.written)
            return backup.slot;
    }
    if (empty)
        return *empty;
    for (const auto& backup : manifest.backups) {
        if (backup.slot != spared)
            return backup.slot;
    }
    return 0;
}

Result<void> check_copy(StoragePort& port, const OpenOptions& options, const std::string& file)
{
    auto copy = options;
    copy.file = file;
    auto header = TRY(read_header(TRY(StoreFile::open(port, file, StoreFile::Absent::is_empty))));
    if (header.kind != FileHeader::Kind::database)
        return fail(Error::framework(
            ErrorCode::storage_corrupt, "The file holds no database, or not all of it"));
    auto connection = TRY(Connection::open_copy(copy, Connection::CopyUse::read));
    if (!header.is_ours && !TRY(has_our_tables(*connection)))
        return fail(Error::framework(
            ErrorCode::storage_foreign, "The file is a database of another application"));
    return check_pages(*connection, Check::full, *options.vfs);
}

static bool is_about_contents(const Error& error)
{
    return error.code == ErrorCode::storage_corrupt || error.code == ErrorCode::storage_foreign;
}

static Result<bool> is_sound(StoragePort& port, const OpenOptions& options, const std::string& file)
{
    auto checked = check_copy(port, options, file);
    if (!checked && !is_about_contents(checked.error()))
        return fail(std::move(checked).error());
    return checked.has_value();
}

Result<int64_t> newest_sound_backup(
    StoragePort& port, const OpenOptions& options, const Manifest& manifest, Unlisted unlisted)
{
    FileNames names { options.file };
    for (const auto& backup : std::views::reverse(manifest.backups)) {
        if (backup.written && TRY(is_sound(port, options, names.backup(backup.slot))))
            return backup.slot;
    }
    for (auto slot : slots) {
        bool considered = unlisted == Unlisted::consider && !is_listed(manifest, slot);
        if (considered && TRY(holds_bytes(port, names.backup(slot)))
            && TRY(is_sound(port, options, names.backup(slot))))
            return slot;
    }
    return 0;
}

} // namespace tunez::sqlite
