#pragma once

#include "base/result.h"
#include "data_layer/sqlite/store/store_file.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace tunez::sqlite {

// Bytes of a file from an offset on: how many there were, fewer only at its end.
using ReadAt = std::function<Result<size_t>(std::span<std::byte> bytes, int64_t offset)>;

// All bytes, flushed.
Result<void> copy_bytes(const StoreFile& from, StoreFile& to);
// A database as a plain file that needs no log. The sector that makes it a database is written
// last, and flushed after the rest: one that is cut off is no database.
Result<void> copy_plain(const ReadAt& from, StoreFile& to);
// Says the same of a file that is there.
Result<void> make_plain(StoreFile& file);

} // namespace tunez::sqlite
