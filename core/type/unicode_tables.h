#pragma once

#include "type/case_mapping.h"

#include <array>
#include <cstdint>

// For the few files that look things up in the tables.
namespace tunez::unicode {

// In words of the tables a code point takes the lowest bits.
constexpr unsigned code_point_bits = 21;
constexpr uint32_t code_point_mask = (1U << code_point_bits) - 1;

#include "type/generated/unicode_tables.inc"

} // namespace tunez::unicode
