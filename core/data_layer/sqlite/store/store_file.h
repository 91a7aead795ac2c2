#pragma once

#include "base/error.h"
#include "base/result.h"
#include "host/storage_port.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tunez::sqlite {

// One file of the port, closed at its end. Fails with storage_not_ready, storage_full,
// storage_unavailable or storage_failed, and names the file.
class StoreFile {
public:
    enum class Absent : uint8_t { is_made, is_empty };

    // A file that is absent and to be empty cannot be written.
    static Result<StoreFile> open(StoragePort& port, std::string name, Absent absent);
    StoreFile(StoreFile&& other) noexcept;
    StoreFile& operator=(StoreFile&& other) noexcept;
    StoreFile(const StoreFile&) = delete;
    StoreFile& operator=(const StoreFile&) = delete;
    ~StoreFile();

    const std::string& name() const { return name_; }
    bool exists() const { return handle_ >= 0; }
    Result<int64_t> size() const;
    // How many bytes there were: fewer than asked for only at the end of the file.
    Result<size_t> read(std::span<std::byte> bytes, int64_t offset) const;
    Result<void> write(std::span<const std::byte> bytes, int64_t offset);
    Result<void> truncate(int64_t size);
    Result<void> flush();
    // Truncates and flushes, unless it is empty.
    Result<void> empty();

private:
    StoreFile(StoragePort& port, std::string name, int32_t handle);
    Error error(StoragePort::Status status, std::string_view doing) const;

    StoragePort* port_;
    std::string name_;
    int32_t handle_; // Negative: absent.
};

std::span<const std::byte> bytes_of(std::string_view text);

} // namespace tunez::sqlite
