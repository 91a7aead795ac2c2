#include "resource/complete/complete.h"

namespace tunez {

void complete_interfaces(Definition& definition)
{
    for (auto& domain : definition.domains) {
        for (auto& function : domain->interface) {
            function.resource = definition.find_resource(function.resource_name);
            if (function.resource != nullptr)
                function.action = function.resource->find_action(function.action_name);
        }
    }
}

} // namespace tunez
