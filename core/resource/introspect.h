#pragma once

#include "base/value.h"
#include "resource/resource.h"

namespace tunez {

// What a definition says about itself, as plain maps with the names as the developer spelled them
// (`key`): for the `info` message, generated documentation and tools. Private fields, arguments and
// actions say so.

// `{"domains": [{"name", "description", "resources": [names], "interface": […]}], "resources":
// [names]}`.
Value describe(const Definition& definition);
// `{"name", "table", "domain", "primary_key", "fields", "relationships", "identities", "actions",
// …}`; an action lists its inputs, arguments first, with their type and whether they must be given.
Value describe(const Resource& resource);
// A function of a domain with the inputs it takes.
Value describe(const InterfaceFunction& function);

} // namespace tunez
