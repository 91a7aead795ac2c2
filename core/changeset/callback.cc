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

const Changeset* LiveChangesets::find_seen(int64_t handle) const
{
    if (const auto* live = find(handle))
        return live->seen;
    auto kept = std::ranges::lower_bound(kept_, handle, {}, &Kept::handle);
    return kept != kept_.end() && kept->handle == handle ? kept->seen.get() : nullptr;
}

void LiveChangesets::keep(int64_t handle, std::shared_ptr<const Changeset> seen)
{
    auto after = std::ranges::upper_bound(kept_, handle, {}, &Kept::handle);
    kept_.insert(after, { handle, std::move(seen) });
}

void LiveChangesets::forget_kept() { kept_.clear(); }

// What a message says of a changeset: all there is to know, or, where the host asks for that when
// somebody wants to know it, only its handle.
static Value told_of(const Changeset& changeset, int64_t handle, const Context& context)
{
    if (!context.host.asks_for_states()) {
        auto state = state_of(changeset);
        state.mutable_map().set("handle", Value(handle));
        return state;
    }
    Map told { { "handle", Value(handle) } };
    if (auto source = source_of(changeset); !source.is_null())
        told.set("source", std::move(source));
    return Value(std::move(told));
}

// Functions among the arguments of the operations that a callback gave: hooks, lazy values.
static bool leaves_functions(const Value& answer)
{
    const auto* operations = answer.is(Kind::map) ? answer.map().find("operations") : nullptr;
    if (operations == nullptr || !operations->is(Kind::list))
        return false;
    auto is_function = [](const Value& argument) {
        return argument.is(Kind::map) && argument.map().contains("callback");
    };
    return std::ranges::any_of(operations->list(), [&](const Value& operation) {
        return operation.is(Kind::list) && std::ranges::any_of(operation.list(), is_function);
    });
}

namespace {

// A changeset that a callback may ask about by its handle, as long as this lives.
class Seen {
public:
    Seen(const Changeset& changeset, Context& context)
        : changeset_(changeset)
        , context_(context)
        , handle_(context.live_changesets->add({ .seen = &changeset }))
    {
    }
    Seen(const Seen&) = delete;
    Seen& operator=(const Seen&) = delete;
    ~Seen() { context_.live_changesets->remove(handle_); }

    int64_t handle() const { return handle_; }
    Value told() const { return told_of(changeset_, handle_, context_); }
    void answered(const Value& answer) const
    {
        if (context_.host.asks_for_states() && leaves_functions(answer))
            context_.live_changesets->keep(handle_, std::make_shared<const Changeset>(changeset_));
    }

private:
    const Changeset& changeset_;
    Context& context_;
    int64_t handle_;
};

} // namespace

static Value context_value(const Changeset& changeset, const Context& context)
{
    Map value { { "authorize", Value(context.authorize) } };
    if (!context.actor.is_null())
        value.set("actor", context.actor);
    if (!context.tenant.is_null())
        value.set("tenant", context.tenant);
    if (!changeset.context().empty())
        value.set("source_context", Value(changeset.context()));
    return Value(std::move(value));
}

Result<Value> call_with_changesets(const Entry& entry, std::string_view kind,
    std::span<Changeset* const> changesets, Context& context, const Map& extra)
{
    std::vector<std::unique_ptr<Seen>> seen;
    List states;
    for (auto* changeset : changesets)
        states.push_back(seen.emplace_back(std::make_unique<Seen>(*changeset, context))->told());
    Map message { { "kind", Value(kind) }, { "changesets", Value(std::move(states)) },
        { "options", Value(entry.options) },
        { "context", context_value(*changesets.front(), context) } };
    for (const auto& [key, value] : extra)
        message.set(key, value);
    auto answer = context.host.call(*entry.callback, Value(std::move(message)));
    if (!answer) {
        answer.error().bread_crumbs.push_back(entry.location);
        return answer;
    }
    const auto* batch = answer->is(Kind::map) ? answer->map().find("batch") : nullptr;
    if (batch != nullptr && batch->is(Kind::list)) {
        for (size_t i = 0; i < std::min(seen.size(), batch->list().size()); ++i)
            seen[i]->answered(batch->list()[i]);
    }
    return answer;
}

// Whether a message need not say more than which changeset it is about, and its record.
static bool says_little(const Changeset& changeset, const Context& context, const Map& extra)
{
    return context.host.asks_for_states() && context.actor.is_null() && context.tenant.is_null()
        && context.authorize && changeset.context().empty() && changeset.source() == nullptr
        && (extra.empty() || (extra.size() == 1 && extra.contains("record")));
}

Result<Value> call_with_changeset(CallbackId callback, std::string_view kind,
    const Changeset& changeset, Context& context, const Map& extra)
{
    Seen seen(changeset, context);
    if (says_little(changeset, context, extra)) {
        const auto* record = extra.find("record");
        auto answer = context.host.call_about(
            callback, kind, seen.handle(), record != nullptr ? *record : Value());
        if (answer)
            seen.answered(*answer);
        return answer;
    }
    Map message { { "kind", Value(kind) }, { "changeset", seen.told() },
        { "context", context_value(changeset, context) } };
    for (const auto& [key, value] : extra)
        message.set(key, value);
    auto answer = context.host.call(callback, Value(std::move(message)));
    if (answer)
        seen.answered(*answer);
    return answer;
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
    message_.set("changeset", told_of(seen_, handle_, context));
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
    Map extra;
    if (!entry.options.empty())
        extra.set("options", Value(entry.options));
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
