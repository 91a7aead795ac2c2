#include "action/nested.h"

#include "action/build.h"
#include "action/lifecycle.h"
#include "action/notify.h"
#include "action/start.h"
#include "base/verify.h"
#include "data_layer/data_layer.h"
#include "resource/field_name.h"

#include <algorithm>

namespace tunez {

NestedCall::NestedCall(const Changeset& around, const ManagedCall& call, const Context& context)
    : call_(call)
    , context_(context)
{
    context_.tenant = around.tenant();
    context_.authorize = context.authorize && call.options->authorize;
    context_.waits = nullptr; // A transaction is open.
    ++context_.nesting;
    context_.context = {};
    if (const auto* shared = around.context().find("shared"))
        context_.context.set("shared", *shared);
}

Context& NestedCall::context(NestedSide side)
{
    const auto& through = side == NestedSide::join && relationship().join_relationship != nullptr
        ? *relationship().join_relationship
        : relationship();
    Map from { { "source", Value(relationship().source->name) }, { "name", Value(through.name) } };
    if (side == NestedSide::unrelating)
        from.set("unrelating?", Value(true));
    context_.context.set("accessing_from", Value(std::move(from)));
    deep_merge(context_.context, through.context);
    return context_;
}

static void build_nested(
    Changeset& changeset, const Action& action, const Value& input, Context& context)
{
    BuildOptions options;
    options.skip_unknown_inputs = { "*" };
    options.require = action.type != ActionType::create;
    build(changeset, action, input, options, context);
    apply_tenant(changeset, action);
}

Outcome<Changeset> NestedCall::create(const Action& action, const Value& input, NestedSide side)
{
    auto& own = context(side);
    auto changeset = TRY(start_create(*action.resource, own));
    build_nested(changeset, action, input, own);
    return changeset;
}

Outcome<Changeset> NestedCall::change(
    Record record, const Action& action, const Value& input, NestedSide side)
{
    auto& own = context(side);
    auto changeset = TRY(start_change(std::move(record), action.type, own));
    build_nested(changeset, action, input, own);
    return changeset;
}

// In the words of the resource that it is about, which the one around does not know.
static void respell(Error& error, const Resource& resource)
{
    if (!error.field.empty())
        error.field = key_of(resource, error.field);
    for (auto& field : error.fields)
        field = key_of(resource, field);
    for (auto& step : error.path) {
        if (auto* text = std::get_if<std::string>(&step))
            *text = key_of(resource, *text);
    }
}

Errors NestedCall::located(Errors errors, const Resource& resource, std::optional<size_t> index,
    std::string_view step) const
{
    auto path = options().path_of(relationship(), index);
    for (auto& error : errors.errors) {
        respell(error, resource);
        error.path.insert(error.path.begin(), path.begin(), path.end());
        error.bread_crumbs.insert(error.bread_crumbs.begin(),
            "Managed relationship " + std::string(step) + ": " + relationship().source->name + "."
                + relationship().name);
    }
    return errors;
}

bool does_more(const Changeset& changeset)
{
    if (changeset.manages_any())
        return true;
    const auto* hooks = changeset.hooks();
    return hooks != nullptr
        && (!hooks->before_transaction.empty() || !hooks->around_transaction.empty()
            || !hooks->before_action.empty() || !hooks->around_action.empty()
            || !hooks->after_action.empty() || !hooks->after_transaction.empty());
}

// Jobs of one action and with the same columns next to each other, in the order in which they come.
static std::vector<NestedJob*> grouped(std::span<NestedJob> jobs)
{
    std::vector<std::vector<NestedJob*>> groups;
    for (auto& job : jobs) {
        auto alike = std::ranges::find_if(groups, [&](const auto& group) {
            const auto& first = group.front()->changeset;
            return first.action() == job.changeset.action()
                && first.changing() == job.changeset.changing();
        });
        if (alike == groups.end())
            groups.push_back({ &job });
        else
            alike->push_back(&job);
    }
    std::vector<NestedJob*> order;
    for (const auto& group : groups)
        order.insert(order.end(), group.begin(), group.end());
    return order;
}

static void run_alike(std::span<NestedJob* const> jobs, Context& context)
{
    Batch batch;
    batch.transaction = !context.data_layer->in_transaction();
    batch.on_failure = OnFailure::keep_others;
    batch.nested = !batch.transaction;
    batch.items.reserve(jobs.size());
    for (auto* job : jobs)
        batch.items.emplace_back(std::move(job->changeset));
    auto first = context.notifications != nullptr ? context.notifications->waiting.size() : 0;
    auto run = run_batch(batch, context);
    VERIFY(run.done()); // Nothing in it may wait.
    for (size_t i = 0; i < jobs.size(); ++i) {
        auto& item = batch.items[i];
        jobs[i]->failure = std::move(item.failure);
        jobs[i]->record = std::move(item.record);
        if (!jobs[i]->failure && !item.changeset.destroys())
            notify(item.changeset, *jobs[i]->record, context);
    }
    detach(first, context);
}

void run_nested(std::span<NestedJob> jobs, Context& context)
{
    auto order = grouped(jobs);
    for (size_t first = 0; first < order.size();) {
        auto last = first + 1;
        while (last < order.size()
            && order[last]->changeset.action() == order[first]->changeset.action())
            ++last;
        run_alike(std::span(order).subspan(first, last - first), context);
        first = last;
    }
}

} // namespace tunez
