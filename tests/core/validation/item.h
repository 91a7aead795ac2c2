#pragma once

#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

#include <string>
#include <string_view>
#include <vector>

// What the tests of validations arrange through: a resource with a field of every kind that
// matters, and one action with one validation.
namespace tunez::test {

class Item {
public:
    // `validation` is an entry, or several with commas between; `more` further members of the
    // action or of the resource.
    explicit Item(std::string_view validation, std::string_view action_type = "create",
        std::string_view in_action = "", std::string_view in_resource = "");

    TestEngine engine;

    // The errors of the changeset for an input, in order, as TestEngine::errors() has them.
    Lines errors(std::string_view input);
    // The same for an update or destroy of an item with these fields.
    Lines errors_from(std::string_view record, std::string_view input);
    // The variables of the first error.
    Value vars(std::string_view input);

private:
    Value state(std::string_view record, std::string_view input);

    std::string type_;
};

} // namespace tunez::test
