#include "support/memory_port.h"

#include <algorithm>

namespace tunez {

using Status = StoragePort::Status;

std::shared_ptr<MemoryPort::Bytes>& MemoryPort::slot(std::string_view name)
{
    auto& file = files_[std::string(name)];
    if (!file)
        file = std::make_shared<Bytes>();
    return file;
}

MemoryPort::Bytes* MemoryPort::opened(int32_t handle)
{
    auto position = static_cast<size_t>(handle);
    return handle >= 0 && position < handles_.size() ? handles_[position].get() : nullptr;
}

void MemoryPort::copy_files_to(MemoryPort& other) const
{
    for (const auto& [name, bytes] : files_)
        other.file(name) = *bytes;
}

void MemoryPort::write_files_to(StoragePort& other) const
{
    for (const auto& [name, bytes] : files_) {
        int32_t handle = -1;
        size_t moved = 0;
        other.open(name, true, handle);
        other.write(handle, *bytes, 0, moved);
        other.flush(handle);
        other.close(handle);
    }
}

size_t MemoryPort::total_size() const
{
    size_t total = 0;
    for (const auto& [name, bytes] : files_)
        total += bytes->size();
    return total;
}

size_t MemoryPort::open_files() const
{
    return static_cast<size_t>(std::count_if(
        handles_.begin(), handles_.end(), [](const auto& file) { return file != nullptr; }));
}

Status MemoryPort::open(std::string_view name, bool create, int32_t& handle)
{
    if (!create && !has(name))
        return Status::not_found;
    auto& file = slot(name);
    if (std::find(handles_.begin(), handles_.end(), file) != handles_.end())
        return Status::busy;
    handle = static_cast<int32_t>(handles_.size());
    handles_.push_back(file);
    return Status::ok;
}

Status MemoryPort::close(int32_t handle)
{
    if (!opened(handle))
        return Status::failed;
    handles_[static_cast<size_t>(handle)] = nullptr;
    return Status::ok;
}

Status MemoryPort::read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved)
{
    auto* file = opened(handle);
    if (!file)
        return Status::failed;
    auto begin = std::min(static_cast<size_t>(offset), file->size());
    moved = std::min(bytes.size(), file->size() - begin);
    std::copy_n(file->begin() + static_cast<std::ptrdiff_t>(begin), moved, bytes.begin());
    return Status::ok;
}

Status MemoryPort::write(
    int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved)
{
    auto* file = opened(handle);
    if (!file)
        return Status::failed;
    auto begin = static_cast<size_t>(offset);
    auto end = begin + bytes.size();
    if (end > file->size() && total_size() + (end - file->size()) > quota_)
        return Status::full;
    file->resize(std::max(file->size(), begin + bytes.size()));
    std::copy(bytes.begin(), bytes.end(), file->begin() + static_cast<std::ptrdiff_t>(begin));
    moved = bytes.size();
    return Status::ok;
}

Status MemoryPort::truncate(int32_t handle, int64_t size)
{
    auto* file = opened(handle);
    if (!file)
        return Status::failed;
    file->resize(static_cast<size_t>(size));
    return Status::ok;
}

Status MemoryPort::flush(int32_t handle)
{
    ++flushes_;
    return opened(handle) ? Status::ok : Status::failed;
}

Status MemoryPort::size(int32_t handle, int64_t& bytes)
{
    auto* file = opened(handle);
    if (!file)
        return Status::failed;
    bytes = static_cast<int64_t>(file->size());
    return Status::ok;
}

} // namespace tunez
