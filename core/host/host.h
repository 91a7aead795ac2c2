#pragma once

#include "base/error.h"
#include "base/result.h"
#include "base/value.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tunez {

// The number by which JavaScript, or a test, knows a function that it put into a definition.
enum class CallbackId : int32_t { };

// What the engine asks the outside: the time, random bytes, the application's functions, and
// regular expressions (whose dialect is the host's: JavaScript's RegExp in WASM, PCRE2 natively).
class Host {
public:
    Host() = default;
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    virtual ~Host() = default;
    virtual int64_t now() = 0; // Microseconds since the Unix epoch, UTC.
    virtual void fill_random(std::span<std::byte> bytes) = 0;
    // Runs an application callback to completion. Whatever it throws arrives as an Error: an
    // exception that unwound through these frames would skip every destructor on the way.
    virtual Result<Value> call(CallbackId id, const Value& argument) = 0;
    // Whether messages to callbacks hold no more of a changeset than the handle by which the host
    // asks for its state when somebody looks at it.
    virtual bool asks_for_states() const { return false; }
    // As call() with `{"kind","changeset":{"handle"},"record"?}`, where there is nothing else to
    // say; for hosts that ask for states. A record that is null is none.
    virtual Result<Value> call_about(
        CallbackId id, std::string_view kind, int64_t handle, const Value& record);
    // Whether the pattern is one (asked once, when the definition is loaded).
    virtual Result<void> check_regex(std::string_view source, std::string_view flags) = 0;
    // Whether the pattern matches anywhere in the subject.
    virtual Result<bool> regex_matches(
        std::string_view source, std::string_view flags, std::string_view subject)
        = 0;
};

// Here, because a definition elsewhere would bind the class's type information to a file of the
// engine, which has none; tests derive from the class and have.
inline Result<Value> Host::call_about(
    CallbackId id, std::string_view kind, int64_t handle, const Value& record)
{
    Map message { { "kind", Value(kind) },
        { "changeset", Value(Map { { "handle", Value(handle) } }) } };
    if (!record.is_null())
        message.set("record", record);
    return call(id, Value(std::move(message)));
}

} // namespace tunez
