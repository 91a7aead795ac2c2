#pragma once

#include "resource/resource.h"
#include "support/fake_host.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tunez::test {

// Builtins enough for any definition of these tests, the probes of the golden files among them.
// They have shapes only.
const BuiltinTables& builtin_tables();

// A definition loaded with them: either it, or what is wrong with it.
struct LoadedDefinition {
    std::unique_ptr<const Definition> definition;
    std::vector<std::string> mistakes; // Messages.
    std::vector<std::string> locations; // details.location of each.

    const Resource& resource(std::string_view name) const;
    const Action& action(std::string_view resource, std::string_view action) const;
    bool has(std::string_view mistake) const;
    bool warns(std::string_view warning) const;
};

LoadedDefinition load_message(const Value& message);
// JSON text, with `'` for `"`.
LoadedDefinition load_json(std::string_view json);
// A domain `D` of these resources: a JSON list, with `'` for `"`.
LoadedDefinition load_resources(std::string_view json);
// A resource `A` with a uuid as key and these further attributes, and other parts
// (`,'actions':…`).
LoadedDefinition load_with(std::string_view attributes, std::string_view more = "");
Value json(std::string_view text);

} // namespace tunez::test
