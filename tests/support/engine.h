#pragma once

#include "base/json.h"
#include "engine.h"
#include "support/fake_host.h"
#include "support/messages.h"

#include <string>
#include <string_view>
#include <vector>

namespace tunez::test {

// The whole engine with a host and, once it is opened, an empty database in memory. Messages are written as JSON with `'` for `"`.
class Engine {
public:
    Engine();

    FakeHost host;

    // Loads a definition: the resources of one domain, as a list or as a map by name; and opens a database that has their tables.
    void define(std::string_view resources);
    void define(const Value& resources);
    // A function of the application, as a definition names it: `{"callback":id}`.
    std::string callback(FakeHost::Callback function);
    Value callback_value(FakeHost::Callback function);

    // The answer to a message.
    Value run(std::string_view message);
    Value run(const Value& message);
    // What a message that must succeed answers.
    Value ok(std::string_view message);
    Value ok(const Value& message);
    // The errors of a message that must fail: `code field: message`, with `@ path` behind if it has one.
    std::vector<std::string> errors(std::string_view message);
    std::vector<std::string> errors(const Value& message);
    std::string error_class(std::string_view message);

    // All rows of a resource, by its primary read, in the order of their `sort`.
    Value rows(std::string_view resource, std::string_view sort = "id");
    size_t count(std::string_view resource);

private:
    tunez::Engine engine_;
};

} // namespace tunez::test
