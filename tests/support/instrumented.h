#pragma once

#include <cstddef>

namespace tunez::test {

// Whether each access to memory is checked (AddressSanitizer), which takes several times as long.
#if __has_feature(address_sanitizer)
constexpr bool instrumented = true;
#else
constexpr bool instrumented = false;
#endif

// How many of very many cases, one like the other, a test tries: all of them as WebAssembly, where
// the same tests run, too; where memory is checked, a part.
constexpr size_t sampled(size_t all, size_t part) { return instrumented ? part : all; }

} // namespace tunez::test
