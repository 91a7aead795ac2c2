#pragma once

#include "action/nested.h"
#include "action/related_reads.h"
#include "relationship/plan.h"

#include <optional>
#include <span>
#include <vector>

namespace tunez {

// An input, or a record without one, on its way through its actions.
struct ManagedStep {
    size_t place = 0; // Of the input.
    std::optional<size_t> index; // What errors give for it; none: the call as a whole.
    Value input;
    std::optional<size_t> match; // Which of the related records it is about.
    std::optional<KeyValues> lookup; // By what a record is to be found.
    std::optional<Record> record; // Found, matched, created or updated.
    Decision decision;
    bool failed = false;
};

// Runs what was decided for steps: an action of each in one batch, then the next of each. Where
// hooks of one could see another, one step after the other.
class CarryOut {
public:
    // `source` is the value of the source's key.
    CarryOut(NestedCall& call, Value source, std::vector<Error>& errors)
        : call_(call)
        , source_(std::move(source))
        , errors_(errors)
    {
    }

    void run(std::span<ManagedStep* const> steps, size_t round = 0);
    // Notes what is wrong with a step.
    void refuse(ManagedStep& step, Errors errors, const Resource& resource, std::string_view what);

private:
    Outcome<void> read_join_rows(std::span<ManagedStep* const> steps, size_t round);
    std::vector<NestedJob> jobs_of(std::span<ManagedStep* const> steps, size_t round);
    void add_jobs(
        ManagedStep& step, size_t number, const NestedAction& action, std::vector<NestedJob>& jobs);
    Outcome<std::vector<Changeset>> built(ManagedStep& step, const NestedAction& action);
    Outcome<Changeset> on_record(ManagedStep& step, const NestedAction& action);
    Outcome<Changeset> on_join(ManagedStep& step, const NestedAction& action);
    void run_jobs(std::span<ManagedStep* const> steps, std::vector<NestedJob> jobs, size_t round);

    NestedCall& call_;
    Value source_;
    std::vector<Error>& errors_;
    JoinRows rows_;
};

} // namespace tunez
