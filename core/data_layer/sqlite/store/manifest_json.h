#pragma once

#include "data_layer/sqlite/store/manifest.h"

#include <string>
#include <string_view>

namespace tunez::sqlite {

std::string to_json(const Manifest& manifest);
// What is missing, or of another kind, has its default.
Result<Manifest> manifest_from(std::string_view json);

} // namespace tunez::sqlite
