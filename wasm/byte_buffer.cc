#include "wasm/byte_buffer.h"

#include <algorithm>

namespace tunez {

constexpr size_t smallest = 4096;
constexpr size_t kept = size_t { 4 } << 20;

char* ByteBuffer::reserve(size_t size)
{
    if (size <= capacity_)
        return bytes_;
    std::free(bytes_);
    capacity_ = std::max(size, smallest);
    bytes_ = static_cast<char*>(std::malloc(capacity_));
    if (!bytes_)
        capacity_ = 0;
    return bytes_;
}

void ByteBuffer::shrink()
{
    if (capacity_ <= kept)
        return;
    std::free(bytes_);
    bytes_ = nullptr;
    capacity_ = 0;
}

} // namespace tunez
