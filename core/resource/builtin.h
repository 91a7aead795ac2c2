#pragma once

#include "base/doc.h"
#include "base/value.h"
#include "host/host.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

struct Resource;
struct Action;
struct ManageOptions;

// What an option holds. A template (`{"arg":…}`, `{"actor":…}`, `{"callback":id}`) may stand for a
// value, not for a name, a regular expression or an entry. A `field` is an argument, else an
// attribute, relationship, calculation or aggregate; names are completed to the `name` of what they
// mean.
enum class OptionKind : uint8_t {
    any,
    boolean,
    integer,
    number,
    text,
    symbol,
    regex, // Completed to {"regex":source,"flags":flags}.
    field,
    fields, // A list of names; one bare name is a list of one.
    list,
    map,
    entry, // A validation: goes to Entry::inner instead of the options.
    entries,
    attribute,
    argument,
    relationship,
    actions, // One name of an action, or a list of them.
};

struct OptionRow {
    const char* name;
    OptionKind kind;
    Doc doc;
    bool required = false;
};

// The shape that every builtin validation, change and preparation has in common. `resource/` knows
// this much of them and is handed their tables by engine.cc.
struct Builtin {
    const char* name;
    Doc doc;
    std::span<const OptionRow> options = {};
    // Of the options, the one a bare list or text stands for, and those that name fields are
    // checked against the resource.
    bool has_atomic = false; // Whether it can be part of one statement (spec §6.7).
    bool manages = false; // Its options say how the relationship that they name is managed.
};

struct BuiltinTables {
    std::span<const Builtin* const> validations;
    std::span<const Builtin* const> changes;
    std::span<const Builtin* const> preparations;
};

// A set of action types.
struct ActionTypes {
    bool create = false;
    bool read = false;
    bool update = false;
    bool destroy = false;
    bool generic = false;
};

// What an object of the application has besides the function that every change or validation has
// (spec §6.6, §6.7).
struct CallbackFunctions {
    bool main = true; // The change, or the validation, of one changeset.
    bool atomic = false;
    bool batch_change = false;
    bool before_batch = false;
    bool after_batch = false;
    bool batch_callbacks = false;

    bool of_batches() const { return batch_change || before_batch || after_batch; }
};

// One use of a validation, change or preparation in a definition.
struct Entry {
    std::string name; // As written.
    const Builtin* builtin = nullptr; // Never null in a frozen definition.
    Map options; // `field`, `value`, … and what stood under "options"; names without a final `?`.
    std::optional<CallbackId> callback; // Of builtin "callback": the application's own function.
    CallbackFunctions functions; // Of builtin "callback", where it is an object.
    std::vector<Entry> where; // Conditions: validations whose messages are ignored.
    std::vector<Entry> inner; // Of negate, any, all.
    std::shared_ptr<const ManageOptions> managed; // Where the builtin `manages`.
    std::string message; // Replaces the text of a validation; empty: its own.
    ActionTypes on;
    bool only_when_valid = false;
    bool before_action = false;
    std::string description;
    std::string location; // Where it stands in the definition: "Album.validations[0]".
};

} // namespace tunez
