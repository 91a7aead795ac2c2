#pragma once

#include "host/host.h"
#include "resource/mistakes.h"
#include "resource/resource.h"

namespace tunez {

// Fills in what a decoded definition leaves unsaid (defaults of names, keys of belongs_to, join
// relationships, accept lists) and turns names into pointers. A name that leads nowhere stays a
// null pointer: verify/ says so. The steps need each other in this order.
//
// Invariants afterwards, in a definition without mistakes:
// 1. Attributes, relationships and actions know their index, and their addresses are final.
// 2. Every key, source, table and short name is set, and every type use has its type.
// 3. Literal defaults are cast, but for those of embedded resources, which actions make; field
// names among the options of entries are the `name` of what they mean.
void complete(Definition& definition, Host& host, Mistakes& mistakes);

// 1. Names and keys that follow from other names; what a primary key implies.
void complete_names(Definition& definition);
// 2. Destinations, names of keys on either side, and the has_many to the join resource.
void complete_relationships(Definition& definition);
// 3. The attributes that belongs_to defines, with the type of what they refer to.
void complete_key_attributes(Definition& definition, Host& host, Mistakes& mistakes);
// 4. Indexes, JSON keys, tables by name and key, primary keys.
void complete_fields(Definition& definition);
// 5. The attributes that relationships, sorts, identities, indexes and multitenancy name.
void complete_references(Definition& definition);
// 6. Accept lists, inputs, primary actions.
void complete_actions(Definition& definition);
// 7. The embedded resources, as the types that hold them see them.
void complete_embedded(Definition& definition);
// 8. Literal defaults as values of their type.
void complete_defaults(Definition& definition);
// 9. When entries apply, and the fields that they name.
void complete_entries(Definition& definition);
// 10. The functions of the domains.
void complete_interfaces(Definition& definition);
// 11. How changes manage relationships.
void complete_managed(Definition& definition, Mistakes& mistakes);
// 12. The expressions of relationships, calculations and aggregates.
void complete_expressions(Definition& definition, Mistakes& mistakes);

// For names that may be left unsaid.
inline void default_to(std::string& name, std::string_view fallback)
{
    if (name.empty())
        name = fallback;
}

} // namespace tunez
