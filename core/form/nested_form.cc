#include "form/nested_form.h"

#include "form/embedded_form.h"
#include "type/embedded.h"

#include <algorithm>

namespace tunez {

static std::string_view type_of(const Value& item)
{
    const auto* given = item.is(Kind::map) ? item.map().find("_form_type") : nullptr;
    return given != nullptr && given->is_textual() ? given->text() : "create";
}

static const Instruction* instruction_for(const NestedForm& form, const Value& item)
{
    if (form.relationship == nullptr)
        return nullptr;
    auto type = type_of(item);
    const auto& options = *form.options;
    if (type == "create" && options.on_no_match.what == Managing::create)
        return &options.on_no_match;
    if (type == "update" && options.on_match.what == Managing::update)
        return &options.on_match;
    if (type == "update" && options.on_lookup.what == Managing::relate_and_update)
        return &options.on_lookup;
    if (type != "destroy")
        return nullptr;
    return options.on_match.what == Managing::destroy ? &options.on_match : &options.on_missing;
}

const Resource* NestedForm::resource_for(const Value& item) const
{
    if (relationship != nullptr)
        return relationship->destination;
    const auto* use = embedded_use_of(*type, item);
    return use != nullptr ? use->shape->resource : nullptr;
}

const Action* NestedForm::action_for(const Value& item) const
{
    if (relationship == nullptr) {
        const auto* use = embedded_use_of(*type, item);
        if (use == nullptr)
            return nullptr;
        bool updates = type_of(item) == "update" && !is_made_anew(*use, is_list);
        return updates ? use->update_action : use->create_action;
    }
    const auto* instruction = instruction_for(*this, item);
    return instruction != nullptr ? instruction->action : nullptr;
}

static bool holds_maps(const TypeUse& use)
{
    return use.items ? holds_maps(*use.items) : std::string_view(use.type->name) == "map";
}

static void add_managed(const Action& action, const Entry& entry, std::vector<NestedForm>& forms)
{
    const auto* name = entry.options.find("argument");
    const auto* argument
        = name != nullptr && name->is_textual() ? action.find_argument(name->text()) : nullptr;
    if (!entry.managed || argument == nullptr || !holds_maps(argument->type))
        return;
    NestedForm form;
    form.key = argument->key;
    form.name = argument->name;
    form.is_list = argument->type.items != nullptr;
    form.relationship
        = action.resource->find_relationship(entry.options.find("relationship")->text());
    form.options = entry.managed;
    forms.push_back(std::move(form));
}

static void add_embedded(std::string_view key, std::string_view name, const TypeUse& type,
    std::vector<NestedForm>& forms)
{
    NestedForm form;
    form.key = key;
    form.name = name;
    form.is_list = type.items != nullptr;
    form.type = form.is_list ? type.items.get() : &type;
    if (is_form(*form.type))
        forms.push_back(std::move(form));
}

const std::vector<NestedForm>& NestedForms::of(const Action& action)
{
    for (const auto& [known, forms] : known_) {
        if (known == &action)
            return *forms;
    }
    auto forms = std::make_unique<std::vector<NestedForm>>();
    for (const auto* attribute : action.accept) {
        if (action.find_argument(attribute->name) == nullptr)
            add_embedded(attribute->key, attribute->name, attribute->type, *forms);
    }
    for (const auto& argument : action.arguments)
        add_embedded(argument.key, argument.name, argument.type, *forms);
    for (const auto& step : action.steps)
        add_managed(action, step.entry, *forms);
    for (const auto& entry : action.resource->changes)
        add_managed(action, entry, *forms);
    return *known_.emplace_back(&action, std::move(forms)).second;
}

const NestedForm* find_form(const std::vector<NestedForm>& forms, std::string_view name)
{
    auto found = std::ranges::find_if(forms, [&](const NestedForm& form) {
        const auto* relationship = form.relationship;
        return form.key == name || form.name == name
            || (relationship != nullptr
                && (relationship->name == name || relationship->key == name));
    });
    return found != forms.end() ? &*found : nullptr;
}

} // namespace tunez
