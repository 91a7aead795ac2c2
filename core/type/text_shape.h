#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tunez::type {

// A pattern of at least eight letters, in which 0 stands for any digit and the rest for itself.
class TextShape {
public:
    explicit consteval TextShape(std::string_view pattern)
        : size_(pattern.size())
        , words_((size_ + width - 1) / width)
    {
        for (size_t i = 0; i < words_; ++i) {
            for (size_t at = 0; at < width; ++at) {
                auto letter = static_cast<unsigned char>(pattern[place(i) + at]);
                letters_[i] |= uint64_t { letter } << 8 * at;
                // Sets the highest bit of what is larger than 9, or than 0.
                slack_[i] |= uint64_t { letter == '0' ? 0x76U : 0x7fU } << 8 * at;
            }
        }
    }

    // Eight letters at a time, which takes a byte order with the lowest first.
    bool fits(std::string_view text) const
    {
        if (text.size() != size_)
            return false;
        uint64_t wrong = 0;
        for (size_t i = 0; i < words_; ++i) {
            uint64_t word = 0;
            std::memcpy(&word, text.data() + place(i), width);
            // How far each digit is from 0, and each other letter from the one that it has to be.
            word ^= letters_[i];
            wrong |= word | (word + slack_[i]);
        }
        return (wrong & 0x8080808080808080) == 0;
    }

private:
    static constexpr size_t width = sizeof(uint64_t);

    // The last eight letters overlap those before.
    constexpr size_t place(size_t word) const
    {
        return word + 1 == words_ ? size_ - width : word * width;
    }

    size_t size_;
    size_t words_;
    std::array<uint64_t, 4> letters_ {};
    std::array<uint64_t, 4> slack_ {};
};

} // namespace tunez::type
