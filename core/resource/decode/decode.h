#pragma once

#include "resource/decode/fields.h"
#include "resource/resource.h"

#include <memory>

namespace tunez {

// The message of docs/wire.md §3 into the model, with names as written: nothing is resolved or
// defaulted from elsewhere yet, and only what can be seen in one place is refused. What could not
// be decoded is left at its default after a mistake was noted, so that the rest is judged too.
std::unique_ptr<Definition> decode_definition(const Value& message, Decoder& decoder);

// The parts, one file each. Each notes its mistakes at `at`.
void decode_domain(std::string_view name, const Value& value, const Location& at, Decoder& decoder,
    Definition& into);
std::unique_ptr<Resource> decode_resource(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
std::unique_ptr<Attribute> decode_attribute(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
Argument decode_argument(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
std::unique_ptr<Calculation> decode_calculation(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
std::unique_ptr<Aggregate> decode_aggregate(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
Default decode_default(const Value& value, const Location& at, Decoder& decoder);
// Null when its kind, or the action's type, cannot be told.
std::unique_ptr<Relationship> decode_relationship(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
std::unique_ptr<Identity> decode_identity(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
std::unique_ptr<Action> decode_action(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
std::vector<std::unique_ptr<Action>> decode_default_actions(Fields& resource);
// Those that an embedded resource has without saying so: of each type the default one, where there
// is no other of its name and no primary one.
void add_missing_default_actions(std::vector<std::unique_ptr<Action>>& actions);
InterfaceFunction decode_interface_function(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder);
std::vector<std::pair<std::string, Direction>> decode_sort(Fields& fields, std::string_view key);

// What the three kinds of entries differ in.
struct EntryKind {
    Step::Kind kind;
    std::string_view what; // "validation"
    std::span<const Builtin* const> table;
};
EntryKind entry_kind(Step::Kind kind, const BuiltinTables& tables);
Entry decode_entry(const Value& value, const EntryKind& kind, const Location& at, Decoder& decoder);
std::vector<Entry> decode_entries(Fields& fields, std::string_view key, Step::Kind kind);

// A type with its constraints, or a use without a type after a mistake was noted.
TypeUse decode_type(
    const Value& type, const Value& constraints, const Location& at, Decoder& decoder);

} // namespace tunez
