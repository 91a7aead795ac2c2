#pragma once

#include <string_view>

namespace tunez {

// The name that json_key() was given: `"name":` without what stands around it.
constexpr std::string_view name_in(std::string_view json_key)
{
    return json_key.substr(1, json_key.size() - 3);
}

} // namespace tunez
