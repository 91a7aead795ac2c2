#include "support/crash_port.h"

#include <algorithm>

namespace tunez {

using Status = StoragePort::Status;

constexpr size_t sector = 512; // Devices write whole ones: what is torn is torn between two.

Status CrashPort::open(std::string_view name, bool create, int32_t& handle)
{
    if (!create && !files_.contains(name))
        return Status::not_found;
    handle = static_cast<int32_t>(handles_.size());
    handles_.push_back(&files_[std::string(name)]);
    return Status::ok;
}

Status CrashPort::close(int32_t) { return Status::ok; }

Status CrashPort::read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved)
{
    const auto& now = handles_[static_cast<size_t>(handle)]->now;
    auto begin = std::min(static_cast<size_t>(offset), now.size());
    moved = std::min(bytes.size(), now.size() - begin);
    std::copy_n(now.begin() + static_cast<std::ptrdiff_t>(begin), moved, bytes.begin());
    return Status::ok;
}

void CrashPort::apply(const Change& change, Bytes& bytes)
{
    auto begin = static_cast<size_t>(change.offset);
    if (change.truncates)
        return bytes.resize(begin);
    bytes.resize(std::max(bytes.size(), begin + change.bytes.size()));
    std::copy(change.bytes.begin(), change.bytes.end(),
        bytes.begin() + static_cast<std::ptrdiff_t>(begin));
}

Status CrashPort::write(
    int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved)
{
    if (stopped())
        return Status::failed;
    auto& file = *handles_[static_cast<size_t>(handle)];
    file.since.push_back({ .offset = offset, .bytes = Bytes(bytes.begin(), bytes.end()) });
    apply(file.since.back(), file.now);
    moved = bytes.size();
    return Status::ok;
}

Status CrashPort::truncate(int32_t handle, int64_t size)
{
    if (stopped())
        return Status::failed;
    auto& file = *handles_[static_cast<size_t>(handle)];
    file.since.push_back({ .offset = size, .bytes = {}, .truncates = true });
    apply(file.since.back(), file.now);
    return Status::ok;
}

Status CrashPort::flush(int32_t handle)
{
    if (stopped())
        return Status::failed;
    auto& file = *handles_[static_cast<size_t>(handle)];
    file.flushed = file.now;
    file.since.clear();
    return Status::ok;
}

Status CrashPort::size(int32_t handle, int64_t& bytes)
{
    bytes = static_cast<int64_t>(handles_[static_cast<size_t>(handle)]->now.size());
    return Status::ok;
}

void CrashPort::crash(uint64_t seed)
{
    std::mt19937_64 random(seed);
    for (auto& [name, file] : files_) {
        file.now = file.flushed;
        for (auto& change : file.since) {
            auto fate = random() % 3;
            auto sectors = change.bytes.size() / sector;
            if (fate == 1 && !change.truncates)
                change.bytes.resize(static_cast<size_t>(random() % (sectors + 1)) * sector);
            if (fate != 0)
                apply(change, file.now);
        }
        file.flushed = file.now;
        file.since.clear();
    }
    handles_.clear();
    changes_ = 0;
    stop_at_ = static_cast<size_t>(-1);
}

} // namespace tunez
