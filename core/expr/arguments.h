#pragma once

#include "expr/function.h"

#include <optional>
#include <span>
#include <string_view>

namespace tunez {

struct Expression;

// Makes the values what the function declares to take. Nil stays nil; what cannot be cast is an
// error.
Result<void> cast_arguments(const Function& function, std::span<Value> values);
// Whether that is certain to succeed for a call, whatever row it is evaluated in.
bool always_cast(const Expression& call);

// As the builtin type of that name takes it without constraints; empty text that it cannot take is
// nil. Values of that kind are such already.
std::optional<Value> cast_plainly(std::string_view type, Kind kind, const Value& value);

} // namespace tunez
