#include "message/cascade.h"

#include "action/notify.h"
#include "action/read.h"
#include "action/write.h"
#include "message/write_one.h"

namespace tunez {

static Outcome<std::vector<Record>> related_to(
    const Record& record, const Cascade& cascade, Context& context)
{
    std::vector<Load> loads;
    std::vector<Error> errors;
    parse_loads(*record.resource, Value(List { Value(cascade.relationship->name) }), loads, errors);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    const auto* read = TRY(action_of(*cascade.relationship->destination,
        cascade.read_action.empty() ? Value() : Value(cascade.read_action), ActionType::read));
    TRY(prepare_read(*loads.front().query, *read, {}, {}, context));
    auto parent = record;
    parent.related.clear();
    Record* pointer = &parent;
    TRY(load_related({ &pointer, 1 }, loads, context));
    return std::move(parent.related.front().records);
}

// The inputs that are passed on, where they are there.
static Map copied(const Cascade& cascade, const Changeset& around)
{
    Map input;
    for (const auto& name : cascade.copy_inputs) {
        const auto* attribute = around.resource().find_attribute(name);
        const auto* value = around.find_argument(name);
        if (value == nullptr && attribute != nullptr)
            value = around.find_change(*attribute);
        if (value != nullptr)
            input.set(name, *value);
    }
    return input;
}

static Outcome<Batch> start_batch(
    std::vector<Record> records, const Action& action, const Map& input, Context& context)
{
    Batch batch;
    batch.items.reserve(records.size());
    std::vector<Changeset*> changesets;
    for (auto& record : records) {
        auto changeset = TRY(start_change(std::move(record), action.type, context));
        changesets.push_back(&batch.items.emplace_back(std::move(changeset)).changeset);
    }
    std::vector<Value> params(changesets.size(), Value(input));
    batch.changes = build(changesets, action, params, {}, context);
    for (auto* changeset : changesets)
        apply_tenant(*changeset, action);
    return batch;
}

Outcome<void> run_cascade(
    const Cascade& cascade, const Changeset& around, const Record& record, Context& context)
{
    auto own = context;
    own.tenant = around.tenant();
    const auto& destination = *cascade.relationship->destination;
    const auto* action = TRY(action_of(
        destination, cascade.action.empty() ? Value() : Value(cascade.action), cascade.type));
    auto records = TRY(related_to(record, cascade, own));
    if (records.empty())
        return {};
    auto batch = TRY(start_batch(std::move(records), *action, copied(cascade, around), own));
    batch.notify = cascade.notify;
    run_batch_now(batch, own);
    for (auto& item : batch.items) {
        if (item.failed())
            return fail(std::move(*item.failure));
    }
    if (cascade.notify && cascade.type == ActionType::update) {
        for (auto& item : batch.items)
            notify(item.changeset, *item.record, own);
    }
    return {};
}

Outcome<Record> read_again(const Record& record, Context& context)
{
    Query query;
    query.resource = record.resource;
    for (const auto* key : record.resource->primary_key)
        query.filter = both(std::move(query.filter),
            call(Operator::eq, { attribute_ref(*key), literal(record.values[key->index]) }));
    const auto* primary = TRY(action_of(*record.resource, {}, ActionType::read));
    TRY(prepare_read(query, *primary, {}, {}, context));
    auto records = TRY(read_records(query, context));
    if (records.empty())
        return fail(Errors(stale_record(Changeset(record, ActionType::update), false)));
    return std::move(records.front());
}

} // namespace tunez
