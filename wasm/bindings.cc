#include "engine.h"
#include "wasm/byte_buffer.h"
#include "wasm/js_host.h"
#include "wasm/js_port.h"
#include "wasm/stop.h"

#include <climits>
#include <cstdint>
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>
#include <string>

namespace tunez {

namespace {

// The one class that JavaScript sees (js/src/wire/engine_module.ts). A message is written at
// reserve(length) and run; its answer is read before anything else is called. A callback may run
// messages of its own meanwhile: the engine is done with a message's text before it calls out.
class BoundSession {
public:
    explicit BoundSession(bool allow_sql)
        : engine_(host_, { .port = JsPort::exists() ? &port_ : nullptr, .allow_sql = allow_sql })
    {
    }

    // 0 when there is no memory for it.
    uintptr_t reserve(size_t size) { return reinterpret_cast<uintptr_t>(message_.reserve(size)); }

    // The length of the answer; −1 when there is not enough memory.
    int run(size_t size)
    {
        if (!has_memory_for_message(size))
            return -1;
        host_.message_begins();
        answer_ = engine_.run(message_.first(size));
        host_.message_ends();
        if (host_.messages() == 0)
            message_.shrink();
        return answer_.size() > INT_MAX ? -1 : static_cast<int>(answer_.size());
    }

    // As Engine::request_from; the numbers are safe integers.
    void request_from(const std::string& client, double number, double seen)
    {
        engine_.request_from(client, static_cast<int64_t>(number), static_cast<int64_t>(seen));
    }

    void hold_flushes(bool held) { engine_.hold_flushes(held); }
    bool unflushed() const { return engine_.unflushed(); }

    // 0 when all is durable; the length of the answer that says why not.
    int flush()
    {
        answer_ = engine_.flush();
        return static_cast<int>(answer_.size());
    }

    uintptr_t answer() const { return reinterpret_cast<uintptr_t>(answer_.data()); }

    // What the functions below know it by.
    uintptr_t address() const { return reinterpret_cast<uintptr_t>(this); }

    // 0 when there is no memory for it.
    uintptr_t callback_reply(size_t size)
    {
        return reinterpret_cast<uintptr_t>(host_.callback_reply(size));
    }

private:
    JsHost host_;
    JsPort port_;
    Engine engine_;
    ByteBuffer message_;
    std::string_view answer_;
};

} // namespace

static std::string version() { return TUNEZ_VERSION; }

EMSCRIPTEN_BINDINGS(tunez)
{
    stop_when_memory_is_exhausted();
    emscripten::function("version", version);
    emscripten::class_<BoundSession>("Session")
        .constructor<bool>()
        .function("reserve", &BoundSession::reserve)
        .function("run", &BoundSession::run)
        .function("request_from", &BoundSession::request_from)
        .function("hold_flushes", &BoundSession::hold_flushes)
        .function("unflushed", &BoundSession::unflushed)
        .function("flush", &BoundSession::flush)
        .function("answer", &BoundSession::answer)
        .function("address", &BoundSession::address)
        .function("callback_reply", &BoundSession::callback_reply);
}

// What every request needs, once more without embind, whose calls without generated code take as
// long as SQLite takes to find a record.
extern "C" {

EMSCRIPTEN_KEEPALIVE int tunez_run(BoundSession* session, size_t size)
{
    return session->run(size);
}

EMSCRIPTEN_KEEPALIVE uintptr_t tunez_answer(const BoundSession* session)
{
    return session->answer();
}

EMSCRIPTEN_KEEPALIVE uintptr_t tunez_callback_reply(BoundSession* session, size_t size)
{
    return session->callback_reply(size);
}

} // extern "C"

} // namespace tunez
