#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tunez {

// Seven synchronous calls on named files, all that the VFS asks of the outside: OPFS access
// handles, Node files, memory, or IndexedDB pages stand behind it. Offsets and sizes are bytes and
// may exceed 2^31. A short transfer is an error of the caller's to notice: `read` and `write` say
// how many bytes they moved.
class StoragePort {
public:
    // not_ready: the host has to take the file asynchronously first; it is told, and asked again.
    enum class Status : uint8_t { ok, not_found, busy, full, denied, failed, not_ready };

    StoragePort() = default;
    StoragePort(const StoragePort&) = delete;
    StoragePort& operator=(const StoragePort&) = delete;
    virtual ~StoragePort() = default;

    // A handle ≥ 0 for the file of that name, created when `create` and absent.
    virtual Status open(std::string_view name, bool create, int32_t& handle) = 0;
    virtual Status close(int32_t handle) = 0;
    virtual Status read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved)
        = 0;
    virtual Status write(
        int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved)
        = 0;
    virtual Status truncate(int32_t handle, int64_t size) = 0;
    virtual Status flush(int32_t handle) = 0;
    virtual Status size(int32_t handle, int64_t& bytes) = 0;
};

} // namespace tunez
