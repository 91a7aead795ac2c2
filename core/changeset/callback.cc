#include "changeset/callback.h"

#include "changeset/changeset.h"
#include "changeset/context.h"
#include "changeset/record_map.h"
#include "resource/field_name.h"

#include <iterator>
#include <optional>
#include <string>

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
    state.set("data",
        Value(
            changeset.action_type() == ActionType::create ? Map {} : record_map(changeset.data())));
    return Value(std::move(state));
}

static Value next_handle(LiveChangeset live, Context& context)
{
    auto handle = static_cast<int64_t>(context.live_changesets->size());
    context.live_changesets->push_back(live);
    return Value(handle);
}

// The changeset of the record that this one's is embedded in, and so on outwards: who they are, and
// handles to ask for more.
static Value live_source(const Changeset& changeset, Context& context)
{
    auto* source = changeset.source();
    if (source == nullptr)
        return {};
    Map state { { "handle", next_handle({ .seen = source }, context) },
        { "resource", Value(source->resource().name) },
        { "action", source->action() != nullptr ? Value(source->action()->name) : Value() },
        { "action_type", Value(name(source->action_type())) } };
    if (auto outer = live_source(*source, context); !outer.is_null())
        state.set("source", std::move(outer));
    return Value(std::move(state));
}

// The state of a changeset that a callback may ask about while it runs.
static Value live_state(LiveChangeset live, Context& context)
{
    auto state = state_of(*live.seen);
    state.mutable_map().set("handle", next_handle(live, context));
    if (auto source = live_source(*live.seen, context); !source.is_null())
        state.mutable_map().set("source", std::move(source));
    return state;
}

static Value context_value(const Changeset& changeset, const Context& context)
{
    return Value(Map { { "actor", context.actor }, { "tenant", context.tenant },
        { "authorize", Value(context.authorize) },
        { "source_context", Value(changeset.context()) } });
}

static Result<Value> call_live(CallbackId callback, std::string_view kind, LiveChangeset live,
    Context& context, const Map& extra)
{
    auto live_before = context.live_changesets->size();
    Map message { { "kind", Value(kind) }, { "changeset", live_state(live, context) },
        { "context", context_value(*live.seen, context) } };
    for (const auto& [key, value] : extra)
        message.set(key, value);
    auto answer = context.host.call(callback, Value(std::move(message)));
    context.live_changesets->resize(live_before);
    return answer;
}

Result<Value> call_with_changesets(const Entry& entry, std::string_view kind,
    std::span<Changeset* const> changesets, Context& context, const Map& extra)
{
    std::vector<Changeset> seen;
    seen.reserve(changesets.size()); // Their addresses stay.
    List states;
    auto live_before = context.live_changesets->size();
    for (auto* changeset : changesets) {
        seen.push_back(*changeset);
        states.push_back(live_state({ .seen = &seen.back() }, context));
    }
    Map message { { "kind", Value(kind) }, { "changesets", Value(std::move(states)) },
        { "options", Value(entry.options) },
        { "context", context_value(*changesets.front(), context) } };
    for (const auto& [key, value] : extra)
        message.set(key, value);
    auto answer = context.host.call(*entry.callback, Value(std::move(message)));
    context.live_changesets->resize(live_before);
    if (!answer)
        answer.error().bread_crumbs.push_back(entry.location);
    return answer;
}

Result<Value> call_with_changeset(CallbackId callback, std::string_view kind,
    const Changeset& changeset, Context& context, const Map& extra)
{
    auto seen = changeset;
    return call_live(callback, kind, { .seen = &seen }, context, extra);
}

Result<Value> call_around(CallbackId callback, std::string_view kind, Changeset& changeset,
    Context& context, const Proceed& proceed)
{
    auto seen = changeset;
    return call_live(callback, kind,
        { .seen = &seen, .changeset = &changeset, .proceed = &proceed }, context, {});
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
