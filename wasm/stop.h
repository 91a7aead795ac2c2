#pragma once

#include <cstddef>

namespace tunez {

// Ends all work in this instance for good: JavaScript gets a WebAssembly.RuntimeError with this
// reason. The database is whole when it is opened again.
[[noreturn]] void stop(const char* reason);

// Makes an `operator new` that finds no memory stop. There is nothing else that it could do:
// without exceptions no caller can be told, and a jump out of the engine would leave SQLite and
// every object on the way half changed.
void stop_when_memory_is_exhausted();

// Whether a message of so many bytes can be worked on, as far as that can be known before: its
// values take several times the room of its text.
bool has_memory_for_message(size_t size);

} // namespace tunez
