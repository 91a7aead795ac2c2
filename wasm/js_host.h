#pragma once

#include "wasm/byte_buffer.h"

#include "host/host.h"

namespace tunez {

// The host that JavaScript is: `Module.tunezHost`, an object with
//   call(id, pointer, length): runs a callback on the message there and returns the length of its
//   reply, which it has
//     written at Session.callback_reply(length); −1 when there was no memory for it,
//   now(): microseconds since the Unix epoch,
//   fillRandom(pointer, length).
// Regular expressions are JavaScript's own.
class JsHost : public Host {
public:
    int64_t now() override;
    void fill_random(std::span<std::byte> bytes) override;
    Result<Value> call(CallbackId id, const Value& argument) override;
    Result<void> check_regex(std::string_view source, std::string_view flags) override;
    Result<bool> regex_matches(
        std::string_view source, std::string_view flags, std::string_view subject) override;

    // Where a reply of so many bytes may be written; null when there is no memory.
    char* callback_reply(size_t size) { return reply_.reserve(size); }

    // Around each message. One that began inside a callback and did not end was stopped in the
    // middle, and whatever it was about to do will never be done: call() stops the outer one, too,
    // instead of going on with half of it.
    void message_begins() { ++messages_; }
    void message_ends() { --messages_; }
    int messages() const { return messages_; }

private:
    ByteBuffer reply_;
    int messages_ = 0;
};

} // namespace tunez
