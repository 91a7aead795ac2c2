#pragma once

#include "resource/resource.h"
#include "type/type.h"

#include <string_view>

// What another database would say differently.
namespace tunez::sqlite::dialect {

constexpr char placeholder_sign = '?'; // ?1, ?2, …
constexpr std::string_view returning = " RETURNING ";
constexpr std::string_view no_limit = "-1";

std::string_view column_type(Column column);
// The collation by which `=`, `<` and indexes mean for columns of this type what the type itself
// means; empty: bytes.
std::string_view collation(const Type& type);
// Documents and the like, which SQL cannot compare: the functions tunez_equal() and tunez_order()
// load them.
bool compares_by_value(const Type& type);
std::string_view nulls(Direction direction);
std::string_view order(Direction direction);
std::string_view reference_action(OnDelete action);

} // namespace tunez::sqlite::dialect
