#pragma once

#include "base/error.h"
#include "base/value.h"
#include "expr/expression.h"
#include "host/host.h"
#include "resource/builtin.h"
#include "type/type.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tunez {

struct Definition;
struct Domain;
struct EmbeddedShape;
struct FullText;
struct Relationship;
struct Resource;

// Where a default comes from. A literal is applied at build time, a function when the action runs.
struct Default {
    enum class Source : uint8_t { none, literal, uuid, uuid_v7, now, today, callback };

    Source source = Source::none;
    Value literal;
    CallbackId callback {};

    bool is_set() const { return source != Source::none; }
    bool is_lazy() const { return source != Source::none && source != Source::literal; }
    bool operator==(const Default&) const = default;
};

enum class Filterable : uint8_t { no, simple_equality, yes };

// Spec §1.2.
struct Attribute {
    std::string name;
    std::string key; // How JavaScript spells it; the name where nothing was said.
    std::string source; // The column.
    std::string description;
    Value declared_type; // As written: a name, {"array":T}, {"embedded":"Name"}, …
    Value declared_constraints; // As written; null: none.
    TypeUse type;
    Default default_value;
    Default update_default;
    bool allow_nil = true;
    bool match_other_defaults = false;
    bool writable = true;
    bool is_public = false;
    bool generated = false;
    bool sensitive = false;
    bool select_by_default = true;
    bool always_select = false;
    bool primary_key = false;
    Filterable filterable = Filterable::yes;
    bool sortable = true;

    // Completed:
    size_t index = 0; // Its place in Resource::attributes and in every Record.
    std::string json_key; // `"key":`
    Relationship* belongs_to = nullptr; // The relationship whose key this is, if any.
    bool defined_by_relationship = false; // belongs_to added it; nobody declared it.
    const FullText* trigrams = nullptr; // The index of the parts of its text, if there is one.
};

struct Argument {
    std::string name;
    std::string key;
    std::string description;
    Value declared_type;
    Value declared_constraints;
    TypeUse type;
    Default default_value;
    bool allow_nil = true;
    bool is_public = true;
    bool sensitive = false;
    size_t index = 0;
};

enum class RelationshipKind : uint8_t { belongs_to, has_one, has_many, many_to_many };
enum class OnDelete : uint8_t { nothing, restrict_, delete_, nilify };
enum class Direction : uint8_t {
    asc,
    desc,
    asc_nils_first,
    asc_nils_last,
    desc_nils_first,
    desc_nils_last
};

struct SortTerm {
    const Attribute* attribute = nullptr; // Null: by the expression.
    Direction direction = Direction::asc;
    ExpressionRef expression = {};
};

// Spec §1.4.
struct Relationship {
    std::string name;
    std::string key;
    std::string description;
    RelationshipKind kind = RelationshipKind::belongs_to;
    std::string destination_name;
    std::string source_attribute_name;
    std::string destination_attribute_name;
    std::string through_name;
    std::vector<std::string>
        through_path_names; // has_many through a path of relationships: read-only.
    std::string join_relationship_name;
    std::string source_attribute_on_join_resource_name;
    std::string destination_attribute_on_join_resource_name;
    std::string read_action_name;
    std::vector<std::pair<std::string, Direction>> sort_names;
    std::vector<std::pair<std::string, Direction>> default_sort_names;
    bool define_attribute = true;
    Value attribute_type; // As written; null: the type of the destination attribute.
    std::string attribute_key;
    bool camel_case
        = false; // Its key was written as JavaScript spells names; so are the keys derived from it.
    bool attribute_writable = true;
    bool attribute_public = true;
    bool allow_nil = true;
    bool primary_key = false;
    bool is_public = false;
    bool writable = true;
    bool filterable = true;
    bool sortable = true;
    bool from_many = false;
    bool no_attributes = false;
    bool could_be_related_at_creation = false; // Records may be related to one that is new.
    Map context; // Given to every action that is run on its records.
    std::optional<int64_t> limit;
    Value filter; // As written; null: none.
    // What the schema says about the key (belongs_to).
    bool reference_index = false;
    OnDelete on_delete = OnDelete::nothing;
    OnDelete on_update = OnDelete::nothing;

    // Completed:
    size_t index = 0;
    std::string json_key;
    const Resource* source = nullptr;
    const Resource* destination = nullptr;
    const Attribute* source_attribute = nullptr;
    const Attribute* destination_attribute = nullptr;
    const Resource* through = nullptr;
    const Attribute* source_attribute_on_join_resource = nullptr;
    const Attribute* destination_attribute_on_join_resource = nullptr;
    std::vector<const Relationship*> through_path;
    const Relationship* join_relationship
        = nullptr; // The has_many to the join resource (many_to_many).
    const Action* read_action = nullptr;
    std::vector<SortTerm> sort;
    std::vector<SortTerm> default_sort; // Only where no other sort applies.
    ExpressionRef filter_expression; // Over the destination; its parent is the source. Null: none.

