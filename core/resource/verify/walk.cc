#include "resource/verify/walk.h"

namespace tunez::rule {

void each_attribute(const Resource& resource, const Location& at,
    const std::function<void(const Attribute&, const Location&)>& visit)
{
    auto attributes = at.field("attributes");
    auto relationships = at.field("relationships");
    for (const auto& attribute : resource.attributes) {
        if (attribute->defined_by_relationship)
            visit(*attribute, relationships.field(attribute->belongs_to->key));
        else
            visit(*attribute, attributes.field(attribute->key));
    }
}

void each_relationship(const Resource& resource, const Location& at,
    const std::function<void(const Relationship&, const Location&)>& visit)
{
    auto relationships = at.field("relationships");
    for (const auto& relationship : resource.relationships)
        visit(*relationship, relationships.field(relationship->key));
}

void each_identity(const Resource& resource, const Location& at,
    const std::function<void(const Identity&, const Location&)>& visit)
{
    auto identities = at.field("identities");
    for (const auto& identity : resource.identities)
        visit(*identity, identities.field(identity->name));
}

void each_action(const Resource& resource, const Location& at,
    const std::function<void(const Action&, const Location&)>& visit)
{
    auto actions = at.field("actions");
    for (const auto& action : resource.actions)
        visit(*action, actions.field(action->key));
}

void each_argument(const Resource& resource, const Location& at,
    const std::function<void(const Argument&, const Location&)>& visit)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        auto arguments = place.field("arguments");
        for (const auto& argument : action.arguments)
            visit(argument, arguments.field(argument.key));
    });
}

using EntryVisitor = std::function<void(const Entry&, Step::Kind, const FieldScope&)>;

static void visit_entry(
    const Entry& entry, Step::Kind kind, const FieldScope& scope, const EntryVisitor& visit)
{
    visit(entry, kind, scope);
    for (const auto& condition : entry.where)
        visit_entry(condition, Step::Kind::validation, scope, visit);
    for (const auto& inner : entry.inner)
        visit_entry(inner, Step::Kind::validation, scope, visit);
}

void each_entry(const Resource& resource, const EntryVisitor& visit)
{
    FieldScope scope { resource, nullptr };
    for (const auto& entry : resource.changes)
        visit_entry(entry, Step::Kind::change, scope, visit);
    for (const auto& entry : resource.validations)
        visit_entry(entry, Step::Kind::validation, scope, visit);
    for (const auto& entry : resource.preparations)
        visit_entry(entry, Step::Kind::preparation, scope, visit);
    for (const auto& action : resource.actions) {
        for (const auto& step : action->steps)
            visit_entry(step.entry, step.kind, { resource, action.get() }, visit);
    }
}

std::string attribute_place(const Resource& resource, const Attribute& attribute)
{
    Location root(resource.name);
    return attribute.defined_by_relationship
        ? root.field("relationships").field(attribute.belongs_to->key).to_string()
        : root.field("attributes").field(attribute.key).to_string();
}

template <typename Part>
static std::vector<std::string_view> spellings(const std::vector<std::unique_ptr<Part>>& parts)
{
    std::vector<std::string_view> names;
    for (const auto& part : parts)
        names.push_back(part->key);
    return names;
}

std::vector<std::string_view> attribute_names(const Resource& resource)
{
    return spellings(resource.attributes);
}

std::vector<std::string_view> action_names(const Resource& resource)
{
    return spellings(resource.actions);
}

std::vector<std::string_view> relationship_names(const Resource& resource)
{
    return spellings(resource.relationships);
}

} // namespace tunez::rule
