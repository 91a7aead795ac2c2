#pragma once

#include "base/value.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// Definitions written in C++. The builders make the message of docs/wire.md §3, the one that
// JavaScript sends, so both ways build the same model and are refused by the same rules:
//
//     auto artist = resource("Artist")
//                       .attribute("id", t::uuid_primary_key())
//                       .attribute("name", t::string().required().is_public())
//                       .defaults({ "create", "read" }, { .accept = { "name" } });
//     auto music = definition({ domain("Music").add(artist) });
//
// What has no function of its own here is set by its key in the message: `.set("source",
// "full_name")`.
class FieldBuilder {
public:
    explicit FieldBuilder(Value type);

    FieldBuilder& required(); // allow_nil: false
    FieldBuilder& is_public();
    FieldBuilder& is_private();
    FieldBuilder& primary_key();
    FieldBuilder& default_to(Value literal);
    FieldBuilder& default_function(std::string_view name); // uuid, uuid_v7, now, today
    FieldBuilder& constraint(std::string_view name, Value value);
    FieldBuilder& set(std::string_view key, Value value);

    const Value& declared_type() const;
    const Map& declared_constraints() const { return constraints_; }
    Value message(std::string_view name) const;

private:
    Map map_;
    Map constraints_;
};

// The builtin types, and the attributes that most resources have, under the name they have in
// JavaScript: tunez::type holds the rows of the types themselves.
namespace t {
FieldBuilder named(std::string_view name); // Any type of spec §2.2.
FieldBuilder string();
FieldBuilder ci_string();
FieldBuilder integer();
FieldBuilder real(); // float
FieldBuilder decimal();
FieldBuilder boolean();
FieldBuilder date();
FieldBuilder utc_datetime();
FieldBuilder uuid();
FieldBuilder map();
FieldBuilder array(const FieldBuilder& items);
FieldBuilder enumeration(std::initializer_list<std::string_view> values);
FieldBuilder embedded(std::string_view resource);
FieldBuilder uuid_primary_key();
FieldBuilder integer_primary_key();
FieldBuilder create_timestamp();
FieldBuilder update_timestamp();
}

// One use of a validation, change or preparation.
class EntryBuilder {
public:
    EntryBuilder(std::string_view name, Map options);

    EntryBuilder& where(const EntryBuilder& condition);
    EntryBuilder& message(std::string_view text);
    EntryBuilder& on(std::initializer_list<std::string_view> action_types);
    EntryBuilder& set(std::string_view key, Value value);

    Value message() const { return Value(map_); }

private:
    Map map_;
};

EntryBuilder entry(std::string_view name, Map options = {});

class RelationshipBuilder {
public:
    RelationshipBuilder(std::string_view kind, std::string_view destination);

    RelationshipBuilder& required();
    RelationshipBuilder& is_public();
    RelationshipBuilder& index();
    RelationshipBuilder& on_delete(std::string_view what); // nothing, restrict, delete, nilify
    RelationshipBuilder& sort(
        std::string_view field, std::string_view direction = "asc"); // After those before.
    RelationshipBuilder& through(std::string_view resource);
    RelationshipBuilder& set(std::string_view key, Value value);

    Value message(std::string_view name) const;

private:
    Map map_;
    List sort_;
};

RelationshipBuilder belongs_to(std::string_view destination);
RelationshipBuilder has_one(std::string_view destination);
RelationshipBuilder has_many(std::string_view destination);
RelationshipBuilder many_to_many(std::string_view destination);

class ActionBuilder {
public:
    explicit ActionBuilder(std::string_view type); // create, read, update, destroy, action

    ActionBuilder& accept(std::initializer_list<std::string_view> attributes);
    ActionBuilder& accept_all();
    ActionBuilder& argument(std::string_view name, const FieldBuilder& argument);
    ActionBuilder& change(const EntryBuilder& change);
    ActionBuilder& validate(const EntryBuilder& validation);
    ActionBuilder& primary();
    ActionBuilder& set(std::string_view key, Value value);

    Value message(std::string_view name) const;

private:
    Map map_;
    List arguments_;
    List steps_; // In the order declared.
};

struct DefaultActionOptions {
    std::vector<std::string> accept; // Of create and update.
};

class ResourceBuilder {
public:
    explicit ResourceBuilder(std::string_view name);

    ResourceBuilder& attribute(std::string_view name, const FieldBuilder& attribute);
    ResourceBuilder& timestamps(); // inserted_at and updated_at
    ResourceBuilder& relationship(std::string_view name, const RelationshipBuilder& relationship);
    ResourceBuilder& identity(std::string_view name, std::initializer_list<std::string_view> keys,
        const Map& options = {});
    ResourceBuilder& defaults(std::initializer_list<std::string_view> action_types,
        const DefaultActionOptions& options = {});
    ResourceBuilder& action(std::string_view name, const ActionBuilder& action);
    ResourceBuilder& change(const EntryBuilder& change);
    ResourceBuilder& validate(const EntryBuilder& validation);
    ResourceBuilder& set(std::string_view key, Value value);

    Value message() const;

private:
    Map map_;
    List attributes_;
    List relationships_;
    List identities_;
    List defaults_;
    List actions_;
    List changes_;
    List validations_;
};

class DomainBuilder {
public:
    explicit DomainBuilder(std::string_view name);

    DomainBuilder& add(const ResourceBuilder& resource);
    // A function of the domain; `options` as in the message: action, args, get_by, …
    DomainBuilder& define(std::string_view name, std::string_view resource, std::string_view action,
        const Map& options = {});
    DomainBuilder& set(std::string_view key, Value value);

    Value message() const;

private:
    Map map_;
    List resources_;
    List interface_;
};

ResourceBuilder resource(std::string_view name);
DomainBuilder domain(std::string_view name);
Value definition(std::initializer_list<DomainBuilder> domains);

} // namespace tunez
