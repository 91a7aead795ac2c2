#include "resource/complete/complete.h"
#include "resource/field_name.h"
#include "resource/manage_options.h"

namespace tunez {

static void complete_entry(const FieldScope& scope, Entry& entry, Mistakes& mistakes)
{
    if (entry.builtin == nullptr || !entry.builtin->manages)
        return;
    const auto* name = entry.options.find("relationship");
    const auto* relationship = name != nullptr && name->is_textual()
        ? scope.resource.find_relationship(name->text())
        : nullptr;
    if (relationship == nullptr)
        return; // Refused by the rules about names in options.
    std::vector<std::string> problems;
    auto options = decode_manage_options(*relationship, entry.options, problems);
    for (const auto& problem : problems)
        mistakes.add(Location(entry.location), problem);
    // Errors name what the caller filled in.
    const auto* argument_name = entry.options.find("argument");
    const auto* argument = argument_name != nullptr && argument_name->is_textual()
        ? scope.find_argument(argument_name->text())
        : nullptr;
    if (argument != nullptr)
        options->id = argument->key;
    entry.managed = std::move(options);
}

void complete_managed(Definition& definition, Mistakes& mistakes)
{
    for (auto& resource : definition.resources) {
        for (auto& entry : resource->changes)
            complete_entry({ *resource, nullptr }, entry, mistakes);
        for (auto& action : resource->actions) {
            for (auto& step : action->steps)
                complete_entry({ *resource, action.get() }, step.entry, mistakes);
        }
    }
}

} // namespace tunez
