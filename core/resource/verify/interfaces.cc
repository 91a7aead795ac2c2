#include "resource/excerpt.h"
#include "resource/identifier.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>
#include <functional>

namespace tunez::rule {

using FunctionVisitor
    = std::function<void(const Domain&, const InterfaceFunction&, const Location&)>;

static void each_function(const Definition& definition, const FunctionVisitor& visit)
{
    for (const auto& domain : definition.domains) {
        Location at(domain->name);
        auto interface = at.field("interface");
        for (const auto& function : domain->interface)
            visit(*domain, function, interface.field(function.key));
    }
}

void interface_names_are_unique(const Definition& definition, Mistakes& mistakes)
{
    each_function(definition,
        [&](const Domain& domain, const InterfaceFunction& function, const Location& place) {
            auto objection = objection_to_name(function.name, Punctuation::question_or_exclamation);
            if (!objection.empty())
                mistakes.add(place, "the name " + quoted(function.name) + " " + objection);
            if (&*std::ranges::find(domain.interface, function.name, &InterfaceFunction::name)
                != &function)
                mistakes.add(place, "there is another function of that name");
        });
}

void interface_functions_run_actions(const Definition& definition, Mistakes& mistakes)
{
    each_function(definition,
        [&](const Domain& domain, const InterfaceFunction& function, const Location& place) {
            std::vector<std::string_view> names;
            for (const auto& resource : definition.resources) {
                if (resource->domain == &domain)
                    names.push_back(resource->name);
            }
            const auto* resource = function.resource;
            if (function.resource_name.empty())
                return; // Refused when it was decoded.
            if (resource == nullptr)
                mistakes.add(place.field("resource"),
                    "there is no resource " + quoted(function.resource_name)
                        + mistakes.hint(function.resource_name, names));
            else if (resource->domain != &domain)
                mistakes.add(place.field("resource"),
                    resource->name + " is not a resource of " + domain.name);
            else if (function.action == nullptr)
                mistakes.add(place.field("action"),
                    quoted(function.action_name) + " is not an action of " + resource->name
                        + mistakes.hint(function.action_name, action_names(*resource)));
        });
}

static std::vector<std::string_view> input_names(const Action& action)
{
    std::vector<std::string_view> names;
    for (const auto& argument : action.arguments)
        names.push_back(argument.key);
    for (const auto* attribute : action.accept)
        names.push_back(attribute->key);
    return names;
}

static void check_inputs(const InterfaceFunction& function, const std::vector<std::string>& names,
    const Location& at, Mistakes& mistakes)
{
    for (size_t i = 0; i < names.size(); ++i) {
        bool by_key = std::ranges::any_of(
            function.get_by_names, [&](const auto& name) { return name == names[i]; });
        if (function.action->find_input(names[i]) == nullptr && !by_key)
            mistakes.add(at.item(i),
                quoted(names[i]) + " is neither an argument of " + function.resource->name + "."
                    + function.action->key + " nor accepted by it"
                    + mistakes.hint(names[i], input_names(*function.action)));
    }
}

void interface_arguments_are_inputs(const Definition& definition, Mistakes& mistakes)
{
    each_function(
        definition, [&](const Domain&, const InterfaceFunction& function, const Location& place) {
            if (function.action == nullptr)
                return;
            check_inputs(function, function.args, place.field("args"), mistakes);
            check_inputs(
                function, function.exclude_inputs, place.field("exclude_inputs"), mistakes);
        });
}

void interface_get_by_names_attributes(const Definition& definition, Mistakes& mistakes)
{
    each_function(
        definition, [&](const Domain&, const InterfaceFunction& function, const Location& place) {
            if (function.resource == nullptr)
                return;
            auto get_by = place.field("get_by");
            for (size_t i = 0; i < function.get_by_names.size(); ++i) {
                const auto& name = function.get_by_names[i];
                if (function.resource->find_attribute(name) == nullptr)
                    mistakes.add(get_by.item(i),
                        "cannot get by " + quoted(name) + ", because it is not an attribute of "
                            + function.resource->name
                            + mistakes.hint(name, attribute_names(*function.resource)));
            }
            bool creates
                = function.action != nullptr && function.action->type == ActionType::create;
            if (creates && !function.get_by_names.empty())
                mistakes.add(get_by, "a create has no record to get");
        });
}

} // namespace tunez::rule
