#include "changeset/callback.h"

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "changeset/record_map.h"
#include "resource/field_name.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tunez {

static Value names_of(const Changeset& changeset, bool (*pick)(const Changeset&, const Attribute&))
{
    List names;
    for (const auto& attribute : changeset.resource().attributes) {
        if (pick(changeset, *attribute))
            names.emplace_back(attribute->key);
    }
    return Value(std::move(names));
}

static Value path_value(const Path& path, const Resource& resource)
{
    List steps;
    for (const auto& step : path) {
        if (const auto* text = std::get_if<std::string>(&step))
            steps.emplace_back(key_of(resource, *text));
        else
            steps.emplace_back(std::get<int64_t>(step));
    }
    return Value(std::move(steps));
}

Value error_value(const Error& error, const Resource& resource)
{
    Map map { { "code", Value(name(error.code)) }, { "message", Value(error.rendered()) },
        { "template", Value(error.message) }, { "path", path_value(error.path, resource) } };
    if (!error.field.empty())
        map.set("field", Value(key_of(resource, error.field)));
    if (!error.vars.empty())
        map.set("vars", Value(error.vars));
    if (!error.fields.empty()) {
        List fields;
        for (const auto& field : error.fields)
            fields.emplace_back(key_of(resource, field));
        map.set("fields", Value(std::move(fields)));
    }
    for (const auto& [key, value] : error.details)
        map.set(key, value);
    return Value(std::move(map));
}

static Map arguments_of(const Changeset& changeset)
{
    auto arguments = changeset.undeclared_arguments();
    if (const auto* action = changeset.action()) {
        for (const auto& argument : action->arguments) {
            if (changeset.has_argument(argument))
                arguments.set(argument.key, changeset.get_argument(argument));
        }
    }
    return arguments;
}

// The changeset of the record that this one's is embedded in, and so on outwards: who they are, and
// handles to ask for more.
static Value source_of(const Changeset& changeset)
{
    const auto* source = changeset.source();
    if (source == nullptr)
        return {};
    Map state { { "handle", Value(changeset.source_handle()) },
        { "resource", Value(source->resource().name) },
        { "action", source->action() != nullptr ? Value(source->action()->name) : Value() },
        { "action_type", Value(name(source->action_type())) } };
    if (auto outer = source_of(*source); !outer.is_null())
        state.set("source", std::move(outer));
    return Value(std::move(state));
}

Value state_of(const Changeset& changeset)
{
    Map attributes;
    for (const auto& attribute : changeset.resource().attributes) {
        if (const auto* change = changeset.find_change(*attribute))
            attributes.append(attribute->key, *change);
    }
    List errors;
    for (const auto& error : changeset.errors())
        errors.push_back(error_value(error, changeset.resource()));
    Map state { { "resource", Value(changeset.resource().name) },
        { "action", changeset.action() != nullptr ? Value(changeset.action()->name) : Value() },
        { "action_type", Value(name(changeset.action_type())) },
        { "valid", Value(changeset.valid()) }, { "phase", Value(name(changeset.phase())) },
        { "attributes", Value(std::move(attributes)) },
        { "arguments", Value(arguments_of(changeset)) },
        { "params", changeset.params().is(Kind::map) ? changeset.params() : Value(Map {}) },
        { "defaults",
            names_of(changeset,
                [](const Changeset& c, const Attribute& a) { return c.is_default(a); }) },
        { "invalid_keys",
            names_of(changeset,
                [](const Changeset& c, const Attribute& a) { return c.is_invalid(a); }) },
        { "touched",
            names_of(
                changeset, [](const Changeset& c, const Attribute& a) { return c.touching(a); }) },
        { "selected",
            names_of(
                changeset, [](const Changeset& c, const Attribute& a) { return c.selecting(a); }) },
        { "errors", Value(std::move(errors)) }, { "context", Value(changeset.context()) },
        { "tenant", changeset.tenant() } };
    if (!changeset.atomics().empty()) {
        List atomics;
        for (const auto& atomic : changeset.atomics())
            atomics.emplace_back(atomic.attribute->key);
        state.set("atomics", Value(std::move(atomics)));
    }
    if (!changeset.managed().empty()) {
        List relationships;
        for (const auto& call : changeset.managed())
            relationships.emplace_back(call.relationship->key);
        state.set("relationships", Value(std::move(relationships)));
    }
    state.set("data",
        Value(
            changeset.action_type() == ActionType::create ? Map {} : record_map(changeset.data())));
    if (auto source = source_of(changeset); !source.is_null())
        state.set("source", std::move(source));
    return Value(std::move(state));
}

