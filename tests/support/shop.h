#pragma once

#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

// What the tests of actions arrange through: an Item with the action members and resource members
// of the test, and functions that note what ran.
namespace tunez::test {

class Shop {
public:
    explicit Shop(StoragePort* port = nullptr, std::string_view durability = "full")
        : engine(port, durability)
    {
    }

    TestEngine engine;
    Lines trace;

    // `create`, `update`, `destroy`: members of these actions (`'changes':[…]`); `resource`: more
    // members of the resource.
    struct Members {
        std::string create = {};
        std::string update = {};
        std::string destroy = {};
        std::string resource = {};
        std::string attributes = {};
    };
    void define(const Members& members);

    // A change entry that notes its label.
    std::string note(std::string label);
    // A change entry that registers these hooks: `kind:label`, each noting its line;
    // after_transaction adds how it went.
    std::string hooks(const Lines& kinds_and_labels);
    // The hook of this line fails with "label failed"; `raises` makes it throw instead.
    std::string failing;
    bool raises = false;
    // What a hook of this line does besides.
    std::function<void(const std::string& line)> during = [](const std::string&) { };

    Value create(std::string_view input) { return engine.ok(message("create", input)); }
    Lines create_errors(std::string_view input) { return engine.errors(message("create", input)); }
    static std::string message(
        std::string_view op, std::string_view input, std::string_view more = "");
    std::string update_message(
        const Value& record, std::string_view input, std::string_view more = "") const;
    std::string destroy_message(const Value& record, std::string_view more = "") const;

private:
    Result<Value> run_hook(const std::string& kind, const std::string& line, const Value& message);
};

} // namespace tunez::test
