#include "resource/complete/complete.h"

namespace tunez {

void complete(Definition& definition, Host& host, Mistakes& mistakes)
{
    definition.host = &host;
    complete_names(definition);
    complete_relationships(definition);
    complete_key_attributes(definition, host, mistakes);
    complete_fields(definition);
    complete_references(definition);
    complete_actions(definition);
    complete_embedded(definition);
    complete_defaults(definition);
    complete_entries(definition);
    complete_interfaces(definition);
    complete_managed(definition, mistakes);
    complete_expressions(definition, mistakes);
}

} // namespace tunez
