#pragma once

#include "base/result.h"
#include "data_layer/sqlite/connection.h"
#include "data_layer/sqlite/store/file_names.h"
#include "data_layer/sqlite/store/manifest.h"
#include "host/storage_port.h"

#include <cstdint>
#include <string>

namespace tunez::sqlite {

// Where the next backup goes: an empty slot, one that was cut off, or the oldest backup but for
// `spared`. What is in a slot that the manifest does not know is never overwritten. Fails with
// storage_not_ready before anything was changed. 0: no slot is left.
Result<int64_t> next_backup_slot(
    StoragePort& port, const FileNames& names, const Manifest& manifest, int64_t spared = 0);

// Fails with storage_corrupt unless the file is a sound database of ours, all by itself.
Result<void> check_copy(StoragePort& port, const OpenOptions& options, const std::string& file);

// The newest backup that is sound; one that is not in the manifest only where it is considered. 0:
// there is none.
enum class Unlisted : uint8_t { pass_over, consider };
Result<int64_t> newest_sound_backup(
    StoragePort& port, const OpenOptions& options, const Manifest& manifest, Unlisted unlisted);

// Also where no database is open.
Result<void> delete_kept(
    StoragePort& port, ManifestFile& manifest, const FileNames& names, int64_t slot);

} // namespace tunez::sqlite