    bool to_many() const
    {
        return kind == RelationshipKind::has_many || kind == RelationshipKind::many_to_many;
    }
};

// A field computed from others (spec §9.1).
struct Calculation {
    std::string name;
    std::string key;
    std::string description;
    Value declared_type;
    Value declared_constraints;
    TypeUse type;
    std::vector<Argument> arguments;
    Value declared_expression; // As written.
    std::optional<CallbackId> calculate; // Computes it for records in hand.
    Value declared_load; // As written: what the records need for that; null: nothing.
    bool strict_loads = false; // Whether the records have only that.
    bool allow_nil = true;
    bool is_public = false;
    bool sensitive = false;
    bool filterable = true;
    bool sortable = true;

    // Completed:
    std::string json_key;
    ExpressionRef expression; // Its arguments are inputs called `arg`.

    const Argument* find_argument(std::string_view wanted) const; // By name or key.
};

enum class AggregateKind : uint8_t { count, exists, first, sum, list, max, min, avg, custom };

// One value out of related rows (spec §9.3).
struct Aggregate {
    std::string name;
    std::string key;
    std::string description;
    Value declared; // As written: kind, path, field, filter, …
    bool is_public = false;
    bool sensitive = false;
    bool filterable = true;
    bool sortable = true;

    // Completed:
    std::string json_key;
    ExpressionRef expression; // Of the kind `aggregate`.
};

// Spec §1.3.
struct Identity {
    std::string name;
    std::vector<std::string> key_names;
    std::vector<std::string> field_names;
    std::string message = "has already been taken";
    std::string description;
    bool nils_distinct = true;
    bool eager_check = false;
    bool pre_check = false;
    bool all_tenants = false;
    Value where; // As written; null: none.

    // Completed:
    std::vector<const Attribute*> keys;
    std::string index_name; // "<table>_<name>_index"
    ExpressionRef where_expression; // Null: all rows.
};

enum class ActionType : uint8_t { create, read, update, destroy, generic };
std::string_view name(ActionType type);

enum class ActionMultitenancy : uint8_t { enforce, allow_global, bypass, bypass_all };

// A change or a validation of an action, in the order declared.
struct Step {
    enum class Kind : uint8_t { change, validation, preparation } kind = Kind::change;
    Entry entry;
};

// Where one input of an action goes: exactly one of the two is set. A public argument hides an
// attribute of the same name, an accepted attribute hides a private argument (spec §4.2).
struct Input {
    const Argument* argument = nullptr;
    const Attribute* attribute = nullptr;
};

// What a create does where the row is there already, as written (spec §6.2).
struct UpsertOptions {
    bool upsert = false;
    std::string identity; // Empty: the primary key.
    Value fields; // A list of names, `replace_all`, {"replace":[…]}, {"replace_all_except":[…]}.
    Value condition; // Null: none.
    bool return_skipped = false;
    bool touch_update_defaults = true;
};

// Spec §1.5.
struct Action {
    std::string name;
    std::string key;
    std::string description;
    ActionType type = ActionType::read;
    bool primary = false;
    bool is_public = true;
    bool transaction = true;
    bool accept_all = false; // `*`: all public writable attributes.
    std::optional<std::vector<std::string>> accept_names; // nullopt: default_accept.
    std::vector<Argument> arguments;
    std::vector<Step> steps;
    std::vector<std::string> require_attribute_names;
    std::vector<std::string> allow_nil_input_names;
    std::vector<std::string> skip_unknown_inputs; // `*`: all.
    bool require_atomic = true;
    bool skip_global_validations = false;
    bool delay_global_validations = false;
    bool soft = false;
    UpsertOptions upsert;
    bool get = false;
    std::vector<std::string> get_by_names;
    Value filter; // As written; null: none.
    Value pagination;
    std::optional<CallbackId> run;
    std::optional<CallbackId> manual;
    std::optional<CallbackId> error_handler;
    ActionMultitenancy multitenancy = ActionMultitenancy::enforce;
    std::optional<int64_t> timeout_ms;
    Value declared; // The whole of what was written, for what later parts of the engine read
                    // (returns, metadata).

    // Completed:
    const Resource* resource = nullptr;
    size_t index = 0;
    std::vector<const Attribute*> accept; // In the order written.
    std::vector<const Attribute*> require_attributes;
    std::vector<const Attribute*> allow_nil_input;
    std::vector<const Attribute*> get_by;
    // By name and by key.
    std::unordered_map<std::string_view, Input> inputs;

    const Input* find_input(std::string_view name) const;
    const Argument* find_argument(std::string_view name) const; // Private ones too.
    bool accepts(const Attribute& attribute) const;
};

struct Multitenancy {
    std::string attribute_name;
    bool global = false;
    std::optional<CallbackId> parse_attribute;
    std::optional<CallbackId> tenant_from_attribute;
    const Attribute* attribute = nullptr; // Completed.
};

