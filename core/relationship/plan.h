#pragma once

#include "base/error.h"
#include "changeset/managed.h"
#include "resource/manage_options.h"
#include "resource/resource.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tunez {

enum class NestedKind : uint8_t {
    create,
    update,
    relate, // An update that also sets the key to the source.
    unrelate, // An update that sets the key to nil.
    destroy,
    join_create,
    join_update,
    join_destroy,
};

// What is run on a related record, or on the row that joins it, on behalf of an input or of a
// record without one.
struct NestedAction {
    NestedKind kind = NestedKind::update;
    const Action* action = nullptr;
    const Instruction* instruction = nullptr; // Whose join keys count.
};

// What becomes of one input: a refusal, or actions in their order.
struct Decision {
    std::optional<Error> refusal;
    std::vector<NestedAction> actions;
    bool keeps = true; // Whether the record is part of the result.
};

// The tables of spec §10.5, for an input whose record is related already, for one whose record was
// found elsewhere, and for one that nothing was found for.
Decision decide_match(const Relationship& relationship, const ManageOptions& options);
Decision decide_found(const Relationship& relationship, const ManageOptions& options);
Decision decide_no_match(
    const Relationship& relationship, const ManageOptions& options, const Value& input);
// The same for related records that no input matches.
Decision decide_missing(const Relationship& relationship, const ManageOptions& options);

// An input, and the record that it is about, if there is one.
struct PlannedInput {
    const Value* input = nullptr;
    const Record* record = nullptr;
};

// Whether it matters in which order the inputs are carried out: two of them are about one record,
// or one takes, or is looked up by, a key that another one has or gives up.
bool is_entangled(const Relationship& relationship, std::span<const PlannedInput> inputs);

// Whether the records that are related now have to be read before the call (spec §10.5).
bool must_load(const ManageOptions& options, bool is_new);

// The calls to be carried out, in their order: those with an `order` first, then by the name of
// their relationship and as they were made.
std::vector<ManagedCall*> ordered(std::vector<ManagedCall>& calls);

// An input without what goes to the join action, and that.
struct SplitInput {
    Value rest;
    Value join;
};
SplitInput split_join_keys(const Value& input, const Instruction& instruction);

// `record with id: "zz" | name: "Zed" not found`
Error input_not_found(const Relationship& relationship, const Value& input);
// "changes would …"
Error refused(const Relationship& relationship, std::string_view message);

} // namespace tunez
