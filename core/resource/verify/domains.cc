#include "resource/excerpt.h"
#include "resource/identifier.h"
#include "resource/verify/rules.h"

#include <algorithm>

namespace tunez::rule {

void domain_names_are_identifiers(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& domain : definition.domains) {
        // One without a name was refused when it was decoded.
        auto objection = domain->name.empty() ? std::string()
                                              : objection_to_name(domain->name, Punctuation::none);
        if (!objection.empty())
            mistakes.add(
                Location(domain->name), "the name " + quoted(domain->name) + " " + objection);
    }
}

void domains_are_unique(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& domain : definition.domains) {
        if (!domain->name.empty() && definition.find_domain(domain->name) != domain.get())
            mistakes.add(Location(domain->name), "there is another domain of that name");
    }
}

void domains_have_resources(const Definition& definition, Mistakes& mistakes)
{
    if (definition.domains.empty())
        mistakes.add(Location("definition"), "it has no domain");
    for (const auto& domain : definition.domains) {
        bool any = std::ranges::any_of(definition.resources,
            [&](const auto& resource) { return resource->domain == domain.get(); });
        if (!any)
            mistakes.add(Location(domain->name).field("resources"), "a domain needs a resource");
    }
}

void resources_are_unique(const Definition& definition, Mistakes& mistakes)
{
    for (const auto& resource : definition.resources) {
        const auto* first = definition.find_resource(resource->name);
        if (first == resource.get())
            continue;
        if (first->domain == resource->domain)
            mistakes.add(Location(resource->name), "there is another resource of that name");
        else
            mistakes.add(Location(resource->name),
                "it is in two domains, " + quoted(first->domain->name) + " and "
                    + quoted(resource->domain->name) + "; a resource belongs to one");
    }
}

} // namespace tunez::rule
