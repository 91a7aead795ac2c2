#pragma once

#include "resource/builtin.h"

#include <string>
#include <string_view>
#include <vector>

namespace tunez {

struct Argument;

// What a name means where an entry stands: in an action (its arguments first), or in the resource,
// where the arguments of any action count, because the entry may run for each.
struct FieldScope {
    const Resource& resource;
    const Action* action; // Null: the resource.

    const Argument* find_argument(std::string_view name) const;
    // The `name` of the field that is called so (by name or key); empty when there is none of that
    // kind. For kinds that name nothing, the name itself.
    std::string_view resolve(OptionKind kind, std::string_view name) const;
    // What could have been meant.
    std::vector<std::string_view> candidates(OptionKind kind) const;
};

// A field or an argument in the application's spelling, its key; any other name as it is.
std::string_view key_of(const Resource& resource, std::string_view name);

bool names_fields(OptionKind kind);
// Whether an option of that kind may be a list of names.
bool names_several(OptionKind kind);
// `{"arg":"x"}`, `{"actor":"x"}`, `{"callback":1}` …: filled in when the entry runs.
bool is_template(const Value& value);

} // namespace tunez
