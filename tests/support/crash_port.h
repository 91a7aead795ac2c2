#pragma once

#include "host/storage_port.h"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace tunez {

// Files in memory that lose their power: of what was written since a file's last flush, each write
// is kept, dropped or torn, as a seed decides. What was flushed stays.
class CrashPort : public StoragePort {
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

    // Writes, truncations and flushes until now.
    size_t changes() const { return changes_; }
    // Every call fails from that change on, as after a crash.
    void stop_at(size_t change) { stop_at_ = change; }
    bool has_stopped() const { return changes_ > stop_at_; }
    // The power comes back: all handles are gone, and the files are what the crash left of them.
    void crash(uint64_t seed);

private:
    // One change since the last flush. A truncation has no bytes.
    struct Change {
        int64_t offset = 0;
        Bytes bytes;
        bool truncates = false;
    };
    struct File {
        Bytes now;
        Bytes flushed;
        std::vector<Change> since;
    };

    static void apply(const Change& change, Bytes& bytes);
    bool stopped() { return changes_++ >= stop_at_; }

    std::map<std::string, File, std::less<>> files_;
    std::vector<File*> handles_;
    size_t changes_ = 0;
    size_t stop_at_ = static_cast<size_t>(-1);
};

} // namespace tunez
