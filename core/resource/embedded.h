#pragma once

#include "base/value.h"

#include <string>
#include <vector>

namespace tunez {

// Embedded resources as types: `{"embedded":"Name"}`, anywhere inside a declared type. Their values
// are kept as maps; the casting by the embedded resource's own actions comes on top of that.
struct DeclaredType {
    Value type;
    Value constraints;
};

// The declared type with `map` in the place of every embedded resource, and the constraints without
// those that are the embedded resource's.
DeclaredType without_embedded(const Value& type, const Value& constraints);
// The names of the embedded resources in a declared type.
std::vector<std::string> embedded_names(const Value& type);

} // namespace tunez
