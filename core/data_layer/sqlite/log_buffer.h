#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace tunez::sqlite {

// Gathers what SQLite appends to a write-ahead log, so that a transaction is one write instead of
// two for each page: a write costs tens of microseconds in a browser, whatever its size.
//
// 1. Of a transaction that has not committed yet nobody loses anything if its frames are never
//    written. With the frame that commits, is_complete() becomes true, and all must be written
//    before SQLite goes on, unless they are kept: then whoever acknowledges the commit sees to it.
// 2. Only appended frames are held: each begins where the last write ended. Everything else goes
// its own way, after what
//    is held here.
class LogBuffer {
public:
    static constexpr size_t capacity = size_t { 256 } << 10;

    LogBuffer() = default;
    LogBuffer(const LogBuffer&) = delete;
    LogBuffer& operator=(const LogBuffer&) = delete;
    ~LogBuffer();

    // Holds a write back, if it continues what is held or begins a frame at the end. What is not
    // taken is to be written after bytes(), and told to passed().
    bool take(std::span<const std::byte> bytes, int64_t offset);
    void passed(std::span<const std::byte> bytes, int64_t offset);
    // Whether what is held ends with a commit.
    bool is_complete() const { return complete_; }
    // It stays here, with what follows it.
    void keep() { kept_ = complete_ ? size_ : 0; }
    // The commits among what is held, which begin it; and what follows them.
    std::span<const std::byte> kept() const { return bytes().first(kept_); }
    std::span<const std::byte> rest() const { return bytes().subspan(kept_); }
    bool overlaps(size_t count, int64_t offset) const;

    bool empty() const { return size_ == 0; }
    std::span<const std::byte> bytes() const { return { bytes_, size_ }; }
    int64_t offset() const { return end_ - static_cast<int64_t>(size_); }
    // They were written, or given up.
    void clear();

private:
    bool take_header(std::span<const std::byte> header);
    bool take_page(std::span<const std::byte> page);
    bool append(std::span<const std::byte> bytes);

    std::byte* bytes_ = nullptr;
    size_t size_ = 0;
    int64_t end_ = -1; // Where the last write ended, held or not.
    bool expects_page_ = false; // The header of a frame is held, and its page comes next.
    bool commits_ = false; // That frame does.
    bool complete_ = false;
    size_t kept_ = 0;
};

} // namespace tunez::sqlite
