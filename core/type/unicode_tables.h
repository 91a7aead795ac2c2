#pragma once

#include "type/case_mapping.h"

#include <array>
#include <cstdint>

// For the few files that look things up in the tables.
namespace tunez::unicode {

#include "type/generated/unicode_tables.inc"

} // namespace tunez::unicode
