#pragma once

#include "changeset/changeset.h"
#include "expr/expression.h"
#include "host/host.h"
#include "resource/builtin.h"

#include <span>
#include <string>
#include <vector>

namespace tunez {

// What a validation, change or preparation is run with.
struct Context;

// What one run of a validation sees.
struct ValidationCall {
    const Entry& entry;
    const Changeset& changeset;
    Context& context;

    // An option with its template filled in (`{"arg":…}`, `{"actor":…}`, a nullary callback); null
    // when it was not given.
    Result<Value> option(std::string_view name) const;
    // The option as written: a name, a list of names.
    const Value* written(std::string_view name) const { return entry.options.find(name); }
    std::string_view field() const;
    std::vector<std::string> fields() const;
    // The judged value of a field: argument first, then attribute; null when it is neither.
    const Value& value(std::string_view field) const;
    // How that field compares: its type, or null when nothing is called so.
    const TypeUse* type(std::string_view field) const;
    // The attribute that is judged under this name, where its value is the row's own and nothing
    // sets it; null otherwise.
    ExpressionRef row_field(std::string_view field) const;
};

// A builtin validation: one row, one file (spec §7.2).
struct Validation {
    Builtin shape; // First: an Entry points at it.
    // Adds one error for each violation; none when it holds.
    void (*validate)(const ValidationCall& call, std::vector<Error>& errors);
    // For the texts of negate, any and all: what must hold, with the variables of the entry.
    void (*describe)(const Entry& entry, std::string& message, Map& vars) = nullptr;
    // A condition on a row that was not read: where it is met, the validation holds. Null when
    // there is none. It may say too little, never too much.
    ExpressionRef (*surely_holds)(const ValidationCall& call) = nullptr;
};

std::span<const Builtin* const> builtin_validations();
const Validation& validation_of(const Entry& entry);

// Whether every `where` of an entry holds for the changeset as it is now. Messages are ignored.
Result<bool> conditions_hold(
    const std::vector<Entry>& where, const Changeset& changeset, Context& context);
// Runs one entry with its `where`, `only_when_valid` and `message`; adds its errors to the
// changeset.
void run_validation(const Entry& entry, Changeset& changeset, Context& context);
// What a row meets that all these entries surely let pass (see Validation); null when one of them
// has to look at every row.
ExpressionRef surely_hold(
    std::span<const Entry* const> entries, const Changeset& changeset, Context& context);
// The bare validation, for `negate`, `any`, `all` and conditions.
void validate_entry(
    const Entry& entry, const Changeset& changeset, Context& context, std::vector<Error>& errors);

} // namespace tunez
