#include "wasm/js_host.h"

#include "host/callback_message.h"
#include "wasm/stop.h"

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

// 1 and 0: matches or does not. −1: is no pattern, and the reason is at `problem`.
EM_JS(int, tunez_regex_test, (const char* source, size_t source_length, const char* flags, size_t flags_length,
                              const char* subject, size_t subject_length, char* problem, size_t problem_length), {
    const text = (pointer, length) => new TextDecoder().decode(HEAPU8.subarray(pointer >>> 0, (pointer >>> 0) + length));
    try {
        const patterns = (Module["tunezPatterns"] = Module["tunezPatterns"] || new Map());
        const key = text(flags, flags_length) + "/" + text(source, source_length);
        let pattern = patterns.get(key);
        if (pattern === undefined) {
            pattern = new RegExp(text(source, source_length), text(flags, flags_length));
            patterns.set(key, pattern);
        }
        // With the flags g and y a pattern remembers where it was.
        pattern.lastIndex = 0;
        return pattern.test(text(subject, subject_length)) ? 1 : 0;
    } catch (cause) {
        const message = new TextEncoder().encode(String(cause.message)).subarray(0, problem_length - 1);
        HEAPU8.set(message, problem >>> 0);
        HEAPU8[(problem >>> 0) + message.length] = 0;
        return -1;
    }
});
// clang-format on

namespace tunez {

int64_t JsHost::now() { return static_cast<int64_t>(tunez_host_now()); }

void JsHost::fill_random(std::span<std::byte> bytes)
{
    tunez_host_fill_random(bytes.data(), bytes.size());
}

Result<Value> JsHost::call(CallbackId id, const Value& argument)
{
    auto message = encode_callback_message(argument);
    int messages = messages_;
    int length = tunez_host_call(static_cast<int>(id), message.data(), message.size());
    if (messages_ != messages)
        stop("a message inside a callback was stopped");
    if (length == -1)
        return fail(Error::make(
            ErrorCode::out_of_memory, "there is not enough memory for the answer of a callback"));
    if (length < 0)
        return fail(Error::make(ErrorCode::callback_failed, "a callback could not be called"));
    return decode_callback_reply(reply_.first(static_cast<size_t>(length)));
}

static Result<bool> test(std::string_view source, std::string_view flags, std::string_view subject)
{
    char problem[256] = "";
    int outcome = tunez_regex_test(source.data(), source.size(), flags.data(), flags.size(),
        subject.data(), subject.size(), problem, sizeof problem);
    if (outcome < 0)
        return fail(Error::make(ErrorCode::invalid_definition, problem));
    return outcome == 1;
}

Result<void> JsHost::check_regex(std::string_view source, std::string_view flags)
{
    TRY(test(source, flags, {}));
    return {};
}

Result<bool> JsHost::regex_matches(
    std::string_view source, std::string_view flags, std::string_view subject)
{
    return test(source, flags, subject);
}

} // namespace tunez
