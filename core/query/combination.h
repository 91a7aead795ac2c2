#pragma once

#include <cstdint>

namespace tunez {

// How the rows of a member join those of the members before it.
enum class CombinationKind : uint8_t { base, union_, union_all, intersect, except };

} // namespace tunez
