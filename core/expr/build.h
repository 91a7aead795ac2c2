#pragma once

#include "expr/expression.h"

namespace tunez {

// A call as an application wrote it, made ready: literals take the type of what they are compared
// with (spec §8.3), which lets stored values be compared as they are; what is constant is computed;
// `x or nil` is x.
ExpressionRef build(Operator op, std::vector<ExpressionRef> arguments);

} // namespace tunez
