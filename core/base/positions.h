#pragma once

#include "base/value.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

// Forms send lists as maps whose keys are positions: {"0": a, "1": b}.
namespace tunez {

// What is a whole number in decimal digits from end to end, and of 64 bits.
std::optional<int64_t> position_of(std::string_view key);

// The items by their positions; those of one position ("0" and "00") in the order they came.
// Nothing where a key is no position. Valid as long as the map is.
std::optional<std::vector<std::pair<int64_t, const Value*>>> items_by_position(const Map& map);

} // namespace tunez
