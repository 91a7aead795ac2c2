#pragma once

#include "host/storage_port.h"

#include <cstdint>
#include <limits>

namespace tunez {

// Another port, with faults: the n-th call fails, once or from then on; transfers are short; the
// disk fills up.
class FaultPort : public StoragePort {
public:
    enum class Fault : uint8_t { fails, transfers_short, transfers_long };
    static constexpr size_t never = std::numeric_limits<size_t>::max();

    explicit FaultPort(StoragePort& inner)
        : inner_(inner)
    {
    }

    // Call number `first` from now on (the next one is 0), and `count` calls in all.
    void fail_calls(
        size_t first, size_t count = 1, Fault fault = Fault::fails, Status status = Status::failed);
    void stop_failing() { first_ = never; }
    // Only flushes are counted and fail.
    void fail_flushes(size_t first, size_t count = 1);
    // Writes may not end beyond this many bytes of their file.
    void set_capacity(int64_t bytes) { capacity_ = bytes; }
    size_t calls() const { return calls_; }
    bool has_failed() const { return failed_; }

    Status open(std::string_view name, bool create, int32_t& handle) override;
    Status close(int32_t handle) override;
    Status read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved) override;
    Status write(
        int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved) override;
    Status truncate(int32_t handle, int64_t size) override;
    Status flush(int32_t handle) override;
    Status size(int32_t handle, int64_t& bytes) override;

private:
    bool strikes();
    Status distort(size_t& moved) const;

    StoragePort& inner_;
    size_t calls_ = 0;
    size_t first_ = never;
    size_t count_ = 0;
    bool flushes_only_ = false;
    bool failed_ = false;
    Fault fault_ = Fault::fails;
    Status status_ = Status::failed;
    int64_t capacity_ = std::numeric_limits<int64_t>::max();
};

} // namespace tunez
