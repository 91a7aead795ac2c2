#pragma once

#include "base/error.h"

#include <string_view>

namespace tunez::sqlite {

// What SQLite's result code (extended or not) means to the application: storage_unavailable,
// storage_full, storage_corrupt, storage_failed or out_of_memory. The message names what was being
// done ("read", "open"), never SQL or values.
Error storage_error(int code, std::string_view doing);

} // namespace tunez::sqlite
