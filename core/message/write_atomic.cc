#include "message/write_atomic.h"

#include "action/atomic.h"
#include "action/notify.h"
#include "action/read.h"
#include "action/write.h"
#include "changeset/record_map.h"
#include "message/encode.h"
#include "message/write_one.h"

namespace tunez {

bool demands_atomic(const Action& action)
{
    return action.require_atomic && action.declared.is(Kind::map)
        && action.declared.map().contains("require_atomic");
}

static Error must_be_atomic(const Changeset& changeset)
{
    const auto& action = *changeset.action();
    auto error = Error::make(ErrorCode::must_be_atomic,
        changeset.resource().name + "." + action.name
            + " must be performed atomically, but it could not be performed atomically\n\nReason: "
            + changeset.atomic_build()->obstacles.front());
    error.details.set("resource", Value(changeset.resource().name));
    error.details.set("action", Value(action.name));
    return error;
}

// The row of the record, or of the id.
static Outcome<Query> row_of(const Resource& resource, const Request& request, Context& context)
{
    Query query;
    query.resource = &resource;
    const auto& record = request.member("record");
    if (record.is(Kind::map)) {
        auto known = TRY(record_from_map(resource, record.map()));
        for (const auto* key : resource.primary_key)
            query.filter = both(std::move(query.filter),
                call(Operator::eq, { attribute_ref(*key), literal(known.values[key->index]) }));
    } else {
        query.filter = TRY(key_filter(resource, request.member("id")));
    }
    const auto* primary = TRY(action_of(resource, {}, ActionType::read));
    TRY(prepare_read(query, *primary, {}, {}, context));
    return query;
}

static Outcome<Changeset> build_for_row(
    const Resource& resource, const Action& action, const Request& request, Context& context)
{
    auto changeset = TRY(start_rows(resource, action.type, context));
    select_result(changeset, request);
    build(changeset, action, request.member("input"), build_options(request), context);
    apply_tenant(changeset, action);
    if (!changeset.atomic_build()->obstacles.empty())
        return fail(Errors(must_be_atomic(changeset)));
    if (!changeset.valid())
        return fail(Errors(changeset.errors()));
    return changeset;
}

// What a destroy has loaded before its row is gone.
static Outcome<std::vector<Related>> load_destroyed(
    const Changeset& changeset, const Request& request, Context& context)
{
    if (!changeset.destroys() || !request.flag("return_destroyed", false)
        || request.option("load").is_null())
        return {};
    auto record = TRY(record_of(changeset.resource(), request, context));
    Record* pointer = &record;
    TRY(load_results(changeset.resource(), { &pointer, 1 }, changeset.load(), request, context));
    return std::move(record.related);
}

namespace {

// The one row, about to be written.
struct RowChange {
    Changeset changeset;
    Query row;
    std::vector<Related> related;
};

} // namespace

static Outcome<RowChange> prepare(
    const Resource& resource, const Action& action, const Request& request, Context& context)
{
    auto changeset = TRY(build_for_row(resource, action, request, context));
    auto row = TRY(row_of(resource, request, context));
    auto related = TRY(load_destroyed(changeset, request, context));
    return RowChange { std::move(changeset), std::move(row), std::move(related) };
}

static Outcome<void> write_result(
    Batch& batch, RowChange change, const Request& request, Context& context, JsonWriter& answer)
{
    if (batch.items.empty())
        return fail(Errors(stale_record(change.changeset, true)));
    auto& item = batch.items.front();
    if (item.failed())
        return fail(std::move(*item.failure));
    bool destroys = change.changeset.action_type() == ActionType::destroy;
    Record* record = &*item.record;
    if (destroys)
        record->related = std::move(change.related);
    auto loaded = destroys ? Outcome<void> {}
                           : load_results(change.changeset.resource(), { &record, 1 },
                                 item.changeset.load(), request, context);
    if (!change.changeset.destroys())
        notify(item.changeset, *record, context);
    deliver(context);
    TRY(std::move(loaded));
    if (!destroys || request.flag("return_destroyed", false))
        write_record(*record, answer);
    else
        answer.null();
    return {};
}

Task write_atomically(const Resource& resource, const Action& action, Undertaking& undertaking)
{
    auto& [session, request, context, answer, outcome] = undertaking;
    auto change = prepare(resource, action, request, context);
    if (!change) {
        outcome = fail(std::move(change).error());
        co_return;
    }
    Batch batch;
    co_await run_atomically(change->changeset, change->row, batch, outcome, context);
    if (outcome)
        outcome = write_result(batch, std::move(*change), request, context, answer);
}

} // namespace tunez