int64_t LiveChangesets::add(LiveChangeset live)
{
    all_.push_back({ next_, live });
    return next_++;
}

void LiveChangesets::remove(int64_t handle)
{
    // The innermost is the last, and the first to go.
    auto found = std::ranges::find(all_.rbegin(), all_.rend(), handle, &Held::handle);
    if (found != all_.rend())
        all_.erase(std::next(found).base());
}

const LiveChangeset* LiveChangesets::find(int64_t handle) const
{
    auto found = std::ranges::find(all_.rbegin(), all_.rend(), handle, &Held::handle);
    return found != all_.rend() ? &found->live : nullptr;
}

namespace {

// The state of a changeset that a callback may ask about by its handle, as long as this lives.
class Seen {
public:
    Seen(const Changeset& changeset, Context& context)
        : changeset_(changeset)
        , live_(*context.live_changesets)
        , handle_(live_.add({ .seen = &changeset_ }))
    {
    }
    Seen(const Seen&) = delete;
    Seen& operator=(const Seen&) = delete;
    ~Seen() { live_.remove(handle_); }

    Value state() const { return state_with_handle(changeset_, handle_); }

    static Value state_with_handle(const Changeset& changeset, int64_t handle)
    {
        auto state = state_of(changeset);
        state.mutable_map().set("handle", Value(handle));
        return state;
    }

private:
    Changeset changeset_;
    LiveChangesets& live_;
    int64_t handle_;
};

} // namespace

static Value context_value(const Changeset& changeset, const Context& context)
{
    return Value(Map { { "actor", context.actor }, { "tenant", context.tenant },
        { "authorize", Value(context.authorize) },
        { "source_context", Value(changeset.context()) } });
}

Result<Value> call_with_changesets(const Entry& entry, std::string_view kind,
    std::span<Changeset* const> changesets, Context& context, const Map& extra)
{
    std::vector<std::unique_ptr<Seen>> seen;
    List states;
    for (auto* changeset : changesets)
        states.push_back(seen.emplace_back(std::make_unique<Seen>(*changeset, context))->state());
    Map message { { "kind", Value(kind) }, { "changesets", Value(std::move(states)) },
        { "options", Value(entry.options) },
        { "context", context_value(*changesets.front(), context) } };
    for (const auto& [key, value] : extra)
        message.set(key, value);
    auto answer = context.host.call(*entry.callback, Value(std::move(message)));
    if (!answer)
        answer.error().bread_crumbs.push_back(entry.location);
    return answer;
}

Result<Value> call_with_changeset(CallbackId callback, std::string_view kind,
    const Changeset& changeset, Context& context, const Map& extra)
{
    Seen seen(changeset, context);
    Map message { { "kind", Value(kind) }, { "changeset", seen.state() },
        { "context", context_value(changeset, context) } };
    for (const auto& [key, value] : extra)
        message.set(key, value);
    return context.host.call(callback, Value(std::move(message)));
}

