#include "host/random.h"

#include <cstring>

namespace tunez {

void Random::fill(std::span<std::byte> bytes)
{
    if (bytes.size() > block_.size()) {
        host_.fill_random(bytes);
        return;
    }
    if (block_.size() - used_ < bytes.size()) {
        host_.fill_random(block_);
        used_ = 0;
    }
    std::memcpy(bytes.data(), block_.data() + used_, bytes.size());
    used_ += bytes.size();
}

} // namespace tunez
