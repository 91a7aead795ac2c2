#pragma once

#include "host/host.h"

#include <array>
#include <cstddef>
#include <span>

namespace tunez {

// Random bytes from the host's cryptographic source, fetched in blocks: a call out costs more than
// an id does.
class Random {
public:
    explicit Random(Host& host)
        : host_(host)
    {
    }

    void fill(std::span<std::byte> bytes);

private:
    Host& host_;
    std::array<std::byte, 4096> block_ {};
    size_t used_ = sizeof(block_);
};

} // namespace tunez
