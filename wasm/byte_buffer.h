#pragma once

#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace tunez {

// Memory that JavaScript writes into. That there is none left is an answer here, where `operator
// new` could only end the program.
class ByteBuffer {
public:
    ByteBuffer() = default;
    ByteBuffer(const ByteBuffer&) = delete;
    ByteBuffer& operator=(const ByteBuffer&) = delete;
    ~ByteBuffer() { std::free(bytes_); }

    // Room for at least so many bytes; what was there is gone. Null when there is no memory.
    char* reserve(size_t size);
    // Gives back what only a very large message needed.
    void shrink();
    std::string_view first(size_t size) const
    {
        return { bytes_, size < capacity_ ? size : capacity_ };
    }

private:
    char* bytes_ = nullptr;
    size_t capacity_ = 0;
};

} // namespace tunez
