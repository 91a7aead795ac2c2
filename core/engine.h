#pragma once

#include "host/host.h"
#include "host/storage_port.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace tunez {

struct EngineOptions {
    StoragePort* port = nullptr; // Where files are kept; null: only ":memory:" can be opened.
    bool allow_sql = false; // Whether the message `sql` is served (tests, command line).
};

// The façade of the core: one definition, one database, messages in and answers out (docs/wire.md).
class Engine {
public:
    Engine(Host& host, EngineOptions options);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine();

    // Answers one message; never fails, a failure is an answer too. The text lives until the next
    // message of the same depth: an application callback may send messages while an outer one is
    // being answered.
    std::string_view run(std::string_view message);

    // The next outermost message is this one, of a client that may have to send it again: where it
    // was carried out, its answer is given again. The client has seen the answers up to `seen`.
    void request_from(std::string_view client, int64_t number, int64_t seen);

    // While flushes are held, a message that is answered may have committed what is not durable yet
    // (docs/wire.md §4): then unflushed() is true, and it is acknowledged after flush(), which
    // serves all such messages. Its answer is empty; or `{"error":…}`, and what they did may be
    // lost or not.
    void hold_flushes(bool held);
    bool unflushed() const;
    std::string_view flush();

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace tunez
