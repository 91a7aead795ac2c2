#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>
#include <functional>

namespace tunez::rule {

using NameVisitor = std::function<void(const std::vector<std::string>& names, const Location& at)>;

// Every list of accepted names as it was written.
static void each_accept(const Resource& resource, const Location& at, const NameVisitor& visit)
{
    visit(resource.default_accept_names, at.field("default_accept"));
    each_action(resource, at, [&](const Action& action, const Location& place) {
        if (action.accept_names)
            visit(*action.accept_names, place.field("accept"));
    });
}

static std::string why_not(const Resource& resource, const std::string& name, Mistakes& mistakes)
{
    const auto* relationship = resource.find_relationship(name);
    if (relationship == nullptr)
        return "it is not an attribute of " + resource.name
            + mistakes.hint(name, attribute_names(resource));
    if (relationship->kind == RelationshipKind::belongs_to
        && relationship->source_attribute != nullptr)
        return "it is a relationship; accept its key " + quoted(relationship->source_attribute->key)
            + ", or manage it by an argument";
    return "it is a relationship; manage it by an argument";
}

void accept_names_attributes(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_accept(resource, at, [&](const std::vector<std::string>& names, const Location& place) {
        for (size_t i = 0; i < names.size(); ++i) {
            if (resource.find_attribute(names[i]) == nullptr)
                mistakes.add(place.item(i),
                    "cannot accept " + quoted(names[i]) + ", because "
                        + why_not(resource, names[i], mistakes));
        }
    });
}

void accepted_attributes_are_writable(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_accept(resource, at, [&](const std::vector<std::string>& names, const Location& place) {
        for (size_t i = 0; i < names.size(); ++i) {
            const auto* attribute = resource.find_attribute(names[i]);
            if (attribute != nullptr && !attribute->writable)
                mistakes.add(place.item(i),
                    "cannot accept " + quoted(names[i])
                        + ", because it is not writable (`writable: false`)");
        }
    });
}

void accept_names_are_distinct(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_accept(resource, at, [&](const std::vector<std::string>& names, const Location& place) {
        for (size_t i = 0; i < names.size(); ++i) {
            const auto* attribute = resource.find_attribute(names[i]);
            for (size_t k = 0; k < i && attribute != nullptr; ++k) {
                if (resource.find_attribute(names[k]) == attribute) {
                    mistakes.add(place.item(i), quoted(names[i]) + " is accepted twice");
                    break;
                }
            }
        }
    });
}

void hard_destroys_accept_nothing(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        bool accepts = action.accept_all || (action.accept_names && !action.accept_names->empty());
        if (action.type == ActionType::destroy && !action.soft && accepts)
            mistakes.add(place.field("accept"),
                "a destroy writes nothing; only a soft one (`soft: true`) accepts input");
    });
}

void required_attributes_are_accepted(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        auto required = place.field("require_attributes");
        for (size_t i = 0; i < action.require_attribute_names.size(); ++i) {
            const auto& name = action.require_attribute_names[i];
            const auto* attribute = resource.find_attribute(name);
            if (attribute == nullptr)
                mistakes.add(required.item(i),
                    "cannot require " + quoted(name) + ", because "
                        + why_not(resource, name, mistakes));
            else if (attribute->writable && !action.accepts(*attribute))
                mistakes.add(required.item(i),
                    "cannot require " + quoted(name) + ", because the action does not accept it");
        }
    });
}

void allow_nil_input_names_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        auto allowed = place.field("allow_nil_input");
        for (size_t i = 0; i < action.allow_nil_input_names.size(); ++i) {
            const auto& name = action.allow_nil_input_names[i];
            if (resource.find_attribute(name) == nullptr)
                mistakes.add(allowed.item(i),
                    quoted(name) + " cannot be left out, because "
                        + why_not(resource, name, mistakes));
        }
    });
}

} // namespace tunez::rule
