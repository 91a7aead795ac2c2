#pragma once

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "changeset/managed.h"
#include "resource/record.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tunez {

// An action on a related record, or on the row that joins it, and what came of it.
struct NestedJob {
    Changeset changeset;
    size_t step = 0; // Of which input.
    std::optional<Record> record;
    std::optional<Errors> failure;
};

// On which side of a relationship an action is run.
enum class NestedSide : uint8_t { destination, join, unrelating };

// Where the actions of one call of manage_relationship are run (spec §10.5): on behalf of the same
// actor and tenant, with the shared context, in the same transaction.
class NestedCall {
public:
    NestedCall(const Changeset& around, const ManagedCall& call, const Context& context);

    const Relationship& relationship() const { return *call_.relationship; }
    const ManageOptions& options() const { return *call_.options; }
    const ManagedCall& call() const { return call_; }
    Context& context() { return context_; }
    // What the actions are told of where they come from.
    Context& context(NestedSide side);

    // Built changesets. Unknown keys of the input are passed over; what is required of a new record
    // is checked when it is written.
    Outcome<Changeset> create(const Action& action, const Value& input, NestedSide side);
    Outcome<Changeset> change(
        Record record, const Action& action, const Value& input, NestedSide side);

    // Errors of an action of `resource`, where the caller finds them.
    Errors located(Errors errors, const Resource& resource, std::optional<size_t> index,
        std::string_view step) const;

private:
    const ManagedCall& call_;
    Context context_;
};

// Whether it does more than write its row, and so could see what another job does.
bool does_more(const Changeset& changeset);
// Runs jobs together, each of which may fail by itself. Those with the same columns share
// statements, so that they may be written in another order.
void run_nested(std::span<NestedJob> jobs, Context& context);

} // namespace tunez
