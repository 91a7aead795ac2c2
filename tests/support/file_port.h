#pragma once

#include "host/storage_port.h"

#include <string>
#include <vector>

namespace tunez {

// Files in a folder of the operating system (POSIX). A file is open at most once on the machine:
// the lock goes with the process.
class FilePort : public StoragePort {
public:
    explicit FilePort(std::string folder)
        : folder_(std::move(folder))
    {
    }
    ~FilePort() override;

    Status open(std::string_view name, bool create, int32_t& handle) override;
    Status close(int32_t handle) override;
    Status read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved) override;
    Status write(
        int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved) override;
    Status truncate(int32_t handle, int64_t size) override;
    Status flush(int32_t handle) override;
    Status size(int32_t handle, int64_t& bytes) override;

private:
    std::string folder_;
    std::vector<int32_t> open_; // Descriptors, which are the handles.
};

} // namespace tunez
