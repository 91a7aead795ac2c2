#pragma once

#include "action/build.h"
#include "form/form_errors.h"
#include "form/nested_form.h"

#include <optional>

namespace tunez {

// What comes of a form's params without running its action (spec §14.1).
struct FormState {
    bool valid = true;
    std::vector<Error> errors; // As the action would have them, at the paths of the form.
    FormErrors texts; // The same as the form shows them.
    Map values; // By key, what defaults and changes of the action set beside the params.
    Value params; // What became of the params (form/params.h).
    bool rearranged = false; // Whether they are not those that were given.
    Value inputs; // What the action is given.
};

// Deeper in each other nested forms are refused (invalid_message).
inline constexpr int deepest_form = 32;

// A form for one action, while a message is worked on.
class Form {
public:
    Form(const Action& action, const Value& params);

    // Builds the changeset of a create, update or destroy that was started for the form, and those
    // of the forms in it.
    void validate(Changeset& changeset, BuildOptions options, Context& context);
    // The same for an action that has arguments only: a read or a generic one.
    void validate(Context& context);
    // Takes errors of the action in the place of those of the validation.
    void refuse(const Errors& errors);

    const Action& action() const { return action_; }
    const FormState& state() const { return state_; }

private:
    void collect(std::span<const Error> errors, const Path& path);
    void show(const Error& error);
    void show_in_form(Error& error, size_t rest, const Action& action, const Value& params);
    size_t place_of(const List& items, int64_t input);
    void validate_nested(const Changeset& around, const Action& action, const Value& params,
        const Path& path, Context& context);
    // `input` is its number among those that are inputs.
    void validate_item(const Changeset& around, const NestedForm& form, const Value& item,
        int64_t input, const Path& path, Context& context);

    const Action& action_;
    NestedForms forms_;
    FormState state_;
    const List* counted_ = nullptr; // The list that `places_` is about: of its inputs, the items.
    std::vector<size_t> places_;
};

} // namespace tunez
