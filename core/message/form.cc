#include "form/form.h"

#include "changeset/operations.h"
#include "message/encode.h"
#include "message/operations.h"
#include "message/write_one.h"

namespace tunez::message {

namespace {

struct Form {
    const Resource* resource;
    const Action* action;
    Context context;
};

} // namespace

static Outcome<Form> form_of(Session& session, const Request& request)
{
    const auto* resource = TRY(resource_of(session, request));
    const auto& name = request.member("action");
    const auto* action = name.is_textual() ? resource->find_action(name.text()) : nullptr;
    if (action == nullptr)
        action = TRY(action_of(*resource, name, ActionType::create));
    return Form { resource, action, context_of(session, request) };
}

static bool writes(const Action& action)
{
    return action.type != ActionType::read && action.type != ActionType::generic;
}

static Outcome<FormState> state_of(const Form& form, const Request& request, Context& context)
{
    const auto& [resource, action, _] = form;
    const auto& params = request.member("params");
    if (!writes(*action))
        return validate_form(*resource, *action, params, context);
    auto changeset = action->type == ActionType::create
        ? TRY(start_create(*resource, context))
        : TRY(start_change(TRY(record_of(*resource, request, context)), action->type, context));
    if (const auto& operations = request.member("operations"); operations.is(Kind::list))
        TRY(apply_operations(changeset, operations.list(), context));
    return validate_form(changeset, *action, params, build_options(request), context);
}

static void write_state(const FormState& state, const Resource& resource, JsonWriter& answer)
{
    answer.key("valid");
    answer.boolean(state.valid);
    answer.key("errors");
    write_error_list(state.texts.shown, nullptr, answer);
    if (!state.texts.unhandled.empty()) {
        answer.key("unhandled");
        write_error_list(state.texts.unhandled, &resource, answer);
    }
    if (!state.values.empty()) {
        answer.key("values");
        answer.value(Value(state.values));
    }
}

static Outcome<void> run_validate(Session& session, const Request& request, JsonWriter& answer)
{
    auto form = TRY(form_of(session, request));
    auto state = TRY(state_of(form, request, form.context));
    answer.begin_object();
    write_state(state, *form.resource, answer);
    answer.end_object();
    return {};
}

static const MessageOperation& operation_of(const Action& action, const Request& request)
{
    if (writes(action))
        return submit_operation;
    if (action.type == ActionType::generic)
        return run_operation;
    return request.flag("read_one", false) ? get_operation : read_operation;
}

static void take(Map& message, const Request& request, std::initializer_list<const char*> members)
{
    for (const auto* name : members) {
        if (const auto& value = request.member(name); !value.is_null())
            message.append(name, value);
    }
}

// The message that runs the form's action with what the form makes of its params.
static Map submission(const Form& form, const Value& inputs, const Request& request)
{
    Map options;
    if (request.member("options").is(Kind::map))
        options = request.member("options").map();
    options.set("skip_unknown_inputs", Value("*"));
    Map message { { "options", Value(options) } };
    if (!writes(*form.action)) {
        message.append("resource", Value(form.resource->name));
        message.append("action", Value(form.action->name));
        message.append("input", inputs);
        take(message, request, { "query" });
        return message;
    }
    Map changeset { { "resource", Value(form.resource->name) } };
    take(changeset, request, { "record", "id" });
    const auto& before = request.member("operations");
    auto operations = before.is(Kind::list) ? before.list() : List();
    operations.emplace_back(
        List { "for_action", Value(form.action->name), inputs, Value(std::move(options)) });
    changeset.append("operations", Value(std::move(operations)));
    message.append("changeset", Value(std::move(changeset)));
    return message;
}

static void write_failure(
    const Errors& errors, FormState& state, const Resource& resource, JsonWriter& answer)
{
    answer.begin_object();
    write_state(state, resource, answer);
    answer.key("failure");
    write_errors(errors, &resource, answer);
    answer.end_object();
}

static void take_errors(FormState& state, const Errors& errors, const Resource& resource)
{
    state.valid = false;
    state.texts = {};
    for (const auto& error : errors.errors)
        state.texts.add(error, resource);
}

namespace {

// A form and what comes of its params.
struct Submission {
    Form form;
    FormState state;
};

} // namespace

static Outcome<Submission> prepare(Session& session, const Request& request)
{
    auto form = TRY(form_of(session, request));
    auto state = TRY(state_of(form, request, form.context));
    return Submission { std::move(form), std::move(state) };
}

static Task perform(const MessageOperation& operation, Undertaking& inner)
{
    if (operation.start != nullptr)
        return operation.start(inner);
    inner.outcome = operation.run(inner.session, inner.request, inner.answer);
    return {};
}

static Task run_submit(Undertaking& submit)
{
    auto& [session, request, context, answer, outcome] = submit;
    auto prepared = prepare(session, request);
    if (!prepared) {
        outcome = fail(std::move(prepared).error());
        co_return;
    }
    auto& [form, state] = *prepared;
    if (!state.valid && !request.flag("force", false)) {
        write_failure(Errors(state.errors), state, *form.resource, answer);
        co_return;
    }
    auto message = submission(form, state.inputs, request);
    Request inner_request(message);
    Undertaking inner { session, inner_request, context_of(session, inner_request), answer };
    auto size = answer.size();
    auto needs_comma = answer.needs_comma();
    answer.begin_object();
    answer.key("result");
    co_await perform(operation_of(*form.action, request), inner);
    if (inner.outcome) {
        answer.end_object();
        co_return;
    }
    auto& errors = inner.outcome.error();
    answer.truncate(size, needs_comma);
    errors.merge_duplicates();
    take_errors(state, errors, *form.resource);
    write_failure(errors, state, *form.resource, answer);
}

const MessageOperation validate_form_operation {
    .name = "validate_form",
    .needs = MessageOperation::Needs::definition,
    .run = run_validate,
};

const MessageOperation submit_form_operation {
    .name = "submit_form",
    .needs = MessageOperation::Needs::database,
    .start = run_submit,
};

} // namespace tunez::message
