#include "wasm/stop.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <emscripten/em_js.h>
#include <new>

// clang-format off
EM_JS(void, tunez_stop, (const char* reason, size_t length), {
    throw new WebAssembly.RuntimeError(new TextDecoder().decode(HEAPU8.subarray(reason >>> 0, (reason >>> 0) + length)));
});
// clang-format on

namespace tunez {

constexpr size_t for_any_message = size_t { 256 } << 10;
constexpr size_t values_to_text = 6;

void stop(const char* reason)
{
    tunez_stop(reason, std::strlen(reason));
    std::abort();
}

static void stop_without_memory() { stop("out of memory"); }

void stop_when_memory_is_exhausted() { std::set_new_handler(stop_without_memory); }

bool has_memory_for_message(size_t size)
{
    if (size > (SIZE_MAX - for_any_message) / values_to_text)
        return false;
    void* room = std::malloc(size * values_to_text + for_any_message);
    std::free(room);
    return room != nullptr;
}

} // namespace tunez
