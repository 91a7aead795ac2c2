#include "support/file_port.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tunez {

using Status = StoragePort::Status;

static Status status_of(int error)
{
    switch (error) {
    case ENOENT:
        return Status::not_found;
    case EWOULDBLOCK:
        return Status::busy;
    case ENOSPC:
    case EDQUOT:
        return Status::full;
    case EACCES:
    case EPERM:
    case EROFS:
        return Status::denied;
    default:
        return Status::failed;
    }
}

static Status outcome(int result) { return result == 0 ? Status::ok : status_of(errno); }

FilePort::~FilePort()
{
    for (int32_t descriptor : open_)
        ::close(descriptor);
}

Status FilePort::open(std::string_view name, bool create, int32_t& handle)
{
    auto path = folder_ + "/" + std::string(name);
    int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0644);
    if (descriptor < 0)
        return status_of(errno);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        auto status = status_of(errno);
        ::close(descriptor);
        return status;
    }
    open_.push_back(descriptor);
    handle = descriptor;
    return Status::ok;
}

Status FilePort::close(int32_t handle)
{
    std::erase(open_, handle);
    return outcome(::close(handle));
}

Status FilePort::read(int32_t handle, std::span<std::byte> bytes, int64_t offset, size_t& moved)
{
    auto count = pread(handle, bytes.data(), bytes.size(), offset);
    if (count < 0)
        return status_of(errno);
    moved = static_cast<size_t>(count);
    return Status::ok;
}

Status FilePort::write(
    int32_t handle, std::span<const std::byte> bytes, int64_t offset, size_t& moved)
{
    auto count = pwrite(handle, bytes.data(), bytes.size(), offset);
    if (count < 0)
        return status_of(errno);
    moved = static_cast<size_t>(count);
    return Status::ok;
}

Status FilePort::truncate(int32_t handle, int64_t size) { return outcome(ftruncate(handle, size)); }
Status FilePort::flush(int32_t handle) { return outcome(fsync(handle)); }

Status FilePort::size(int32_t handle, int64_t& bytes)
{
    struct stat information {};
    if (fstat(handle, &information) != 0)
        return status_of(errno);
    bytes = information.st_size;
    return Status::ok;
}

} // namespace tunez
