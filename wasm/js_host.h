#pragma once

#include "wasm/byte_buffer.h"

#include "host/host.h"

#include <string>
#include <vector>

namespace tunez {

// The host that JavaScript is: `Module.tunezHost`, an object with
//   call(id, pointer, length): runs a callback on the message there and returns the length of its
//   reply, which it has
//     written at Session.callback_reply(length); −1 when there was no memory for it,
//   value(id): runs a callback on the message {"kind":"value"}, which is not written; returns its
//     value if that is a whole number, else undefined, and then
//   reply(): writes the reply, as call does, and returns its length,
//   about(id, kind, handle, pointer, length): runs a callback of one of the kinds of js_host.cc
//   about
//     the changeset of that handle and the record there (length 0: none); −3: it changes nothing,
//   now(): microseconds since the Unix epoch,
//   fillRandom(pointer, length),
//   text(pointer, length): UTF-8 as a string.
// Regular expressions are JavaScript's own.
class JsHost : public Host {
public:
    JsHost();
    int64_t now() override;
    void fill_random(std::span<std::byte> bytes) override;
    Result<Value> call(CallbackId id, const Value& argument) override;
    // What crosses to JavaScript costs more than to be asked again.
    bool asks_for_states() const override { return asks_for_states_; }
    Result<Value> call_about(
        CallbackId id, std::string_view kind, int64_t handle, const Value& record) override;
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
    struct Pattern {
        std::string source;
        std::string flags;
        int number;
    };

    Result<Value> reply(int length, int messages_before) const;
    // Those of a definition: few, and asked for again and again.
    Result<int> pattern(std::string_view source, std::string_view flags);

    ByteBuffer reply_;
    bool asks_for_states_;
    int messages_ = 0;
    std::vector<Pattern> patterns_;
};

} // namespace tunez
