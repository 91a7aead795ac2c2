#pragma once

#include "host/storage_port.h"

#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tunez {

// Files in memory. A file is open at most once, as an OPFS access handle is. They outlive whoever
// opened them, so that a test can reopen a database.
class MemoryPort : public StoragePort {
public:
    using Bytes = std::vector<std::byte>;

    Status open(std::string_view name, bool create, int32_t& handle) override;
    Status close(int32_t handle) override;
    Status read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved) override;
    Status write(
        int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved) override;
    Status truncate(int32_t handle, int64_t size) override;
    Status flush(int32_t handle) override;
    Status size(int32_t handle, int64_t& bytes) override;

    // The contents of a file, made if absent.
    Bytes& file(std::string_view name) { return *slot(name); }
    bool has(std::string_view name) const { return files_.contains(name); }
    // Gives another port the files as they are now: what a killed process leaves behind.
    void copy_files_to(MemoryPort& other) const;
    // The same with any other, flushed.
    void write_files_to(StoragePort& other) const;
    size_t open_files() const;
    size_t flushes() const { return flushes_; }
    size_t total_size() const;
    // No write may make all files together larger than that.
    void set_quota(size_t bytes) { quota_ = bytes; }
    // All handles are gone, as when the process died; the files stay.
    void drop_handles() { handles_.clear(); }

private:
    std::shared_ptr<Bytes>& slot(std::string_view name);
    Bytes* opened(int32_t handle);

    std::map<std::string, std::shared_ptr<Bytes>, std::less<>> files_;
    std::vector<std::shared_ptr<Bytes>> handles_; // Null once closed.
    size_t flushes_ = 0;
    size_t quota_ = std::numeric_limits<size_t>::max();
};

} // namespace tunez
