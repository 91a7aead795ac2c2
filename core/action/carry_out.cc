#include "action/carry_out.h"

#include "changeset/record_map.h"

#include <algorithm>

namespace tunez {

// More errors than this are not described.
static constexpr size_t most_errors = 1000;

static bool is_on_join(NestedKind kind) { return kind >= NestedKind::join_create; }

static std::string_view name_of(NestedKind kind)
{
    switch (kind) {
    case NestedKind::create:
    case NestedKind::join_create:
        return "create";
    case NestedKind::unrelate:
        return "unrelate";
    case NestedKind::destroy:
    case NestedKind::join_destroy:
        return "destroy";
    default:
        return "update";
    }
}

static const NestedAction* action_in(const ManagedStep& step, size_t round)
{
    return !step.failed && round < step.decision.actions.size() ? &step.decision.actions[round]
                                                                : nullptr;
}

void CarryOut::refuse(
    ManagedStep& step, Errors errors, const Resource& resource, std::string_view what)
{
    step.failed = true;
    if (errors_.size() >= most_errors)
        return;
    auto located = call_.located(std::move(errors), resource, step.index, what);
    std::move(located.errors.begin(), located.errors.end(), std::back_inserter(errors_));
}

static const Value& destination_key(const ManagedStep& step, const Relationship& relationship)
{
    return step.record->values[relationship.destination_attribute->index];
}

Outcome<void> CarryOut::read_join_rows(std::span<ManagedStep* const> steps, size_t round)
{
    List destinations;
    for (const auto* step : steps) {
        const auto* action = action_in(*step, round);
        bool needed = action != nullptr
            && (action->kind == NestedKind::join_update
                || action->kind == NestedKind::join_destroy);
        if (needed)
            destinations.push_back(destination_key(*step, call_.relationship()));
    }
    rows_ = {};
    return destinations.empty() ? Outcome<void>()
                                : rows_.read(call_, source_, std::move(destinations));
}

// What the relationship says, not the input.
static void set_key(Changeset& changeset, const Attribute* key, const Value& value)
{
    if (key != nullptr)
        changeset.force_change_attribute(*key, value);
}

// A record as input is the record, and says nothing more.
static bool is_record(const Value& input) { return input.is(Kind::structure); }

Outcome<Changeset> CarryOut::on_record(ManagedStep& step, const NestedAction& action)
{
    const auto& relationship = call_.relationship();
    bool holds_key = relationship.kind == RelationshipKind::has_many
        || relationship.kind == RelationshipKind::has_one;
    const auto* key = holds_key ? relationship.destination_attribute : nullptr;
    auto input = is_record(step.input) || action.kind == NestedKind::unrelate
            || action.kind == NestedKind::destroy
        ? Value(Map())
        : split_join_keys(step.input, *action.instruction).rest;
    if (action.kind == NestedKind::create) {
        auto changeset = TRY(call_.create(*action.action, input, NestedSide::destination));
        set_key(changeset, key, source_);
        return changeset;
    }
    bool unrelates = action.kind == NestedKind::unrelate;
    auto record = *step.record;
    if (action.kind == NestedKind::update && is_record(step.input))
        record = TRY(record_from_map(*relationship.destination, step.input.map()));
    auto changeset = TRY(call_.change(std::move(record), *action.action, input,
        unrelates ? NestedSide::unrelating : NestedSide::destination));
    if (unrelates)
        set_key(changeset, key, {});
    else if (action.kind == NestedKind::relate)
        set_key(changeset, key, source_);
    return changeset;
}

Outcome<Changeset> CarryOut::on_join(ManagedStep& step, const NestedAction& action)
{
    const auto& relationship = call_.relationship();
    auto split = split_join_keys(step.input, *action.instruction);
    auto changeset = TRY(call_.create(*action.action, split.join, NestedSide::join));
    set_key(changeset, relationship.source_attribute_on_join_resource, source_);
    set_key(changeset, relationship.destination_attribute_on_join_resource,
        destination_key(step, relationship));
    // What a later action of the same input is given.
    if (action.instruction->what == Managing::relate_and_update)
        step.input = std::move(split.rest);
    return changeset;
}

Outcome<std::vector<Changeset>> CarryOut::built(ManagedStep& step, const NestedAction& action)
{
    std::vector<Changeset> changesets;
    if (!is_on_join(action.kind)) {
        changesets.push_back(TRY(on_record(step, action)));
        return changesets;
    }
    if (action.kind == NestedKind::join_create) {
        changesets.push_back(TRY(on_join(step, action)));
        return changesets;
    }
    bool destroys = action.kind == NestedKind::join_destroy;
    auto params = destroys ? Value(Map()) : split_join_keys(step.input, *action.instruction).join;
    for (auto& row : rows_.take(destination_key(step, call_.relationship())))
        changesets.push_back(
            TRY(call_.change(std::move(row), *action.action, params, NestedSide::join)));
    return changesets;
}

void CarryOut::add_jobs(
    ManagedStep& step, size_t number, const NestedAction& action, std::vector<NestedJob>& jobs)
{
    // A record is never created again.
    if (action.kind == NestedKind::create && step.record)
        return;
    auto changesets = built(step, action);
    if (!changesets) {
        refuse(step, std::move(changesets.error()), *action.action->resource, name_of(action.kind));
        return;
    }
    for (auto& changeset : *changesets)
        jobs.push_back(
            { .changeset = std::move(changeset), .step = number, .record = {}, .failure = {} });
}

std::vector<NestedJob> CarryOut::jobs_of(std::span<ManagedStep* const> steps, size_t round)
{
    std::vector<NestedJob> jobs;
    jobs.reserve(steps.size());
    if (auto read = read_join_rows(steps, round); !read) {
        for (auto* step : steps)
            refuse(*step, read.error(), *call_.relationship().through, "lookup");
        return jobs;
    }
    for (size_t number = 0; number < steps.size(); ++number) {
        if (const auto* action = action_in(*steps[number], round))
            add_jobs(*steps[number], number, *action, jobs);
    }
    return jobs;
}

void CarryOut::run_jobs(
    std::span<ManagedStep* const> steps, std::vector<NestedJob> jobs, size_t round)
{
    run_nested(jobs, call_.context());
    for (auto& job : jobs) {
        auto& step = *steps[job.step];
        const auto& action = step.decision.actions[round];
        if (job.failure)
            refuse(step, std::move(*job.failure), *action.action->resource, name_of(action.kind));
        else if (!is_on_join(action.kind))
            step.record = std::move(job.record);
    }
}

void CarryOut::run(std::span<ManagedStep* const> steps, size_t round)
{
    bool any = std::ranges::any_of(
        steps, [&](const auto* step) { return action_in(*step, round) != nullptr; });
    if (!any || errors_.size() >= most_errors)
        return;
    auto jobs = jobs_of(steps, round);
    bool apart = jobs.size() > 1 && !call_.options().bulk
        && std::ranges::any_of(jobs, [](const auto& job) { return does_more(job.changeset); });
    if (!apart) {
        run_jobs(steps, std::move(jobs), round);
        run(steps, round + 1);
        return;
    }
    auto job = jobs.begin();
    for (size_t number = 0; number < steps.size(); ++number) {
        std::vector<NestedJob> own;
        for (; job != jobs.end() && job->step == number; ++job) {
            own.push_back(std::move(*job));
            own.back().step = 0;
        }
        auto only = steps.subspan(number, 1);
        run_jobs(only, std::move(own), round);
        run(only, round + 1);
    }
}

} // namespace tunez
