#include "changeset/context.h"
#include "changeset/template.h"
#include "validation/validation.h"

namespace tunez {

static const Value null_value {};

Result<Value> ValidationCall::option(std::string_view name) const
{
    const auto* option = entry.options.find(name);
    return option != nullptr ? fill_template(*option, changeset, context) : Value();
}

std::string_view ValidationCall::field() const
{
    const auto* option = entry.options.find("field");
    return option != nullptr ? option->text() : std::string_view {};
}

std::vector<std::string> ValidationCall::fields() const
{
    std::vector<std::string> names;
    if (const auto* option = entry.options.find("fields")) {
        for (const auto& name : option->list())
            names.emplace_back(name.text());
    }
    if (names.empty())
        names.emplace_back(field());
    return names;
}

const Value& ValidationCall::value(std::string_view field) const
{
    const auto* value = changeset.find_value(field);
    return value != nullptr ? *value : null_value;
}

static const Input* input_of(const Changeset& changeset, std::string_view field)
{
    return changeset.action() != nullptr ? changeset.action()->find_input(field) : nullptr;
}

const TypeUse* ValidationCall::type(std::string_view field) const
{
    const auto* input = input_of(changeset, field);
    if (input != nullptr && input->argument != nullptr)
        return &input->argument->type;
    const auto* attribute = changeset.resource().find_attribute(field);
    return attribute != nullptr ? &attribute->type : nullptr;
}

ExpressionRef ValidationCall::row_field(std::string_view field) const
{
    const auto* input = input_of(changeset, field);
    if (input != nullptr && input->argument != nullptr)
        return nullptr;
    const auto* attribute = changeset.resource().find_attribute(field);
    bool set = attribute == nullptr || changeset.find_change(*attribute) != nullptr
        || changeset.find_atomic(*attribute) != nullptr;
    return set ? nullptr : attribute_ref(*attribute);
}

const Validation& validation_of(const Entry& entry)
{
    // The shape is the first member of a standard-layout row.
    static_assert(std::is_standard_layout_v<Validation>);
    return *reinterpret_cast<const Validation*>(entry.builtin);
}

} // namespace tunez
