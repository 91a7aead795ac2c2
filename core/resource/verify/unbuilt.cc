#include "resource/verify/rules.h"

namespace tunez::rule {

void unbuilt_parts_are_announced(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    if (!resource.declared.is(Kind::map))
        return;
    for (const char* part : { "policies", "field_policies" }) {
        const auto* written = resource.declared.map().find(part);
        if (written != nullptr && !written->is_null())
            mistakes.warn(at.field(part), "it is kept as written, but nothing enforces it");
    }
}

} // namespace tunez::rule
