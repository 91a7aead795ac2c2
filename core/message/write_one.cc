#include "message/write_one.h"

#include "action/notify.h"
#include "action/read.h"
#include "changeset/record_map.h"
#include "message/encode.h"

namespace tunez {

BuildOptions build_options(const Request& request)
{
    BuildOptions options;
    if (!request.member("options").is(Kind::map))
        return options;
    options.skip_unknown_inputs = request.names("skip_unknown_inputs");
    if (request.option("private_arguments").is(Kind::map))
        options.private_arguments = request.option("private_arguments").map();
    options.require = request.flag("require", true);
    for (auto name : { "upsert", "upsert_identity", "upsert_fields", "upsert_condition",
             "return_skipped_upsert", "touch_update_defaults" }) {
        if (const auto& value = request.option(name); !value.is_null())
            options.upsert.set(name, value);
    }
    return options;
}

Outcome<Record> find_by_id(const Resource& resource, const Value& id, Context& context)
{
    Query query;
    query.resource = &resource;
    query.filter = TRY(key_filter(resource, id));
    query.limit = 2;
    const auto* primary = TRY(action_of(resource, {}, ActionType::read));
    TRY(prepare_read(query, *primary, {}, {}, context));
    auto records = TRY(read_records(query, context));
    if (records.empty())
        return fail(Errors(not_found(resource, id)));
    return std::move(records.front());
}

Outcome<Record> record_of(const Resource& resource, const Request& request, Context& context)
{
    const auto& record = request.member("record");
    if (record.is(Kind::map))
        return TRY(record_from_map(resource, record.map()));
    const auto& id = request.member("id");
    if (id.is_null())
        return fail(Errors(
            Error::make(ErrorCode::invalid_message, "the message needs a `record` or an `id`")));
    return find_by_id(resource, id, context);
}

void select_result(Changeset& changeset, const Request& request)
{
    const auto& select = request.option("select");
    if (!select.is(Kind::list))
        return;
    std::vector<Error> errors;
    auto attributes = parse_select(changeset.resource(), select, errors);
    for (auto& error : errors)
        changeset.add_error(std::move(error));
    changeset.select(attributes, false);
}

Outcome<void> load_results(const Resource& resource, std::span<Record* const> records,
    const Value& from_changeset, const Request& request, Context& context)
{
    const auto& wanted = request.option("load");
    if (wanted.is_null() && from_changeset.is_null())
        return {};
    std::vector<Load> loads;
    std::vector<Error> errors;
    parse_loads(resource, from_changeset, loads, errors);
    parse_loads(resource, wanted, loads, errors);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    return load_related(records, loads, context);
}

// A record that goes has to be loaded into while its relatives can still be found.
static Outcome<std::vector<Related>> load_before(
    const Changeset& changeset, const Request& request, Context& context)
{
    auto record = changeset.data();
    Record* pointer = &record;
    TRY(load_results(changeset.resource(), { &pointer, 1 }, changeset.load(), request, context));
    return std::move(record.related);
}

Outcome<const Action*> find_action(const Undertaking& undertaking, ActionType type)
{
    const auto* resource = TRY(resource_of(undertaking.session, undertaking.request));
    return TRY(action_of(*resource, undertaking.request.member("action"), type));
}

// What is to be done before it is run: for destroys whose record is wanted, its relatives.
static Outcome<std::vector<Related>> prepare(
    Changeset& changeset, const Request& request, Context& context)
{
    select_result(changeset, request);
    if (changeset.action() != nullptr)
        apply_tenant(changeset, *changeset.action());
    if (context.tenant.is_null())
        context.tenant = changeset.tenant();
    if (changeset.action_type() == ActionType::destroy && request.flag("return_destroyed", false))
        return load_before(changeset, request, context);
    return {};
}

static Outcome<void> write_result(BatchItem& item, std::vector<Related> related,
    const Request& request, Context& context, JsonWriter& answer)
{
    if (item.failed()) {
        deliver(context); // What nested actions have committed all the same.
        return fail(std::move(*item.failure));
    }
    bool destroys = item.changeset.action_type() == ActionType::destroy;
    if (destroys) {
        item.record->related = std::move(related);
    } else {
        Record* record = &*item.record;
        auto loaded = load_results(
            item.changeset.resource(), { &record, 1 }, item.changeset.load(), request, context);
        if (!item.was_invalid)
            notify(item.changeset, *item.record, context);
        TRY(std::move(loaded));
    }
    deliver(context);
    if (!destroys || request.flag("return_destroyed", false))
        write_record(*item.record, answer);
    else
        answer.null();
    return {};
}

Task run_one(Outcome<Changeset> changeset, Undertaking& undertaking)
{
    auto& [session, request, context, answer, outcome] = undertaking;
    if (!changeset) {
        outcome = fail(std::move(changeset).error());
        co_return;
    }
    auto related = prepare(*changeset, request, context);
    if (!related) {
        outcome = fail(std::move(related).error());
        co_return;
    }
    Batch batch;
    batch.items.emplace_back(std::move(*changeset));
    if (session.data_layer)
        session.data_layer->let_commit_wait();
    co_await run_batch(batch, context);
    outcome = write_result(batch.items.front(), std::move(*related), request, context, answer);
}

} // namespace tunez
