#include "data_layer/sqlite/store/store_file.h"

#include <algorithm>
#include <utility>

namespace tunez::sqlite {

using Status = StoragePort::Status;

static std::pair<ErrorCode, std::string_view> meaning(Status status)
{
    switch (status) {
    case Status::not_ready:
        return { ErrorCode::storage_not_ready, "the host has not taken it yet" };
    case Status::full:
        return { ErrorCode::storage_full, "the storage is full" };
    case Status::busy:
        return { ErrorCode::storage_unavailable, "it is in use elsewhere" };
    case Status::denied:
        return { ErrorCode::storage_unavailable, "it is not permitted" };
    case Status::not_found:
        return { ErrorCode::storage_unavailable, "there is no such file" };
    default:
        return { ErrorCode::storage_failed, "the storage reported an input or output error" };
    }
}

static Error file_error(Status status, std::string_view doing, std::string_view file)
{
    auto [code, reason] = meaning(status);
    auto error = Error::framework(code, "Could not %{doing} the file %{file}: %{reason}");
    error.vars = { { "doing", doing }, { "file", file }, { "reason", reason } };
    return error;
}

StoreFile::StoreFile(StoragePort& port, std::string name, int32_t handle)
    : port_(&port)
    , name_(std::move(name))
    , handle_(handle)
{
}

Result<StoreFile> StoreFile::open(StoragePort& port, std::string name, Absent absent)
{
    int32_t handle = -1;
    auto status = port.open(name, absent == Absent::is_made, handle);
    if (status == Status::not_found && absent == Absent::is_empty)
        return StoreFile(port, std::move(name), -1);
    if (status != Status::ok)
        return fail(file_error(status, "open", name));
    return StoreFile(port, std::move(name), handle);
}

StoreFile::StoreFile(StoreFile&& other) noexcept
    : port_(other.port_)
    , name_(std::move(other.name_))
    , handle_(std::exchange(other.handle_, -1))
{
}

StoreFile& StoreFile::operator=(StoreFile&& other) noexcept
{
    std::swap(port_, other.port_);
    std::swap(name_, other.name_);
    std::swap(handle_, other.handle_);
    return *this;
}

StoreFile::~StoreFile()
{
    if (handle_ >= 0)
        port_->close(handle_);
}

Error StoreFile::error(Status status, std::string_view doing) const
{
    return file_error(status, doing, name_);
}

Result<int64_t> StoreFile::size() const
{
    int64_t bytes = 0;
    if (handle_ < 0)
        return bytes;
    if (auto status = port_->size(handle_, bytes); status != Status::ok)
        return fail(error(status, "read"));
    return bytes;
}

Result<size_t> StoreFile::read(std::span<std::byte> bytes, int64_t offset) const
{
    if (handle_ < 0)
        return 0;
    size_t moved = 0;
    auto status = port_->read(handle_, bytes, offset, moved);
    if (status != Status::ok || moved > bytes.size())
        return fail(error(status == Status::ok ? Status::failed : status, "read"));
    // A short transfer that does not end where the file does has failed.
    if (moved < bytes.size()
        && std::max(TRY(size()), offset) != offset + static_cast<int64_t>(moved))
        return fail(error(Status::failed, "read"));
    return moved;
}

Result<void> StoreFile::write(std::span<const std::byte> bytes, int64_t offset)
{
    size_t moved = 0;
    auto status = handle_ < 0 ? Status::not_found : port_->write(handle_, bytes, offset, moved);
    if (status == Status::ok && moved != bytes.size())
        status = Status::failed;
    if (status != Status::ok)
        return fail(error(status, "write"));
    return {};
}

Result<void> StoreFile::truncate(int64_t size)
{
    auto status = handle_ < 0 ? Status::not_found : port_->truncate(handle_, size);
    if (status != Status::ok)
        return fail(error(status, "write"));
    return {};
}

Result<void> StoreFile::flush()
{
    auto status = handle_ < 0 ? Status::not_found : port_->flush(handle_);
    if (status != Status::ok)
        return fail(error(status, "write"));
    return {};
}

Result<void> StoreFile::empty()
{
    if (TRY(size()) == 0)
        return {};
    TRY(truncate(0));
    return flush();
}

std::span<const std::byte> bytes_of(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

} // namespace tunez::sqlite
