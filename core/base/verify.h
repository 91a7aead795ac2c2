#pragma once

#include <cstdio>
#include <cstdlib>

namespace tunez {

[[noreturn]] inline void verification_failed(const char* condition, const char* file, int line)
{
    std::fprintf(stderr, "%s:%d: broken invariant: %s\n", file, line, condition);
    std::abort();
}

} // namespace tunez

// A broken invariant is a bug of this library; never used on input of any kind.
#define VERIFY(condition)                                                                          \
    (static_cast<bool>(condition) ? static_cast<void>(0)                                           \
                                  : ::tunez::verification_failed(#condition, __FILE__, __LINE__))
