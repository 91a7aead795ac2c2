#pragma once

#include "base/error.h"
#include "resource/resource.h"

#include <vector>

namespace tunez {

// Errors as a form shows them (spec §14.4): each beside one field, in the words that stand there.

// The field under which a form shows what concerns no field of its own.
inline constexpr std::string_view whole_form = "_form";

struct FormErrors {
    std::vector<Error> shown; // Each with a `field`, spelled as the application does.
    std::vector<Error> unhandled; // What has no place in a form.

    void add(const Error& error, const Resource& resource);
};

} // namespace tunez
