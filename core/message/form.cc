#include "form/form.h"

#include "changeset/operations.h"
#include "message/encode.h"
#include "message/operations.h"
#include "message/write_one.h"

namespace tunez::message {

static Outcome<const Action*> action_of_form(const Session& session, const Request& request)
{
    const auto* resource = TRY(resource_of(session, request));
    const auto& name = request.member("action");
    const auto* action = name.is_textual() ? resource->find_action(name.text()) : nullptr;
    return action != nullptr ? action : TRY(action_of(*resource, name, ActionType::create));
}

static bool writes(const Action& action)
{
    return action.type != ActionType::read && action.type != ActionType::generic;
}

static Outcome<Form> form_of(const Session& session, const Request& request, Context& context)
{
    const auto* action = TRY(action_of_form(session, request));
    Form form(*action, request.member("params"));
    if (!writes(*action)) {
        form.validate(context);
        return form;
    }
    auto changeset = action->type == ActionType::create
        ? TRY(start_create(*action->resource, context))
        : TRY(start_change(
              TRY(record_of(*action->resource, request, context)), action->type, context));
    if (const auto& operations = request.member("operations"); operations.is(Kind::list))
        TRY(apply_operations(changeset, operations.list(), context));
    form.validate(changeset, build_options(request), context);
    return form;
}

static void write_state(const Form& form, JsonWriter& answer)
{
    const auto& state = form.state();
    answer.key("valid");
    answer.boolean(state.valid);
    answer.key("errors");
    write_error_list(state.texts.shown, nullptr, answer);
    if (!state.texts.unhandled.empty()) {
        answer.key("unhandled");
        write_error_list(state.texts.unhandled, form.action().resource, answer);
    }
    if (!state.values.empty()) {
        answer.key("values");
        answer.value(Value(state.values));
    }
    if (state.rearranged) {
        answer.key("params");
        answer.value(state.params);
    }
}

static Outcome<void> run_validate(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    auto form = TRY(form_of(session, request, context));
    answer.begin_object();
    write_state(form, answer);
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
static Map submission(const Form& form, const Request& request)
{
    const auto& action = form.action();
    const auto& inputs = form.state().inputs;
    Map options;
    if (request.member("options").is(Kind::map))
        options = request.member("options").map();
    options.set("skip_unknown_inputs", Value("*"));
    Map message { { "options", Value(options) } };
    if (!writes(action)) {
        message.append("resource", Value(action.resource->name));
        message.append("action", Value(action.name));
        message.append("input", inputs);
        take(message, request, { "query" });
        return message;
    }
    Map changeset { { "resource", Value(action.resource->name) } };
    take(changeset, request, { "record", "id" });
    const auto& before = request.member("operations");
    auto operations = before.is(Kind::list) ? before.list() : List();
    operations.emplace_back(
        List { "for_action", Value(action.name), inputs, Value(std::move(options)) });
    changeset.append("operations", Value(std::move(operations)));
    message.append("changeset", Value(std::move(changeset)));
    return message;
}

static void write_failure(const Errors& errors, const Form& form, JsonWriter& answer)
{
    answer.begin_object();
    write_state(form, answer);
    answer.key("failure");
    write_errors(errors, form.action().resource, answer);
    answer.end_object();
}

static Task submit_form(Undertaking& submit)
{
    auto form = form_of(submit.session, submit.request, submit.context);
    if (!form) {
        submit.outcome = fail(std::move(form).error());
        co_return;
    }
    auto& answer = submit.answer;
    if (!form->state().valid && !submit.request.flag("force", false)) {
        write_failure(Errors(form->state().errors), *form, answer);
        co_return;
    }
    auto message = submission(*form, submit.request);
    Request request(message);
    Undertaking action { submit.session, request, context_of(submit.session, request), answer };
    auto size = answer.size();
    auto needs_comma = answer.needs_comma();
    answer.begin_object();
    answer.key("result");
    const auto& operation = operation_of(form->action(), submit.request);
    if (operation.start != nullptr)
        co_await operation.start(action);
    else
        action.outcome = operation.run(action.session, request, answer);
    if (action.outcome) {
        answer.end_object();
        co_return;
    }
    answer.truncate(size, needs_comma);
    auto errors = std::move(action.outcome).error();
    errors.merge_duplicates();
    form->refuse(errors);
    write_failure(errors, *form, answer);
}

const MessageOperation validate_form_operation {
    .name = "validate_form",
    .needs = MessageOperation::Needs::definition,
    .run = run_validate,
};

const MessageOperation submit_form_operation {
    .name = "submit_form",
    .needs = MessageOperation::Needs::database,
    .start = submit_form,
};

} // namespace tunez::message
