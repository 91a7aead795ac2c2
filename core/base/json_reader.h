#pragma once

#include "base/json_builder.h"

#include <string_view>

namespace tunez {

enum class Reading : uint8_t {
    done,
    malformed, // Not one JSON text (RFC 8259).
    refused, // By the builder.
};

// Hands one JSON text, which is valid UTF-8, to a builder. Written for speed, which is felt in bulk
// messages; it says only that a text is malformed, not where or why.
Reading read_json(std::string_view text, JsonBuilder& builder);

} // namespace tunez
