#pragma once

#include "resource/manage_options.h"
#include "resource/resource.h"

#include <string_view>
#include <utility>
#include <vector>

namespace tunez {

// An input of an action that is a form of its own, or a list of them (spec §14.3): an argument that
// a relationship is managed with, or a value that embeds a resource.
struct NestedForm {
    std::string_view key; // Of the argument or attribute.
    std::string_view name;
    bool is_list = false;
    const Relationship* relationship = nullptr; // Null: it embeds.
    std::shared_ptr<const ManageOptions> options;
    const TypeUse* type = nullptr; // Of one embedded value (form/embedded_form.h).

    // What an item is about; null: a value that is no record.
    const Resource* resource_for(const Value& item) const;
    // What is run for an item, by what kind of form it is (`_form_type`); null: nothing.
    const Action* action_for(const Value& item) const;
};

// The nested forms of actions, each found once.
class NestedForms {
public:
    const std::vector<NestedForm>& of(const Action& action);

private:
    std::vector<std::pair<const Action*, std::unique_ptr<std::vector<NestedForm>>>> known_;
};

// By its key, its name, or that of its relationship; null: there is none.
const NestedForm* find_form(const std::vector<NestedForm>& forms, std::string_view name);

} // namespace tunez
