#include "data_layer/sqlite/log_buffer.h"

#include <algorithm>
#include <cstring>
#include <sqlite3.h>

namespace tunez::sqlite {

// The header of a frame, from SQLite's file format: the page's number, the size of the database
// after the commit (0 in frames that do not commit), two salts, two checksums.
constexpr size_t header_size = 24;
constexpr size_t commit_field = 4;
constexpr size_t commit_field_size = 4;
constexpr size_t largest_page = 65'536;

LogBuffer::~LogBuffer() { sqlite3_free(bytes_); }

bool LogBuffer::append(std::span<const std::byte> bytes)
{
    if (!bytes_)
        bytes_ = static_cast<std::byte*>(sqlite3_malloc64(capacity));
    if (!bytes_ || size_ + bytes.size() > capacity)
        return false;
    std::memcpy(bytes_ + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
    return true;
}

static bool commits(std::span<const std::byte> header)
{
    auto field = header.subspan(commit_field, commit_field_size);
    return std::any_of(
        field.begin(), field.end(), [](std::byte byte) { return byte != std::byte { 0 }; });
}

bool LogBuffer::take_header(std::span<const std::byte> header)
{
    // With room for the page, too: a frame is never two writes.
    if (header.size() != header_size || size_ + header_size + largest_page > capacity
        || !append(header))
        return false;
    expects_page_ = true;
    complete_ = false;
    commits_ = commits(header);
    return true;
}

bool LogBuffer::take_page(std::span<const std::byte> page)
{
    if (!append(page))
        return false;
    expects_page_ = false;
    complete_ = commits_;
    return true;
}

bool LogBuffer::take(std::span<const std::byte> bytes, int64_t offset)
{
    if (offset != end_ || !(expects_page_ ? take_page(bytes) : take_header(bytes)))
        return false;
    end_ += static_cast<int64_t>(bytes.size());
    return true;
}

void LogBuffer::passed(std::span<const std::byte> bytes, int64_t offset)
{
    end_ = offset + static_cast<int64_t>(bytes.size());
}

bool LogBuffer::overlaps(size_t count, int64_t offset) const
{
    return size_ > 0 && offset < end_ && offset + static_cast<int64_t>(count) > this->offset();
}

void LogBuffer::clear()
{
    size_ = 0;
    expects_page_ = false;
    complete_ = false;
    kept_ = 0;
}

} // namespace tunez::sqlite
