#include "resource/embedded.h"
#include "resource/complete/complete.h"

namespace tunez {

static void link_arguments(std::vector<Argument>& arguments, const Definition& definition)
{
    for (auto& argument : arguments)
        link_embedded(argument.type, definition);
}

void complete_embedded(Definition& definition)
{
    for (auto& resource : definition.resources) {
        if (resource->embedded)
            resource->shape = make_shape(*resource);
    }
    for (auto& resource : definition.resources) {
        for (auto& attribute : resource->attributes)
            link_embedded(attribute->type, definition);
        for (auto& action : resource->actions)
            link_arguments(action->arguments, definition);
        for (auto& calculation : resource->calculations) {
            link_embedded(calculation->type, definition);
            link_arguments(calculation->arguments, definition);
        }
    }
}

} // namespace tunez
