#include "support/fault_port.h"

namespace tunez {

using Status = StoragePort::Status;

void FaultPort::fail_calls(size_t first, size_t count, Fault fault, Status status)
{
    calls_ = 0;
    failed_ = false;
    flushes_only_ = false;
    first_ = first;
    count_ = count;
    fault_ = fault;
    status_ = status;
}

void FaultPort::fail_flushes(size_t first, size_t count)
{
    fail_calls(first, count);
    flushes_only_ = true;
}

bool FaultPort::strikes()
{
    size_t call = calls_++;
    bool strikes = first_ != never && call >= first_ && call - first_ < count_;
    failed_ = failed_ || strikes;
    return strikes;
}

// A transfer that was carried out, but says something else.
Status FaultPort::distort(size_t& moved) const
{
    if (fault_ == Fault::transfers_short)
        moved /= 2;
    else
        moved += 1;
    return Status::ok;
}

Status FaultPort::open(std::string_view name, bool create, int32_t& handle)
{
    if (!flushes_only_ && strikes() && fault_ == Fault::fails)
        return status_;
    return inner_.open(name, create, handle);
}

// A file that cannot be closed is closed all the same, as with every operating system.
Status FaultPort::close(int32_t handle)
{
    bool fails = !flushes_only_ && strikes() && fault_ == Fault::fails;
    auto status = inner_.close(handle);
    return fails ? status_ : status;
}

Status FaultPort::read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved)
{
    if (flushes_only_ || !strikes())
        return inner_.read(handle, bytes, offset, moved);
    if (fault_ == Fault::fails)
        return status_;
    auto status = inner_.read(handle, bytes, offset, moved);
    return status == Status::ok ? distort(moved) : status;
}

Status FaultPort::write(
    int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved)
{
    bool faulty = !flushes_only_ && strikes();
    if (faulty && fault_ == Fault::fails)
        return status_;
    if (offset + static_cast<int64_t>(bytes.size()) > capacity_)
        return Status::full;
    if (faulty && fault_ == Fault::transfers_short)
        bytes = bytes.first(bytes.size() / 2);
    auto status = inner_.write(handle, bytes, offset, moved);
    if (faulty && fault_ == Fault::transfers_long)
        moved += 1;
    return status;
}

Status FaultPort::truncate(int32_t handle, int64_t size)
{
    if (!flushes_only_ && strikes() && fault_ == Fault::fails)
        return status_;
    return inner_.truncate(handle, size);
}

Status FaultPort::flush(int32_t handle)
{
    if (strikes() && fault_ == Fault::fails)
        return status_;
    return inner_.flush(handle);
}

Status FaultPort::size(int32_t handle, int64_t& bytes)
{
    if (!flushes_only_ && strikes() && fault_ == Fault::fails)
        return status_;
    return inner_.size(handle, bytes);
}

} // namespace tunez
