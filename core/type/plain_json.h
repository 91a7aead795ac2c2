#pragma once

#include <string_view>

namespace tunez {

// Whether a text is one well-formed JSON value (RFC 8259, no deeper than documents may be) that
// says the same on the wire as in a document: no key begins with `$`, and no integer is beyond
// ±(2^53−1). Then it can be copied as it is.
bool is_plain_json(std::string_view text);

} // namespace tunez
