#pragma once

#include "base/error.h"
#include "base/result.h"
#include "base/value.h"

#include <string>
#include <string_view>

namespace tunez {

// What goes to an application callback, and what comes back, as JSON text (docs/wire.md §7): for
// hosts whose callbacks are not C++. The message is a map; it says `"tagged":true` when a tag
// occurs in it.
std::string encode_callback_message(const Value& message);
// `{"ok":V}` is the value. `{"error":…}` is the first of its errors, unknown codes being
// `unknown_error`. Anything else fails with callback_failed.
Result<Value> decode_callback_reply(std::string_view reply);
Result<Value> callback_reply(const Value& reply); // The same, parsed.

} // namespace tunez
