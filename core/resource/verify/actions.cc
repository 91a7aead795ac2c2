#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>

namespace tunez::rule {

void one_primary_action_per_type(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        const auto* primary = resource.primary_action(action.type);
        if (action.primary && primary != nullptr && primary != &action
            && primary->name != action.name)
            mistakes.add(place.field("primary"),
                quoted(primary->key) + " is the primary " + std::string(name(action.type))
                    + " action already");
    });
}

void get_by_names_attributes(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        auto get_by = place.field("get_by");
        for (size_t i = 0; i < action.get_by_names.size(); ++i) {
            const auto& name = action.get_by_names[i];
            if (resource.find_attribute(name) == nullptr)
                mistakes.add(get_by.item(i),
                    "cannot get by " + quoted(name) + ", because it is not an attribute of "
                        + resource.name + mistakes.hint(name, attribute_names(resource)));
        }
    });
}

static void check_expression_arguments(
    const Value& expression, const FieldScope& scope, const Location& at, Mistakes& mistakes)
{
    if (expression.is(Kind::list)) {
        for (size_t i = 0; i < expression.list().size(); ++i)
            check_expression_arguments(expression.list()[i], scope, at.item(i), mistakes);
        return;
    }
    if (!expression.is(Kind::map))
        return;
    const auto& map = expression.map();
    // A literal holds nothing that is looked up.
    if (map.contains("value"))
        return;
    const auto* argument = map.find("arg");
    if (argument != nullptr && argument->is_textual()
        && scope.find_argument(argument->text()) == nullptr) {
        mistakes.add(at,
            quoted(argument->text()) + " is not an argument of this action"
                + mistakes.hint(argument->text(), scope.candidates(OptionKind::argument)));
        return;
    }
    for (const auto& [key, value] : map)
        check_expression_arguments(value, scope, at.field(key), mistakes);
}

void filters_use_declared_arguments(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        check_expression_arguments(
            action.filter, { resource, &action }, place.field("filter"), mistakes);
    });
}

void generic_actions_run_something(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        if (action.type == ActionType::generic && !action.run && !action.manual)
            mistakes.add(place, "a generic action needs `run`: the callback that it is");
    });
}

static void check_upsert_fields(
    const Resource& resource, const Value& fields, const Location& at, Mistakes& mistakes)
{
    if (fields.is(Kind::map)) {
        for (const auto& [key, value] : fields.map())
            check_upsert_fields(resource, value, at.field(key), mistakes);
        return;
    }
    if (!fields.is(Kind::list))
        return;
    for (size_t i = 0; i < fields.list().size(); ++i) {
        const auto& name = fields.list()[i];
        bool known = name.is_textual() && resource.find_attribute(name.text()) != nullptr;
        if (!known)
            mistakes.add(at.item(i),
                summary(name) + " is not an attribute of " + resource.name
                    + mistakes.hint(name.is_textual() ? name.text() : std::string_view(),
                        attribute_names(resource)));
    }
}

void upserts_name_identities_and_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        if (!action.declared.is(Kind::map))
            return;
        const auto& declared = action.declared.map();
        const auto* identity = declared.find("upsert_identity");
        if (identity != nullptr && identity->is_textual()
            && resource.find_identity(identity->text()) == nullptr) {
            std::vector<std::string_view> names;
            for (const auto& each : resource.identities)
                names.push_back(each->name);
            mistakes.add(place.field("upsert_identity"),
                quoted(identity->text()) + " is not an identity of " + resource.name
                    + mistakes.hint(identity->text(), names));
        }
        if (const auto* fields = declared.find("upsert_fields"))
            check_upsert_fields(resource, *fields, place.field("upsert_fields"), mistakes);
    });
}

void private_arguments_can_be_given(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_argument(resource, at, [&](const Argument& argument, const Location& place) {
        if (!argument.is_public && !argument.allow_nil && !argument.default_value.is_set())
            mistakes.warn(place,
                "it is private, required and has no default: every caller must give it as a "
                "private argument");
    });
}

static bool writes_itself(const Resource& resource, const Action& action)
{
    bool changes = std::ranges::any_of(
        action.steps, [](const Step& step) { return step.kind == Step::Kind::change; });
    return !changes && !action.manual
        && std::ranges::none_of(
            resource.changes, [](const Entry& entry) { return entry.on.create; });
}

void creates_can_set_what_is_required(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        if (action.type != ActionType::create || !writes_itself(resource, action))
            return;
        for (const auto& attribute : resource.attributes) {
            bool filled = attribute->allow_nil || attribute->generated
                || attribute->default_value.is_set() || action.accepts(*attribute)
                || (resource.multitenancy && resource.multitenancy->attribute == attribute.get());
            if (!filled)
                mistakes.warn(place,
                    quoted(attribute->key)
                        + " is required, but the action neither accepts nor sets it");
        }
    });
}

// Every validation of the library can be judged row by row inside the statement.
static bool has_atomic_form(const Entry& entry, Step::Kind kind)
{
    if (entry.callback)
        return entry.functions.atomic;
    return kind == Step::Kind::validation ? !entry.before_action
                                          : entry.builtin == nullptr || entry.builtin->has_atomic;
}

static const Entry* without_atomic_form(
    const std::vector<Entry>& entries, Step::Kind kind, ActionType type)
{
    for (const auto& entry : entries) {
        bool runs = type == ActionType::update ? entry.on.update : entry.on.destroy;
        if (runs && !has_atomic_form(entry, kind))
            return &entry;
    }
    return nullptr;
}

void atomic_actions_can_be_atomic(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    each_action(resource, at, [&](const Action& action, const Location& place) {
        const auto* demanded = action.declared.is(Kind::map)
            ? action.declared.map().find("require_atomic")
            : nullptr;
        if (demanded == nullptr || !action.require_atomic)
            return;
        auto atomic = place.field("require_atomic");
        if (action.manual)
            mistakes.warn(atomic, "a manual action is never atomic");
        const auto* offender
            = without_atomic_form(resource.changes, Step::Kind::change, action.type);
        if (offender == nullptr && !action.skip_global_validations)
            offender
                = without_atomic_form(resource.validations, Step::Kind::validation, action.type);
        for (const auto& step : action.steps) {
            if (offender == nullptr && !has_atomic_form(step.entry, step.kind))
                offender = &step.entry;
        }
        if (offender != nullptr)
            mistakes.warn(atomic,
                quoted(offender->name) + " at " + offender->location + " has no atomic form");
    });
}

void primary_reads_are_plain(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    const auto* read = resource.primary_action(ActionType::read);
    if (read == nullptr)
        return;
    auto actions = at.field("actions");
    auto place = actions.field(read->key);
    auto warn = [&](std::string_view what) {
        mistakes.warn(place,
            "the primary read action has " + std::string(what)
                + ", which holds for every load of relationships too; better give it to another "
                  "action");
    };
    if (std::ranges::any_of(read->arguments, [](const Argument& argument) {
            return !argument.allow_nil && !argument.default_value.is_set();
        }))
        warn("required arguments");
    if (!read->filter.is_null())
        warn("a filter");
    if (std::ranges::any_of(
            read->steps, [](const Step& step) { return step.kind == Step::Kind::preparation; }))
        warn("preparations");
}

} // namespace tunez::rule
