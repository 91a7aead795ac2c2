#include "data_layer/sqlite/store/copy.h"

#include "data_layer/sqlite/store/main_file.h"

#include <vector>

namespace tunez::sqlite {

constexpr size_t piece = 256 * 1024;
constexpr size_t first_sector = 512;

// https://sqlite.org/fileformat.html, "File format version numbers": 2 means a write-ahead log.
constexpr size_t versions_at = 18;

static Result<int64_t> copy_from(const ReadAt& read, StoreFile& to, int64_t offset)
{
    std::vector<std::byte> buffer(piece);
    while (true) {
        auto count = TRY(read(buffer, offset));
        if (count > 0)
            TRY(to.write(std::span(buffer).first(count), offset));
        offset += static_cast<int64_t>(count);
        if (count < piece)
            return offset;
    }
}

Result<void> copy_bytes(const StoreFile& from, StoreFile& to)
{
    TRY(to.truncate(0));
    TRY(copy_from(
        [&](std::span<std::byte> bytes, int64_t offset) { return from.read(bytes, offset); }, to,
        0));
    return to.flush();
}

static void put_plain_versions(std::span<std::byte> header)
{
    header[versions_at] = std::byte { 1 };
    header[versions_at + 1] = std::byte { 1 };
}

Result<void> copy_plain(const ReadAt& from, StoreFile& to)
{
    std::vector<std::byte> first(first_sector);
    auto count = TRY(from(first, 0));
    TRY(to.empty());
    if (count == first_sector)
        TRY(copy_from(from, to, first_sector));
    TRY(to.flush());
    if (count >= database_header_size)
        put_plain_versions(first);
    TRY(to.write(std::span(first).first(count), 0));
    return to.flush();
}

Result<void> make_plain(StoreFile& file)
{
    std::vector<std::byte> header(database_header_size);
    if (TRY(file.read(header, 0)) < database_header_size)
        return {};
    put_plain_versions(header);
    return file.write(header, 0);
}

} // namespace tunez::sqlite
