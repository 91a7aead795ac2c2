#pragma once

#include <cstddef>
#include <limits>

namespace tunez::test {

// The memory that SQLite asks for, as long as this lives: the n-th request is refused, once or from
// then on. No database is open when it begins and ends.
class FailingMemory {
public:
    static constexpr size_t never = std::numeric_limits<size_t>::max();

    FailingMemory();
    FailingMemory(const FailingMemory&) = delete;
    FailingMemory& operator=(const FailingMemory&) = delete;
    ~FailingMemory();

    // Request number `first` from now on (the next one is 0), and `count` requests in all.
    static void fail(size_t first, size_t count = 1);
    static void stop_failing();
    static size_t requests();
};

} // namespace tunez::test
