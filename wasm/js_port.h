#pragma once

#include "host/storage_port.h"

namespace tunez {

// The port of `Module.tunezHost` (js/src/runtime/storage/port.ts).
class JsPort : public StoragePort {
public:
    // Whether JavaScript gave one.
    static bool exists();

    Status open(std::string_view name, bool create, int32_t& handle) override;
    Status close(int32_t handle) override;
    Status read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved) override;
    Status write(
        int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved) override;
    Status truncate(int32_t handle, int64_t size) override;
    Status flush(int32_t handle) override;
    Status size(int32_t handle, int64_t& bytes) override;
};

} // namespace tunez
