#pragma once

#include "expr/expression.h"

#include <optional>
#include <string>

namespace tunez::sqlite {

// What stands behind WHERE in an index over some rows: fields compared with values, joined by and,
// or, not. Nullopt where the engine would have to be asked about a row.
std::optional<std::string> index_condition(const Expression& condition);

} // namespace tunez::sqlite
