#include "wasm/js_host.h"

#include "base/json.h"
#include "host/callback_message.h"
#include "wasm/stop.h"

#include <algorithm>
#include <iterator>

#include <emscripten/em_js.h>

// An exception must not unwind through C++: it would skip every destructor on the way. So each
// function that can throw catches, and says so by its result. Pointers come as signed numbers, and
// may be beyond 2^31.
// clang-format off
EM_JS(int, tunez_host_call, (int id, const char* message, size_t length), {
    try {
        return Module["tunezHost"].call(id, message >>> 0, length);
    } catch (cause) {
        return -2;
    }
});

EM_JS(double, tunez_host_now, (void), {
    return Module["tunezHost"].now();
});

EM_JS(void, tunez_host_fill_random, (void* bytes, size_t length), {
    Module["tunezHost"].fillRandom(bytes >>> 0, length);
});

// The function `id`, asked for a value without a message. A whole number comes back as it is, with
// −3 in `length`; for any other answer that is the length of a reply, as tunez_host_call gives it.
EM_JS(double, tunez_host_value, (int id, int* length), {
    const host = Module["tunezHost"];
    let outcome = -3;
    let number = 0;
    try {
        number = host.value(id);
        if (number === undefined)
            outcome = host.reply();
    } catch (cause) {
        outcome = -2;
    }
    HEAP32[length >>> 2] = outcome;
    return number;
});

EM_JS(int, tunez_host_asks_for_states, (void), {
    return Module["tunezHost"].about ? 1 : 0;
});

// The function `id` of the kind (an index of `kinds` below), asked about a changeset. −3: it changes
// nothing; otherwise the length of a reply, as tunez_host_call gives it.
EM_JS(int, tunez_host_about, (int id, int kind, double handle, const char* record, size_t length), {
    try {
        return Module["tunezHost"].about(id, kind, handle, record >>> 0, length);
    } catch (cause) {
        return -2;
    }
});

// A pattern, compiled once. −1: it is none, and the reason is at `problem`.
EM_JS(int, tunez_regex_compile, (const char* source, size_t source_length, const char* flags, size_t flags_length,
                                 char* problem, size_t problem_length), {
    const text = (pointer, length) => new TextDecoder().decode(HEAPU8.subarray(pointer >>> 0, (pointer >>> 0) + length));
    try {
        const patterns = (Module["tunezPatterns"] = Module["tunezPatterns"] || []);
        return patterns.push(new RegExp(text(source, source_length), text(flags, flags_length))) - 1;
    } catch (cause) {
        const message = new TextEncoder().encode(String(cause.message)).subarray(0, problem_length - 1);
        HEAPU8.set(message, problem >>> 0);
        HEAPU8[(problem >>> 0) + message.length] = 0;
        return -1;
    }
});

// 1 and 0: matches or does not.
EM_JS(int, tunez_regex_test, (int pattern, const char* subject, size_t length), {
    const compiled = Module["tunezPatterns"][pattern];
    // With the flags g and y a pattern remembers where it was.
    compiled.lastIndex = 0;
    return compiled.test(Module["tunezHost"].text(subject >>> 0, length)) ? 1 : 0;
});
// clang-format on

namespace tunez {

JsHost::JsHost()
    : asks_for_states_(tunez_host_asks_for_states() != 0)
{
}

int64_t JsHost::now() { return static_cast<int64_t>(tunez_host_now()); }

void JsHost::fill_random(std::span<std::byte> bytes)
{
    tunez_host_fill_random(bytes.data(), bytes.size());
}

Result<Value> JsHost::reply(int length, int messages_before) const
{
    if (messages_ != messages_before)
        stop("a message inside a callback was stopped");
    if (length == -1)
        return fail(Error::make(
            ErrorCode::out_of_memory, "there is not enough memory for the answer of a callback"));
    if (length < 0)
        return fail(Error::make(ErrorCode::callback_failed, "a callback could not be called"));
    return decode_callback_reply(reply_.first(static_cast<size_t>(length)));
}

// Asks for a value, with nothing said about what for: `{"kind": "value"}`.
static bool is_plain_value(const Value& message)
{
    if (!message.is(Kind::map) || message.map().size() != 1)
        return false;
    const auto& [key, kind] = *message.map().begin();
    return key == "kind" && kind.is_textual() && kind.text() == "value";
}

Result<Value> JsHost::call(CallbackId id, const Value& argument)
{
    int messages = messages_;
    if (is_plain_value(argument)) {
        int length = 0;
        double number = tunez_host_value(static_cast<int>(id), &length);
        return length == -3 ? Value(static_cast<int64_t>(number)) : reply(length, messages);
    }
    auto message = encode_callback_message(argument);
    return reply(tunez_host_call(static_cast<int>(id), message.data(), message.size()), messages);
}

// As js/src/runtime/callback_kinds.ts has them.
static constexpr std::string_view kinds[]
    = { "change", "validation", "before_action", "after_action", "transform_changeset" };

Result<Value> JsHost::call_about(
    CallbackId id, std::string_view kind, int64_t handle, const Value& record)
{
    auto found = std::ranges::find(kinds, kind);
    if (found == std::end(kinds))
        return Host::call_about(id, kind, handle, record);
    JsonWriter text(Tags::wire);
    if (!record.is_null())
        text.value(record);
    if (text.tagged())
        return Host::call_about(id, kind, handle, record);
    int messages = messages_;
    int length = tunez_host_about(static_cast<int>(id), static_cast<int>(found - kinds),
        static_cast<double>(handle), text.text().data(), text.text().size());
    if (length != -3)
        return reply(length, messages);
    // A change answers with operations, of which there are none.
    return found == kinds ? Value(Map { { "operations", Value(List {}) } }) : Value();
}

Result<int> JsHost::pattern(std::string_view source, std::string_view flags)
{
    for (const auto& known : patterns_) {
        if (known.source == source && known.flags == flags)
            return known.number;
    }
    char problem[256] = "";
    int number = tunez_regex_compile(
        source.data(), source.size(), flags.data(), flags.size(), problem, sizeof problem);
    if (number < 0)
        return fail(Error::make(ErrorCode::invalid_definition, problem));
    patterns_.push_back({ std::string(source), std::string(flags), number });
    return number;
}

Result<void> JsHost::check_regex(std::string_view source, std::string_view flags)
{
    TRY(pattern(source, flags));
    return {};
}

Result<bool> JsHost::regex_matches(
    std::string_view source, std::string_view flags, std::string_view subject)
{
    return tunez_regex_test(TRY(pattern(source, flags)), subject.data(), subject.size()) == 1;
}

} // namespace tunez
