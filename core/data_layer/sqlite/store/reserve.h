#pragma once

#include "base/result.h"
#include "data_layer/sqlite/store/file_names.h"
#include "host/storage_port.h"

namespace tunez::sqlite {

// NAME-reserve: bytes of no meaning, which are given up so that a full storage can still delete.
Result<bool> has_reserve(StoragePort& port, const FileNames& names);
// Writes what is missing of it.
Result<void> fill_reserve(StoragePort& port, const FileNames& names);
Result<void> free_reserve(StoragePort& port, const FileNames& names);

} // namespace tunez::sqlite
