#pragma once

#include "query/query.h"

#include <string>

namespace tunez {

// How a query reads for people who look for a mistake. What sensitive fields are compared with is
// shown as "**redacted**".
std::string inspect(const Query& query);

} // namespace tunez
