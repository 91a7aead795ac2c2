#pragma once

#include "resource/resource.h"

#include <functional>
#include <string>
#include <vector>

namespace tunez {

// Embedded resources as types: `{"embedded":"Name"}`, anywhere inside a declared type.

// What the type sees of the resource, whose attributes, identities and keys are final.
std::shared_ptr<const EmbeddedShape> make_shape(const Resource& resource);
// Gives every use of an embedded resource in a type its resource and actions. One whose name leads
// nowhere stays without.
void link_embedded(TypeUse& use, const Definition& definition);
// What is wrong with such uses, as sentences for their author.
std::vector<std::string> embedded_problems(const TypeUse& use, const Definition& definition);

// The embedded resource whose values a type has; null where it has others.
const Resource* embedded_resource(const TypeUse& use);

} // namespace tunez
