#include "data_layer/sqlite/store/reserve.h"

#include "data_layer/sqlite/store/store_file.h"

#include <cstdint>
#include <vector>

namespace tunez::sqlite {

constexpr int64_t reserve_size = 1 << 20;

Result<bool> has_reserve(StoragePort& port, const FileNames& names)
{
    auto file = TRY(StoreFile::open(port, names.reserve(), StoreFile::Absent::is_empty));
    return TRY(file.size()) == reserve_size;
}

// Zeros would be compressed, or not be written at all.
static std::vector<std::byte> noise(size_t count)
{
    std::vector<std::byte> bytes(count);
    uint32_t state = 1;
    for (auto& byte : bytes) {
        state = state * 1'664'525 + 1'013'904'223;
        byte = static_cast<std::byte>(state >> 24);
    }
    return bytes;
}

Result<void> fill_reserve(StoragePort& port, const FileNames& names)
{
    if (TRY(has_reserve(port, names)))
        return {};
    auto file = TRY(StoreFile::open(port, names.reserve(), StoreFile::Absent::is_made));
    auto written = file.write(noise(static_cast<size_t>(reserve_size)), 0);
    if (written)
        written = file.flush();
    // What there is room for belongs to the database.
    if (!written)
        static_cast<void>(file.truncate(0));
    return written;
}

Result<void> free_reserve(StoragePort& port, const FileNames& names)
{
    auto file = TRY(StoreFile::open(port, names.reserve(), StoreFile::Absent::is_empty));
    return file.empty();
}

} // namespace tunez::sqlite
