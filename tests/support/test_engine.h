#pragma once

#include "base/json.h"
#include "engine.h"
#include "support/fake_host.h"
#include "support/messages.h"

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace tunez::test {

// The whole engine with a host and, once it is opened, an empty database in memory. Messages are
// written as JSON with `'` for `"`.
class TestEngine {
public:
    // With a port the database is `music.db` in it.
    explicit TestEngine(StoragePort* port = nullptr, std::string_view durability = "full");

    FakeHost host;

    // Loads a definition: the resources of one domain, as a list or as a map by name; and opens a
    // database that has their tables.
    void define(std::string_view resources);
    template <std::same_as<Value> V> void define(const V& resources)
    {
        define_resources(resources);
    }
    // A function of the application, as a definition names it: `{"callback":id}`.
    std::string callback(FakeHost::Callback function);
    Value callback_value(FakeHost::Callback function);

    // The answer to a message.
    Value run(std::string_view message);
    template <std::same_as<Value> V> Value run(const V& message) { return run_message(message); }
    // What a message that must succeed answers.
    Value ok(std::string_view message);
    template <std::same_as<Value> V> Value ok(const V& message) { return ok_message(message); }
    // The errors of a message that must fail: `code field: message`, with `@ path` behind if it has
    // one.
    std::vector<std::string> errors(std::string_view message);
    template <std::same_as<Value> V> std::vector<std::string> errors(const V& message)
    {
        return errors_message(message);
    }
    std::string error_class(std::string_view message);

    // All rows of a resource, by its primary read, in the order of their `sort`.
    Value rows(std::string_view resource, std::string_view sort = "id");
    size_t count(std::string_view resource);

    tunez::Engine& engine() { return engine_; }
    // Opens the database once more, with the definition that was loaded.
    Value open();
    // Of another, which had this definition.
    void take_definition(const TestEngine& other);

private:
    // Templates above, because a literal would turn into a Value as readily as into a text.
    void define_resources(const Value& resources);
    Value run_message(const Value& message);
    Value ok_message(const Value& message);
    std::vector<std::string> errors_message(const Value& message);

    StoragePort* port_;
    std::string durability_;
    Value definition_;
    Value migrations_;
    std::vector<Value> prepared_; // The fields of what each prepared request reads.
    tunez::Engine engine_;
};

} // namespace tunez::test
