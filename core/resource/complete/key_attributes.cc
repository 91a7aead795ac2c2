#include "resource/complete/complete.h"
#include "resource/name.h"

namespace tunez {

static Attribute* find_declared(const Resource& resource, std::string_view name)
{
    for (const auto& attribute : resource.attributes) {
        if (attribute->name == name || attribute->key == name)
            return attribute.get();
    }
    return nullptr;
}

static std::unique_ptr<Attribute> key_attribute(Relationship& relationship)
{
    auto attribute = std::make_unique<Attribute>();
    // Where names are spelled as in JavaScript, the one that was given may be too.
    if (relationship.camel_case)
        relationship.source_attribute_name = snake_case(relationship.source_attribute_name);
    attribute->name = relationship.source_attribute_name;
    attribute->source = attribute->name;
    attribute->key = !relationship.attribute_key.empty() ? relationship.attribute_key
        : relationship.camel_case                        ? camel_case(attribute->name)
                                                         : attribute->name;
    attribute->declared_type = relationship.attribute_type;
    attribute->primary_key = relationship.primary_key;
    attribute->always_select = relationship.primary_key;
    attribute->allow_nil = relationship.allow_nil && !relationship.primary_key;
    attribute->writable = relationship.attribute_writable;
    attribute->is_public = relationship.attribute_public;
    attribute->belongs_to = &relationship;
    attribute->defined_by_relationship = true;
    return attribute;
}

static void define_key_attributes(Resource& resource)
{
    for (auto& relationship : resource.relationships) {
        if (relationship->kind != RelationshipKind::belongs_to)
            continue;
        auto* declared = find_declared(resource, relationship->source_attribute_name);
        if (declared == nullptr && relationship->define_attribute)
            resource.attributes.push_back(key_attribute(*relationship));
        else if (declared != nullptr && declared->belongs_to == nullptr)
            declared->belongs_to = relationship.get();
    }
}

static TypeUse type_use(
    const Attribute& attribute, const Location& at, Host& host, Mistakes& mistakes)
{
    std::vector<std::string> problems;
    auto use
        = make_type_use(attribute.declared_type, attribute.declared_constraints, host, problems);
    for (const auto& problem : problems)
        mistakes.add(at, problem);
    return problems.empty() ? std::move(use) : TypeUse();
}

// Takes over the type of the attribute it refers to, as soon as that one has a type. True when
// something was found out.
static bool infer_type(Attribute& attribute)
{
    if (!attribute.defined_by_relationship || !attribute.declared_type.is_null())
        return false;
    const auto& relationship = *attribute.belongs_to;
    const auto* referred = relationship.destination != nullptr
        ? find_declared(*relationship.destination, relationship.destination_attribute_name)
        : nullptr;
    if (referred == nullptr || referred->declared_type.is_null())
        return false;
    attribute.declared_type = referred->declared_type;
    attribute.declared_constraints = referred->declared_constraints;
    return true;
}

void complete_key_attributes(Definition& definition, Host& host, Mistakes& mistakes)
{
    for (auto& resource : definition.resources)
        define_key_attributes(*resource);
    // A key may refer to another key: repeat until nothing more follows.
    for (bool found = true; found;) {
        found = false;
        for (auto& resource : definition.resources) {
            for (auto& attribute : resource->attributes)
                found = infer_type(*attribute) || found;
        }
    }
    for (auto& resource : definition.resources) {
        Location root(resource->name);
        auto relationships = root.field("relationships");
        for (auto& attribute : resource->attributes) {
            if (attribute->defined_by_relationship && !attribute->declared_type.is_null())
                attribute->type = type_use(
                    *attribute, relationships.field(attribute->belongs_to->key), host, mistakes);
        }
    }
}

} // namespace tunez
