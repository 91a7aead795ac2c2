#include "resource/decode/decode.h"
#include "resource/excerpt.h"

#include <algorithm>

namespace tunez {

static constexpr Fields::Named<ActionType> action_types[] = {
    { "create", ActionType::create },
    { "read", ActionType::read },
    { "update", ActionType::update },
    { "destroy", ActionType::destroy },
    { "action", ActionType::generic },
    { "generic", ActionType::generic },
};

static constexpr Fields::Named<ActionMultitenancy> multitenancies[] = {
    { "enforce", ActionMultitenancy::enforce },
    { "allow_global", ActionMultitenancy::allow_global },
    { "bypass", ActionMultitenancy::bypass },
    { "bypass_all", ActionMultitenancy::bypass_all },
};

namespace {

// Which types of actions have an option.
struct OptionOfTypes {
    std::string_view key;
    ActionTypes types;
};

} // namespace

static constexpr ActionTypes creates { .create = true };
static constexpr ActionTypes reads { .read = true };
static constexpr ActionTypes updates { .update = true, .destroy = true };
static constexpr ActionTypes destroys { .destroy = true };
static constexpr ActionTypes generics { .generic = true };
static constexpr ActionTypes writes { .create = true, .update = true, .destroy = true };
static constexpr ActionTypes queries { .read = true, .generic = true };

// What is not listed here is an option of every type.
static constexpr OptionOfTypes options_of_types[] = {
    { "accept", writes },
    { "require_attributes", writes },
    { "allow_nil_input", writes },
    { "changes", writes },
    { "skip_global_validations", writes },
    { "delay_global_validations", writes },
    { "require_atomic", updates },
    { "atomic_upgrade", updates },
    { "atomic_upgrade_with", updates },
    { "soft", destroys },
    { "upsert", creates },
    { "upsert_identity", creates },
    { "upsert_fields", creates },
    { "upsert_condition", creates },
    { "return_skipped_upsert", creates },
    { "touch_update_defaults", creates },
    { "get", reads },
    { "get_by", reads },
    { "filter", reads },
    { "pagination", reads },
    { "modify_query", reads },
    { "preparations", queries },
    { "returns", generics },
    { "constraints", generics },
    { "allow_nil", generics },
    { "run", generics },
};

static bool includes(const ActionTypes& some, ActionType type)
{
    switch (type) {
    case ActionType::create:
        return some.create;
    case ActionType::read:
        return some.read;
    case ActionType::update:
        return some.update;
    case ActionType::destroy:
        return some.destroy;
    case ActionType::generic:
        return some.generic;
    }
    return false;
}

static ActionTypes only(ActionType type)
{
    return { .create = type == ActionType::create,
        .read = type == ActionType::read,
        .update = type == ActionType::update,
        .destroy = type == ActionType::destroy,
        .generic = type == ActionType::generic };
}

static std::string article(std::string_view type)
{
    return (type == "update" || type == "action" ? "an " : "a ") + std::string(type);
}

static void refuse_options_of_other_types(Fields& fields, ActionType type)
{
    for (const auto& option : options_of_types) {
        if (!includes(option.types, type)) {
            auto sort
                = type == ActionType::generic ? std::string("a generic") : article(name(type));
            fields.refuse(option.key, sort + " action has no option " + quoted(option.key));
        }
    }
}

static void decode_accept(Fields& fields, Action& action)
{
    auto accept = fields.texts("accept");
    action.accept_all = accept && accept->size() == 1 && accept->front() == "*";
    if (!action.accept_all)
        action.accept_names = std::move(accept);
}

static void add_steps(Fields& fields, Action& action, std::string_view key, Step::Kind kind)
{
    for (auto& entry : decode_entries(fields, key, kind))
        action.steps.push_back({ kind, std::move(entry) });
}

// One step in the order declared: a map with one of three keys.
static void decode_step(Decoder& decoder, const Value& value, const Location& at, Action& action)
{
    struct StepKey {
        std::string_view key;
        Step::Kind kind;
    };
    static constexpr StepKey keys[] = { { "change", Step::Kind::change },
        { "validate", Step::Kind::validation }, { "prepare", Step::Kind::preparation } };
    for (const auto& [key, kind] : keys) {
        bool found = value.is(Kind::map) && value.map().size() == 1 && value.map().contains(key);
        if (found) {
            auto entry = decode_entry(
                *value.map().find(key), entry_kind(kind, decoder.tables), at.field(key), decoder);
            action.steps.push_back({ kind, std::move(entry) });
            return;
        }
    }
    decoder.mistakes.add(at,
        "expected a map with one of the keys \"change\", \"validate\" and \"prepare\", not "
            + summary(value));
}

static void decode_steps(Fields& fields, Action& action)
{
    bool in_order = fields.has("steps");
    fields.each("steps", [&](const Value& value, const Location& at) {
        decode_step(fields.decoder(), value, at, action);
    });
    for (std::string_view key : { "changes", "validations", "preparations" }) {
        if (in_order && fields.has(key))
            fields.decoder().mistakes.add(
                fields.at().field(key), "`steps` has them all in order; write them there");
    }
    add_steps(fields, action, "changes", Step::Kind::change);
    add_steps(fields, action, "validations", Step::Kind::validation);
    add_steps(fields, action, "preparations", Step::Kind::preparation);
    for (auto& step : action.steps) {
        const auto& on = step.entry.on;
        if (on.create || on.read || on.update || on.destroy || on.generic)
            fields.decoder().mistakes.add(Location(step.entry.location).field("on"),
                "what an action declares runs for that action alone");
        step.entry.on = only(action.type);
    }
}

static Value decode_pagination(Fields& fields)
{
    auto value = fields.any("pagination");
    if (value.is_null() || value.is(Kind::boolean))
        return value;
    auto at = fields.at().field("pagination");
    Fields options(value, at, fields.decoder(), "pagination");
    bool flag = false;
    for (std::string_view key : { "offset", "keyset", "required", "paginate_by_default" })
        options.flag(key, flag);
    auto countable = options.any("countable");
    bool known = countable.is_null() || countable.is(Kind::boolean)
        || (countable.is_textual() && countable.text() == "by_default");
    if (!known)
        fields.decoder().mistakes.add(at.field("countable"),
            "expected true, false or \"by_default\", not " + summary(countable));
    for (std::string_view key : { "default_limit", "max_page_size" })
        options.count(key);
    options.know("stable_sort");
    options.finish();
    return value;
}

// What a generic action returns is read by whoever runs it; that it is a type is checked here.
// Either a type, with its constraints beside it, or a map with both.
static void check_returns(Fields& fields)
{
    auto returns = fields.any("returns");
    auto constraints = fields.map("constraints");
    if (returns.is_null())
        return;
    auto at = fields.at().field("returns");
    if (!returns.is(Kind::map) || !returns.map().contains("type")) {
        decode_type(returns, constraints, at, fields.decoder());
        return;
    }
    Fields both(returns, at, fields.decoder(), "what is returned");
    auto type = both.any("type");
    decode_type(type, both.map("constraints"), at, fields.decoder());
    both.finish();
}

static void decode_upsert(Fields& fields, UpsertOptions& upsert)
{
    fields.flag("upsert", upsert.upsert);
    fields.text("upsert_identity", upsert.identity);
    upsert.fields = fields.any("upsert_fields");
    upsert.condition = fields.map("upsert_condition");
    fields.flag("return_skipped_upsert", upsert.return_skipped);
    fields.flag("touch_update_defaults", upsert.touch_update_defaults);
}

static void decode_options(Fields& fields, Action& action)
{
    fields.flag("primary", action.primary);
    fields.flag("public", action.is_public);
    action.transaction = action.type != ActionType::read && action.type != ActionType::generic;
    fields.flag("transaction", action.transaction);
    action.require_attribute_names
        = fields.texts("require_attributes").value_or(std::vector<std::string>());
    action.allow_nil_input_names
        = fields.texts("allow_nil_input").value_or(std::vector<std::string>());
    action.skip_unknown_inputs
        = fields.texts("skip_unknown_inputs").value_or(std::vector<std::string>());
    fields.flag("require_atomic", action.require_atomic);
    fields.flag("skip_global_validations", action.skip_global_validations);
    fields.flag("delay_global_validations", action.delay_global_validations);
    fields.flag("soft", action.soft);
    fields.flag("get", action.get);
    action.get_by_names = fields.texts("get_by").value_or(std::vector<std::string>());
    action.get = action.get || !action.get_by_names.empty();
    action.filter = fields.map("filter");
    action.pagination = decode_pagination(fields);
    action.run = fields.callback("run");
    action.manual = fields.callback("manual");
    action.error_handler = fields.callback("error_handler");
    fields.choice("multitenancy", multitenancies, action.multitenancy);
    action.timeout_ms = fields.count("timeout");
    check_returns(fields);
    decode_upsert(fields, action.upsert);
    bool flag = false;
    for (std::string_view key : { "atomic_upgrade", "allow_nil" })
        fields.flag(key, flag);
    fields.text("atomic_upgrade_with");
    fields.texts("touches_resources");
    for (std::string_view key : { "modify_query", "metadata" })
        fields.know(key);
}

std::unique_ptr<Action> decode_action(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    auto action = std::make_unique<Action>();
    Fields fields(value, at, decoder, "an action");
    action->name = decode_name(fields, name);
    action->declared = value;
    fields.text("key", action->key);
    fields.text("description", action->description);
    if (fields.is_map() && !fields.has("type"))
        decoder.mistakes.add(at, "it needs a `type`: create, read, update, destroy or action");
    // Without a type nothing more can be judged.
    if (!fields.choice("type", action_types, action->type))
        return nullptr;
    refuse_options_of_other_types(fields, action->type);
    decode_accept(fields, *action);
    fields.each_named("arguments", "an argument",
        [&](std::string_view argument_name, const Value& element, const Location& place) {
            auto argument = decode_argument(argument_name, element, place, decoder);
            if (!argument_name.empty())
                action->arguments.push_back(std::move(argument));
        });
    decode_steps(fields, *action);
    decode_options(fields, *action);
    fields.finish();
    return action;
}

// ── `defaults` ──

static std::unique_ptr<Action> default_action(ActionType type)
{
    auto action = std::make_unique<Action>();
    action->name = name(type);
    action->type = type;
    action->primary = true;
    action->transaction = type != ActionType::read;
    action->require_atomic = false;
    if (type == ActionType::read)
        action->pagination = Value(Map { { "offset", Value(true) }, { "keyset", Value(true) },
            { "required", Value(false) }, { "countable", Value(true) } });
    action->declared = Value(Map { { "name", Value(name(type)) }, { "type", Value(name(type)) } });
    return action;
}

static std::optional<ActionType> default_type(
    const Value& value, const Location& at, Decoder& decoder)
{
    std::vector<std::string_view> names;
    for (auto type :
        { ActionType::create, ActionType::read, ActionType::update, ActionType::destroy }) {
        if (value.is_textual() && value.text() == name(type))
            return type;
        names.push_back(name(type));
    }
    auto hint
        = decoder.mistakes.hint(value.is_textual() ? value.text() : std::string_view(), names);
    decoder.mistakes.add(
        at, summary(value) + " is not an action that can be made by default" + hint);
    return std::nullopt;
}

// "read", or {"create":["accepted", …]}.
static std::unique_ptr<Action> decode_default_action(
    const Value& value, const Location& at, Decoder& decoder)
{
    if (!value.is(Kind::map) || value.map().size() != 1) {
        auto type = default_type(value, at, decoder);
        return type ? default_action(*type) : nullptr;
    }
    const auto& [type_name, accept] = *value.map().begin();
    auto type = default_type(Value(type_name), at, decoder);
    if (!type)
        return nullptr;
    auto action = default_action(*type);
    if (*type == ActionType::read && !(accept.is(Kind::list) && accept.list().empty())) {
        decoder.mistakes.add(at.field(type_name), "a read action accepts nothing");
        return action;
    }
    Fields fields(Value(Map { { "accept", accept } }), at, decoder, "a default action");
    decode_accept(fields, *action);
    return action;
}

void add_missing_default_actions(std::vector<std::unique_ptr<Action>>& actions)
{
    for (auto type :
        { ActionType::create, ActionType::read, ActionType::update, ActionType::destroy }) {
        bool there = std::ranges::any_of(actions, [&](const auto& action) {
            return action->name == name(type) || (action->type == type && action->primary);
        });
        if (!there)
            actions.push_back(default_action(type));
    }
}

std::vector<std::unique_ptr<Action>> decode_default_actions(Fields& resource)
{
    std::vector<std::unique_ptr<Action>> actions;
    resource.each("defaults", [&](const Value& value, const Location& at) {
        if (auto action = decode_default_action(value, at, resource.decoder()))
            actions.push_back(std::move(action));
    });
    return actions;
}

} // namespace tunez
