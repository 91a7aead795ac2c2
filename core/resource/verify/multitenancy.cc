#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

namespace tunez::rule {

void tenant_attribute_exists(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    if (!resource.multitenancy || resource.multitenancy->attribute != nullptr)
        return;
    const auto& name = resource.multitenancy->attribute_name;
    auto multitenancy = at.field("multitenancy");
    if (name.empty())
        mistakes.add(multitenancy, "it needs the `attribute` that holds the tenant");
    else
        mistakes.add(multitenancy.field("attribute"),
            quoted(name) + " is not an attribute of " + resource.name
                + mistakes.hint(name, attribute_names(resource)));
}

} // namespace tunez::rule