HookCall::HookCall(CallbackId callback, std::string_view kind, Changeset& changeset,
    Context& context, MayWait may_wait, Map extra, Proceed* proceed)
    : seen_(changeset)
    , context_(context)
    , callback_(callback)
    , may_wait_(may_wait == MayWait::yes)
    , handle_(context.live_changesets->add({ .seen = &seen_,
          .changeset = &changeset,
          .proceed = proceed,
          .request = context.waits != nullptr ? context.waits->request : 0 }))
    , message_(std::move(extra))
{
    message_.set("kind", Value(kind));
    message_.set("changeset", Seen::state_with_handle(seen_, handle_));
    message_.set("context", context_value(seen_, context));
    if (may_wait_)
        message_.set("may_wait", Value(true));
}

HookCall::~HookCall()
{
    if (may_wait_)
        context_.waits->forget(&answer_);
    context_.live_changesets->remove(handle_);
}

static std::optional<int64_t> promised(const Result<Value>& answer)
{
    const auto* promise = answer && answer->is(Kind::map) ? answer->map().find("promise") : nullptr;
    return promise != nullptr && promise->is(Kind::integer) ? std::optional(promise->integer())
                                                            : std::nullopt;
}

bool HookCall::await_ready()
{
    answer_ = context_.host.call(callback_, Value(std::move(message_)));
    return !may_wait_ || !promised(answer_);
}

void HookCall::await_suspend(std::coroutine_handle<> handle)
{
    context_.waits->add(*promised(answer_), handle, &answer_);
}

Result<Value> call_with_changeset(
    const Entry& entry, std::string_view kind, const Changeset& changeset, Context& context)
{
    Map extra { { "options", Value(entry.options) } };
    auto answer = call_with_changeset(*entry.callback, kind, changeset, context, extra);
    if (!answer)
        answer.error().bread_crumbs.push_back(entry.location);
    return answer;
}

static Path path_from(const Value& value)
{
    Path path;
    if (value.is(Kind::list)) {
        for (const auto& step : value.list()) {
            if (step.is(Kind::integer))
                path.emplace_back(step.integer());
            else if (step.is_textual())
                path.emplace_back(std::string(step.text()));
        }
    } else if (value.is_textual()) {
        path.emplace_back(std::string(value.text()));
    }
    return path;
}

// The parts of an error that have a place of their own; false for everything else.
static bool take_part(Error& error, const std::string& key, const Value& value)
{
    if (key == "message") {
        error.message = value.is_textual() ? std::string(value.text()) : display(value);
    } else if (key == "field") {
        error.field = display(value);
    } else if (key == "fields" && value.is(Kind::list)) {
        for (const auto& name : value.list())
            error.fields.push_back(display(name));
    } else if (key == "path") {
        error.path = path_from(value);
    } else if (key == "vars" && value.is(Kind::map)) {
        for (const auto& [name, variable] : value.map())
            error.vars.set(name, variable);
    } else {
        return key == "code" || key == "class" || key == "value";
    }
    return true;
}

Error error_from_map(const Map& map)
{
    Error error;
    const auto* named = map.find("code");
    auto code
        = named != nullptr && named->is_textual() ? find_error_code(named->text()) : std::nullopt;
    for (const auto& [key, value] : map) {
        if (!take_part(error, key, value) && key != "template")
            (code ? error.details : error.vars).set(key, value);
    }
    // The text before its variables were filled in.
    if (const auto* text = map.find("template"); code && text != nullptr && text->is_textual())
        error.message = text->text();
    auto own = error.field.empty() ? ErrorCode::invalid_changes : ErrorCode::invalid_attribute;
    error.code = code.value_or(own);
    return error;
}

std::vector<Error> errors_from(const Value& value)
{
    const auto* inner = value.is(Kind::map) ? value.map().find("errors") : &value;
    std::vector<Error> errors;
    if (inner != nullptr && inner->is(Kind::list)) {
        for (const auto& item : inner->list()) {
            auto more = errors_from(item);
            errors.insert(errors.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
        }
    } else if (value.is(Kind::map)) {
        errors.push_back(error_from_map(value.map()));
    } else {
        errors.push_back(
            Error::invalid_changes({}, value.is_textual() ? value.text() : display(value)));
    }
    return errors;
}

} // namespace tunez
