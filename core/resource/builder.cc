#include "resource/builder.h"

namespace tunez {

static Value list_of(std::initializer_list<std::string_view> names)
{
    List list;
    for (auto name : names)
        list.emplace_back(name);
    return Value(std::move(list));
}

// The message of one element of a collection: its name first, then what was said of it.
static Map named(std::string_view name, const Map& rest)
{
    Map map { { "name", Value(name) } };
    for (const auto& [key, value] : rest)
        map.set(key, value);
    return map;
}

static void set_unless_empty(Map& map, std::string_view key, const List& list)
{
    if (!list.empty())
        map.set(key, Value(list));
}

// ── Attributes and arguments ──

FieldBuilder::FieldBuilder(Value type) { map_.set("type", std::move(type)); }

FieldBuilder& FieldBuilder::required() { return set("allow_nil", Value(false)); }

FieldBuilder& FieldBuilder::is_public() { return set("public", Value(true)); }

FieldBuilder& FieldBuilder::is_private() { return set("public", Value(false)); }

FieldBuilder& FieldBuilder::primary_key() { return set("primary_key", Value(true)).required(); }

FieldBuilder& FieldBuilder::default_to(Value literal)
{
    return set("default", Value(Map { { "value", std::move(literal) } }));
}

FieldBuilder& FieldBuilder::default_function(std::string_view name)
{
    return set("default", Value(Map { { "fn", Value(name) } }));
}

FieldBuilder& FieldBuilder::constraint(std::string_view name, Value value)
{
    constraints_.set(name, std::move(value));
    return *this;
}

FieldBuilder& FieldBuilder::set(std::string_view key, Value value)
{
    map_.set(key, std::move(value));
    return *this;
}

const Value& FieldBuilder::declared_type() const { return *map_.find("type"); }

Value FieldBuilder::message(std::string_view name) const
{
    auto map = named(name, map_);
    if (!constraints_.empty())
        map.set("constraints", Value(constraints_));
    return Value(std::move(map));
}

namespace t {

FieldBuilder named(std::string_view name) { return FieldBuilder(Value(name)); }

FieldBuilder string() { return named("string"); }

FieldBuilder ci_string() { return named("ci_string"); }

FieldBuilder integer() { return named("integer"); }

FieldBuilder real() { return named("float"); }

FieldBuilder decimal() { return named("decimal"); }

FieldBuilder boolean() { return named("boolean"); }

FieldBuilder date() { return named("date"); }

FieldBuilder utc_datetime() { return named("utc_datetime"); }

FieldBuilder uuid() { return named("uuid"); }

FieldBuilder map() { return named("map"); }

FieldBuilder array(const FieldBuilder& items)
{
    FieldBuilder list(Value(Map { { "array", items.declared_type() } }));
    if (!items.declared_constraints().empty())
        list.constraint("items", Value(items.declared_constraints()));
    return list;
}

FieldBuilder enumeration(std::initializer_list<std::string_view> values)
{
    return FieldBuilder(Value(Map { { "enum", list_of(values) } }));
}

FieldBuilder embedded(std::string_view resource)
{
    return FieldBuilder(Value(Map { { "embedded", Value(resource) } }));
}

FieldBuilder uuid_primary_key() { return named("uuid_primary_key"); }

FieldBuilder integer_primary_key() { return named("integer_primary_key"); }

FieldBuilder create_timestamp() { return named("create_timestamp"); }

FieldBuilder update_timestamp() { return named("update_timestamp"); }

} // namespace t

// ── Entries ──

EntryBuilder::EntryBuilder(std::string_view name, Map options)
{
    map_.set("name", Value(name));
    if (!options.empty())
        map_.set("options", Value(std::move(options)));
}

EntryBuilder& EntryBuilder::where(const EntryBuilder& condition)
{
    const auto* written = map_.find("where");
    auto conditions = written != nullptr ? written->list() : List();
    conditions.push_back(condition.message());
    return set("where", Value(std::move(conditions)));
}

EntryBuilder& EntryBuilder::message(std::string_view text) { return set("message", Value(text)); }

EntryBuilder& EntryBuilder::on(std::initializer_list<std::string_view> action_types)
{
    return set("on", list_of(action_types));
}

EntryBuilder& EntryBuilder::set(std::string_view key, Value value)
{
    map_.set(key, std::move(value));
    return *this;
}

EntryBuilder entry(std::string_view name, Map options) { return { name, std::move(options) }; }

// ── Relationships ──

RelationshipBuilder::RelationshipBuilder(std::string_view kind, std::string_view destination)
{
    map_.set("kind", Value(kind));
    map_.set("destination", Value(destination));
}

RelationshipBuilder& RelationshipBuilder::required() { return set("allow_nil", Value(false)); }

RelationshipBuilder& RelationshipBuilder::is_public() { return set("public", Value(true)); }

RelationshipBuilder& RelationshipBuilder::index() { return set("index", Value(true)); }

RelationshipBuilder& RelationshipBuilder::on_delete(std::string_view what)
{
    return set("on_delete", Value(what));
}

RelationshipBuilder& RelationshipBuilder::sort(std::string_view field, std::string_view direction)
{
    sort_.emplace_back(List { Value(field), Value(direction) });
    return *this;
}

RelationshipBuilder& RelationshipBuilder::through(std::string_view resource)
{
    return set("through", Value(resource));
}

RelationshipBuilder& RelationshipBuilder::set(std::string_view key, Value value)
{
    map_.set(key, std::move(value));
    return *this;
}

Value RelationshipBuilder::message(std::string_view name) const
{
    auto map = named(name, map_);
    set_unless_empty(map, "sort", sort_);
    return Value(std::move(map));
}

RelationshipBuilder belongs_to(std::string_view destination)
{
    return { "belongs_to", destination };
}

RelationshipBuilder has_one(std::string_view destination) { return { "has_one", destination }; }

RelationshipBuilder has_many(std::string_view destination) { return { "has_many", destination }; }

RelationshipBuilder many_to_many(std::string_view destination)
{
    return { "many_to_many", destination };
}

// ── Actions ──

ActionBuilder::ActionBuilder(std::string_view type) { map_.set("type", Value(type)); }

ActionBuilder& ActionBuilder::accept(std::initializer_list<std::string_view> attributes)
{
    return set("accept", list_of(attributes));
}

ActionBuilder& ActionBuilder::accept_all() { return set("accept", Value("*")); }

ActionBuilder& ActionBuilder::argument(std::string_view name, const FieldBuilder& argument)
{
    arguments_.push_back(argument.message(name));
    return *this;
}

ActionBuilder& ActionBuilder::change(const EntryBuilder& change)
{
    steps_.emplace_back(Map { { "change", change.message() } });
    return *this;
}

ActionBuilder& ActionBuilder::validate(const EntryBuilder& validation)
{
    steps_.emplace_back(Map { { "validate", validation.message() } });
    return *this;
}

ActionBuilder& ActionBuilder::primary() { return set("primary", Value(true)); }

ActionBuilder& ActionBuilder::set(std::string_view key, Value value)
{
    map_.set(key, std::move(value));
    return *this;
}

Value ActionBuilder::message(std::string_view name) const
{
    auto map = named(name, map_);
    set_unless_empty(map, "arguments", arguments_);
    set_unless_empty(map, "steps", steps_);
    return Value(std::move(map));
}

// ── Resources ──

ResourceBuilder::ResourceBuilder(std::string_view name) { map_.set("name", Value(name)); }

ResourceBuilder& ResourceBuilder::attribute(std::string_view name, const FieldBuilder& attribute)
{
    attributes_.push_back(attribute.message(name));
    return *this;
}

ResourceBuilder& ResourceBuilder::timestamps()
{
    return attribute("inserted_at", t::create_timestamp())
        .attribute("updated_at", t::update_timestamp());
}

ResourceBuilder& ResourceBuilder::relationship(
    std::string_view name, const RelationshipBuilder& relationship)
{
    relationships_.push_back(relationship.message(name));
    return *this;
}

ResourceBuilder& ResourceBuilder::identity(
    std::string_view name, std::initializer_list<std::string_view> keys, const Map& options)
{
    auto map = named(name, options);
    map.set("keys", list_of(keys));
    identities_.emplace_back(std::move(map));
    return *this;
}

ResourceBuilder& ResourceBuilder::defaults(
    std::initializer_list<std::string_view> action_types, const DefaultActionOptions& options)
{
    List accept;
    for (const auto& name : options.accept)
        accept.emplace_back(name);
    for (auto action_type : action_types) {
        bool accepts = action_type == "create" || action_type == "update";
        if (accepts && !accept.empty())
            defaults_.emplace_back(Map { { std::string(action_type), Value(accept) } });
        else
            defaults_.emplace_back(action_type);
    }
    return *this;
}

ResourceBuilder& ResourceBuilder::action(std::string_view name, const ActionBuilder& action)
{
    actions_.push_back(action.message(name));
    return *this;
}

ResourceBuilder& ResourceBuilder::change(const EntryBuilder& change)
{
    changes_.push_back(change.message());
    return *this;
}

ResourceBuilder& ResourceBuilder::validate(const EntryBuilder& validation)
{
    validations_.push_back(validation.message());
    return *this;
}

ResourceBuilder& ResourceBuilder::set(std::string_view key, Value value)
{
    map_.set(key, std::move(value));
    return *this;
}

Value ResourceBuilder::message() const
{
    auto map = map_;
    set_unless_empty(map, "attributes", attributes_);
    set_unless_empty(map, "relationships", relationships_);
    set_unless_empty(map, "identities", identities_);
    set_unless_empty(map, "defaults", defaults_);
    set_unless_empty(map, "actions", actions_);
    set_unless_empty(map, "changes", changes_);
    set_unless_empty(map, "validations", validations_);
    return Value(std::move(map));
}

// ── Domains ──

DomainBuilder::DomainBuilder(std::string_view name) { map_.set("name", Value(name)); }

DomainBuilder& DomainBuilder::add(const ResourceBuilder& resource)
{
    resources_.push_back(resource.message());
    return *this;
}

DomainBuilder& DomainBuilder::define(
    std::string_view name, std::string_view resource, std::string_view action, const Map& options)
{
    auto map = named(name, options);
    map.set("resource", Value(resource));
    map.set("action", Value(action));
    interface_.emplace_back(std::move(map));
    return *this;
}

DomainBuilder& DomainBuilder::set(std::string_view key, Value value)
{
    map_.set(key, std::move(value));
    return *this;
}

Value DomainBuilder::message() const
{
    auto map = map_;
    set_unless_empty(map, "resources", resources_);
    set_unless_empty(map, "interface", interface_);
    return Value(std::move(map));
}

ResourceBuilder resource(std::string_view name) { return ResourceBuilder(name); }

DomainBuilder domain(std::string_view name) { return DomainBuilder(name); }

Value definition(std::initializer_list<DomainBuilder> domains)
{
    List messages;
    for (const auto& each : domains)
        messages.push_back(each.message());
    return Value(Map { { "domains", Value(std::move(messages)) } });
}

} // namespace tunez
