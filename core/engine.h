#pragma once

#include "host/host.h"
#include "host/storage_port.h"

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

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

} // namespace tunez