struct CustomIndex {
    std::string name; // Completed where it was not given: "<table>_<fields joined with _>_index".
    std::vector<std::string> fields;
    bool unique = false;
    Value where; // As written; null: none.

    std::vector<const Attribute*> attributes; // Completed.
    ExpressionRef where_expression; // Completed. Null: all rows.
};

// The words of some attributes, kept by SQLite's FTS5 next to the table.
struct FullText {
    enum class Tokenizer : uint8_t { unicode61, porter, ascii, trigram };

    std::string name;
    std::string key;
    std::string description;
    std::vector<std::string> fields;
    Tokenizer tokenizer = Tokenizer::unicode61;
    std::vector<int64_t> prefix; // Lengths of beginnings of words that are found by an index.

    // Completed:
    std::string table; // "<table>_<name>_fts"
    std::vector<const Attribute*> attributes;
};

// One resource of a frozen definition. Everything is resolved: no later code looks up a string,
// except for names that come from input. Addresses are stable for the life of the Definition.
struct Resource {
    std::string name;
    std::string short_name; // snake_case
    std::string table;
    std::string description;
    const Domain* domain = nullptr;
    bool embedded = false;
    bool embed_nil_values = true;
    bool require_primary_key = true;
    std::vector<std::unique_ptr<Attribute>> attributes;
    std::vector<std::unique_ptr<Relationship>> relationships;
    std::vector<std::unique_ptr<Identity>> identities;
    std::vector<std::unique_ptr<Action>> actions;
    bool default_accept_all = false;
    std::vector<std::string> default_accept_names;
    std::vector<Entry> changes;
    std::vector<Entry> validations;
    std::vector<Entry> preparations;
    std::vector<CustomIndex> custom_indexes;
    std::vector<std::unique_ptr<FullText>> full_text;
    std::optional<Multitenancy> multitenancy;
    std::vector<std::unique_ptr<Calculation>> calculations;
    std::vector<std::unique_ptr<Aggregate>> aggregates;
    Value declared; // The whole of what was written, for what later parts of the engine read
                    // (policies, notifiers).

    // Completed:
    size_t index = 0;
    std::vector<const Attribute*> primary_key;
    const Action* primary_actions[5] = {}; // By ActionType.
    const Definition* definition = nullptr;
    std::shared_ptr<const EmbeddedShape> shape; // Of an embedded resource.

    // By name or key; null when there is none.
    const Attribute* find_attribute(std::string_view name) const;
    const Relationship* find_relationship(std::string_view name) const;
    const Action* find_action(std::string_view name) const;
    const Identity* find_identity(std::string_view name) const;
    const Calculation* find_calculation(std::string_view name) const;
    const Aggregate* find_aggregate(std::string_view name) const;
    const FullText* find_full_text(std::string_view name) const;
    const Action* primary_action(ActionType type) const
    {
        return primary_actions[static_cast<size_t>(type)];
    }

    std::unordered_map<std::string_view, const Attribute*> attributes_by_name;
    std::unordered_map<std::string_view, const Relationship*> relationships_by_name;
    std::unordered_map<std::string_view, const Action*> actions_by_name;
};

// A function of a domain that runs one action (spec §15). The functions themselves are
// JavaScript's; that they can work is checked here, and documentation is made from them.
struct InterfaceFunction {
    std::string name;
    std::string key;
    std::string description;
    std::string resource_name;
    std::string action_name;
    std::vector<std::string> args; // Positional, in order.
    std::vector<std::string> optional_args; // Those of them that may be left out.
    std::vector<std::string> get_by_names;
    std::vector<std::string> exclude_inputs;
    bool get = false;
    Value default_options; // As written; null: none.

    // Completed:
    const Resource* resource = nullptr;
    const Action* action = nullptr;
};

struct Domain {
    std::string name;
    std::string description;
    std::vector<const Resource*>
        resources; // Without the embedded ones, which have no actions of their own to call.
    std::vector<InterfaceFunction> interface;
};

// Everything that was declared, completed, verified and frozen.
struct Definition {
    std::vector<std::unique_ptr<Domain>> domains;
    std::vector<std::unique_ptr<Resource>> resources;
    std::vector<std::string> warnings; // What may be a mistake but can work.
    Host* host = nullptr; // Who was asked while it was loaded, and is when a query names a type.

    const Resource* find_resource(std::string_view name) const;
    const Domain* find_domain(std::string_view name) const;

    std::unordered_map<std::string_view, const Resource*> resources_by_name;
};

// Decodes, completes, verifies and freezes (docs/wire.md §3). All mistakes at once: each an
// `invalid_definition` error whose message says where (`Album.actions.create.accept[2]`), what, and
// what would be right; `details.location` holds the where.
Outcome<std::unique_ptr<const Definition>> load_definition(
    const Value& message, const BuiltinTables& tables, Host& host);

} // namespace tunez
