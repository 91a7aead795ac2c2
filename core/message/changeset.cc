#include "changeset/changeset.h"

#include "action/defaults.h"
#include "changeset/callback.h"
#include "changeset/inspect.h"
#include "changeset/operations.h"
#include "changeset/record_map.h"
#include "changeset/tenant.h"
#include "message/operations.h"
#include "message/write_one.h"

#include <optional>
#include <utility>

namespace tunez::message {

static Error wrong(std::string text)
{
    return Error::make(ErrorCode::invalid_message, std::move(text));
}

static std::optional<ActionType> type_of_builder(std::string_view operation)
{
    if (operation == "for_create")
        return ActionType::create;
    if (operation == "for_update")
        return ActionType::update;
    if (operation == "for_destroy")
        return ActionType::destroy;
    return std::nullopt;
}

static std::string_view operation_name(const Value& operation)
{
    bool named = operation.is(Kind::list) && !operation.list().empty()
        && operation.list().front().is_textual();
    return named ? operation.list().front().text() : std::string_view {};
}

static const Value& part(const Value& operation, size_t index)
{
    static const Value absent {};
    return index < operation.list().size() ? operation.list()[index] : absent;
}

// The options of a for_* call say who asks and for whom; they win over those of the message.
static Context for_call(const Context& context, const Value& options)
{
    auto own = context;
    if (!options.is(Kind::map))
        return own;
    if (const auto* actor = options.map().find("actor"))
        own.actor = *actor;
    if (const auto* tenant = options.map().find("tenant"))
        own.tenant = *tenant;
    if (const auto* more = options.map().find("context"); more != nullptr && more->is(Kind::map))
        deep_merge(own.context, more->map());
    return own;
}

static BuildOptions build_options_of(const Value& options)
{
    Map holder { { "options", options } };
    return build_options(Request(holder));
}

static Outcome<void> run_builder(
    Changeset& changeset, const Value& operation, std::optional<ActionType> type, Context& context)
{
    const auto& resource = changeset.resource();
    if (!type) {
        const auto& name = part(operation, 1);
        const auto* action = name.is_textual() ? resource.find_action(name.text()) : nullptr;
        type = action != nullptr ? action->type : changeset.action_type();
    }
    const auto* action = TRY(action_of(resource, part(operation, 1), *type));
    bool has_record = !changeset.data().values.empty();
    if (has_record != (*type != ActionType::create))
        return fail(Errors(wrong(has_record ? "a create starts from a resource, not from a record"
                                            : "an update or destroy starts from a record")));
    const auto& options = part(operation, 3);
    auto own = for_call(context, options);
    changeset.set_action_type(*type);
    changeset.set_actor(own.actor);
    if (!own.tenant.is_null())
        changeset.set_tenant(own.tenant, TRY(stored_tenant(resource, own.tenant, own.host)));
    if (!own.context.empty())
        changeset.set_context(own.context);
    build(changeset, *action, part(operation, 2), build_options_of(options), own);
    return {};
}

static Outcome<void> apply(Changeset& changeset, const Value& operation, Context& context)
{
    auto name = operation_name(operation);
    if (auto type = type_of_builder(name); type || name == "for_action")
        return run_builder(changeset, operation, type, context);
    TRY(apply_operation(changeset, operation, context));
    return {};
}

static const LiveChangeset* find_live(const Session& session, const Value& handle)
{
    return handle.is(Kind::integer) ? session.live_changesets.find(handle.integer()) : nullptr;
}

static Error no_longer_there()
{
    return wrong("this changeset is no longer there: a callback may use it only while it runs");
}

// Which changeset a description starts from: one that a callback is looking at, a record, or
// nothing yet.
static Outcome<Changeset> start(Session& session, const Request& request, Context& context)
{
    const auto& handle = request.member("handle");
    if (handle.is(Kind::integer)) {
        if (const auto* seen = session.live_changesets.find_seen(handle.integer()))
            return *seen;
        return fail(Errors(no_longer_there()));
    }
    const auto* resource = TRY(resource_of(session, request));
    const auto& record = request.member("record");
    if (record.is(Kind::map))
        return start_change(
            TRY(record_from_map(*resource, record.map())), ActionType::update, context);
    if (const auto& id = request.member("id"); !id.is_null()) {
        if (!session.data_layer)
            return fail(Errors(Error::make(ErrorCode::not_open, "no database is open")));
        return start_change(TRY(find_by_id(*resource, id, context)), ActionType::update, context);
    }
    return start_create(*resource, context);
}

static Outcome<Changeset> evaluated(Session& session, const Request& request, Context& context)
{
    const auto& members = request.member("changeset");
    if (!members.is(Kind::map))
        return fail(Errors(wrong("the message needs a `changeset`")));
    Request description(members.map());
    auto changeset = TRY(start(session, description, context));
    const auto& operations = description.member("operations");
    if (operations.is_null())
        return changeset;
    if (!operations.is(Kind::list))
        return fail(Errors(wrong("`operations` is a list")));
    for (const auto& operation : operations.list())
        TRY(apply(changeset, operation, context));
    return changeset;
}

// Spec §3.3 apply_attributes: the record that the changes would make, defaults included. Nothing is
// stored.
static std::optional<Record> applied(Changeset changeset, const Value& how, Context& context)
{
    bool force = how.is_textual() && how.text() == "force";
    if (!changeset.valid() && !force)
        return std::nullopt;
    Changeset* one[] = { &changeset };
    InRequest request(one, context);
    apply_literal_defaults(changeset);
    apply_lazy_defaults(changeset, context);
    return changeset.apply();
}

static Outcome<void> run_changeset(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    auto changeset = TRY(evaluated(session, request, context));
    auto state = state_of(changeset);
    if (const auto& how = request.member("apply"); !how.is_null()) {
        if (auto record = applied(changeset, how, context))
            state.mutable_map().set("applied", Value(record_map(*record)));
    }
    const auto& wanted = request.member("changeset").map();
    if (const auto* told = wanted.find("inspect"); told != nullptr && *told == Value(true))
        state.mutable_map().set("inspected", Value(inspect(changeset)));
    answer.value(state);
    return {};
}

static Outcome<Proceed*> begin_proceeding(
    Session& session, const Request& request, Context& context)
{
    const auto* live = find_live(session, request.member("handle"));
    if (live == nullptr)
        return fail(Errors(no_longer_there()));
    if (live->proceed == nullptr || std::exchange(live->proceed->begun, true))
        return fail(Errors(wrong("only an around hook goes on with the action, and only once")));
    const auto& operations = request.member("operations");
    if (operations.is(Kind::list))
        TRY(apply_operations(*live->changeset, operations.list(), context));
    return live->proceed;
}

static Outcome<void> write_proceeded(const Outcome<Record>& outcome, JsonWriter& answer)
{
    if (!outcome)
        return fail(outcome.error());
    answer.begin_object();
    answer.key("record");
    answer.value(Value(record_map(*outcome)));
    answer.end_object();
    return {};
}

// An around hook goes on with the action while it runs. What it wraps belongs to the hook: it ends
// with it.
static Task run_proceed(Undertaking& undertaking)
{
    auto begun = begin_proceeding(undertaking.session, undertaking.request, undertaking.context);
    if (!begun) {
        undertaking.outcome = fail(std::move(begun).error());
        co_return;
    }
    auto& proceed = **begun;
    proceed.task = proceed.run();
    co_await proceed.task;
    undertaking.outcome = write_proceeded(proceed.outcome(), undertaking.answer);
}

static Outcome<Changeset> submitted(Session& session, const Request& request, Context& context)
{
    auto changeset = TRY(evaluated(session, request, context));
    if (changeset.action() == nullptr) {
        const auto* action = TRY(action_of(changeset.resource(), {}, changeset.action_type()));
        build(changeset, *action, {}, build_options(request), context);
    }
    if (context.actor.is_null())
        context.actor = changeset.actor();
    if (context.tenant.is_null())
        context.tenant = changeset.tenant();
    return changeset;
}

static Task submit_changeset(Undertaking& submit)
{
    return run_one(submitted(submit.session, submit.request, submit.context), submit);
}

const MessageOperation changeset_operation {
    .name = "changeset",
    .needs = MessageOperation::Needs::definition,
    .run = run_changeset,
};

const MessageOperation proceed_operation {
    .name = "proceed",
    .needs = MessageOperation::Needs::database,
    .start = run_proceed,
};

const MessageOperation submit_operation {
    .name = "submit",
    .needs = MessageOperation::Needs::database,
    .start = submit_changeset,
};

} // namespace tunez::message
