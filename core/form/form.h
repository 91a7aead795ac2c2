#pragma once

#include "action/build.h"
#include "form/form_errors.h"

namespace tunez {

// What comes of a form's params without running its action (spec §14.1).
struct FormState {
    bool valid = true;
    std::vector<Error> errors; // As the action would have them.
    FormErrors texts; // The same as the form shows them.
    Map values; // By key, what defaults and changes of the action set beside the params.
    Value inputs; // What the action is given.
};

// Builds the changeset of a create, update or destroy that was started for the form.
FormState validate_form(Changeset& changeset, const Action& action, const Value& params,
    BuildOptions options, Context& context);
// The same for an action that has arguments only: a read or a generic one.
FormState validate_form(
    const Resource& resource, const Action& action, const Value& params, Context& context);

} // namespace tunez
