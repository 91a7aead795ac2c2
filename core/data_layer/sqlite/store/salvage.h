#pragma once

#include "data_layer/sqlite/store/store.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tunez::sqlite {

struct Salvaged {
    std::vector<std::pair<std::string, int64_t>> tables; // Rows of each.
    int64_t rows = 0;
    int64_t lost = 0; // Read, but they belonged to others that are gone.
};

// Carries what can still be read of the main file, which is only read, into a new database in
// NAME-import, of the same schema and flushed. Fails with storage_corrupt where there is nothing.
Result<Salvaged> salvage(const Store::Options& options);

} // namespace tunez::sqlite
