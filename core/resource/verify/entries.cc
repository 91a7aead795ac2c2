#include "resource/excerpt.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <algorithm>

namespace tunez::rule {

// The application's own functions take whatever options they like.
static bool is_builtin(const Entry& entry)
{
    return entry.builtin != nullptr && entry.name != "callback";
}

void entry_options_exist(const Resource& resource, const Location&, Mistakes& mistakes)
{
    each_entry(resource, [&](const Entry& entry, Step::Kind, const FieldScope&) {
        if (!is_builtin(entry))
            return;
        std::vector<std::string_view> names;
        for (const auto& row : entry.builtin->options)
            names.emplace_back(row.name);
        for (const auto& [name, value] : entry.options) {
            if (std::ranges::find(names, name) == names.end())
                mistakes.add(Location(entry.location),
                    quoted(entry.name) + " has no option " + quoted(name)
                        + mistakes.hint(name, names));
        }
    });
}

void entry_options_are_complete(const Resource& resource, const Location&, Mistakes& mistakes)
{
    each_entry(resource, [&](const Entry& entry, Step::Kind, const FieldScope&) {
        if (!is_builtin(entry))
            return;
        for (const auto& row : entry.builtin->options) {
            bool inner = row.kind == OptionKind::entry || row.kind == OptionKind::entries;
            bool given = inner ? !entry.inner.empty() : entry.options.contains(row.name);
            if (row.required && !given)
                mistakes.add(Location(entry.location),
                    quoted(entry.name) + " needs the option " + quoted(row.name));
        }
    });
}

static bool all_textual(const Value& value)
{
    return value.is(Kind::list)
        && std::ranges::all_of(value.list(), [](const Value& item) { return item.is_textual(); });
}

// What is expected where a value is of the wrong kind; null when it is right.
static const char* expectation(OptionKind kind, const Value& value)
{
    bool number = value.is(Kind::integer) || value.is(Kind::real) || value.is(Kind::decimal);
    switch (kind) {
    case OptionKind::any:
    case OptionKind::regex: // Judged where it is decoded.
    case OptionKind::entry:
    case OptionKind::entries:
        return nullptr;
    case OptionKind::boolean:
        return value.is(Kind::boolean) ? nullptr : "true or false";
    case OptionKind::integer:
        return value.is(Kind::integer) ? nullptr : "a whole number";
    case OptionKind::number:
        return number ? nullptr : "a number";
    case OptionKind::text:
    case OptionKind::symbol:
        return value.is_textual() ? nullptr : "a text";
    case OptionKind::list:
        return value.is(Kind::list) ? nullptr : "a list";
    case OptionKind::map:
        return value.is(Kind::map) ? nullptr : "a map";
    case OptionKind::field:
    case OptionKind::attribute:
    case OptionKind::argument:
    case OptionKind::relationship:
        return value.is_textual() ? nullptr : "a name";
    case OptionKind::fields:
    case OptionKind::actions:
        return value.is_textual() || all_textual(value) ? nullptr : "a list of names";
    }
    return nullptr;
}

void entry_options_fit_their_kind(const Resource& resource, const Location&, Mistakes& mistakes)
{
    each_entry(resource, [&](const Entry& entry, Step::Kind, const FieldScope&) {
        if (!is_builtin(entry))
            return;
        Location at(entry.location);
        for (const auto& row : entry.builtin->options) {
            const auto* value = entry.options.find(row.name);
            if (value == nullptr || (is_template(*value) && !names_fields(row.kind)))
                continue;
            if (const auto* expected = expectation(row.kind, *value))
                mistakes.add(at.field(row.name),
                    "expected " + std::string(expected) + ", not " + summary(*value));
        }
    });
}

static std::string_view sort_of(OptionKind kind)
{
    switch (kind) {
    case OptionKind::attribute:
        return "an attribute";
    case OptionKind::argument:
        return "an argument";
    case OptionKind::relationship:
        return "a relationship";
    case OptionKind::actions:
        return "an action";
    default:
        return "a field";
    }
}

static void check_name(const FieldScope& scope, OptionKind kind, const Value& name,
    const Location& at, Mistakes& mistakes)
{
    // A value that is no name was refused already.
    if (!name.is_textual() || !scope.resolve(kind, name.text()).empty())
        return;
    bool of_resource = scope.action == nullptr || kind == OptionKind::attribute
        || kind == OptionKind::relationship || kind == OptionKind::actions;
    auto owner = scope.resource.name + (of_resource ? "" : "." + scope.action->key);
    auto sentence = quoted(name.text()) + " is not " + std::string(sort_of(kind)) + " of " + owner
        + mistakes.hint(name.text(), scope.candidates(kind));
    // A condition on an action that is not there never holds, which is no harm.
    if (kind == OptionKind::actions)
        mistakes.warn(at, sentence);
    else
        mistakes.add(at, sentence);
}

void entry_options_name_fields(const Resource& resource, const Location&, Mistakes& mistakes)
{
    each_entry(resource, [&](const Entry& entry, Step::Kind, const FieldScope& scope) {
        if (!is_builtin(entry))
            return;
        Location at(entry.location);
        for (const auto& row : entry.builtin->options) {
            const auto* value = entry.options.find(row.name);
            if (value == nullptr || !names_fields(row.kind))
                continue;
            auto place = at.field(row.name);
            if (!value->is(Kind::list)) {
                check_name(scope, row.kind, *value, place, mistakes);
                continue;
            }
            for (size_t i = 0; i < value->list().size(); ++i)
                check_name(scope, row.kind, value->list()[i], place.item(i), mistakes);
        }
    });
}

static void check_template(
    const FieldScope& scope, const Value& value, const Location& at, Mistakes& mistakes)
{
    if (!value.is(Kind::map) || value.map().size() != 1)
        return;
    if (const auto* argument = value.map().find("arg"))
        check_name(scope, OptionKind::argument, *argument, at, mistakes);
    if (const auto* attribute = value.map().find("attribute"))
        check_name(scope, OptionKind::field, *attribute, at, mistakes);
}

void entry_templates_use_declared_arguments(
    const Resource& resource, const Location&, Mistakes& mistakes)
{
    each_entry(resource, [&](const Entry& entry, Step::Kind, const FieldScope& scope) {
        if (!is_builtin(entry))
            return;
        Location at(entry.location);
        for (const auto& [name, value] : entry.options)
            check_template(scope, value, at.field(name), mistakes);
    });
}

static void check_types(
    const Entry& entry, const ActionTypes& possible, std::string_view sentence, Mistakes& mistakes)
{
    bool impossible = (entry.on.create && !possible.create) || (entry.on.read && !possible.read)
        || (entry.on.update && !possible.update) || (entry.on.destroy && !possible.destroy)
        || (entry.on.generic && !possible.generic);
    if (impossible)
        mistakes.add(Location(entry.location).field("on"), sentence);
}

void entries_run_for_fitting_actions(const Resource& resource, const Location&, Mistakes& mistakes)
{
    static constexpr ActionTypes writes { .create = true, .update = true, .destroy = true };
    static constexpr ActionTypes queries { .read = true, .generic = true };
    for (const auto& entry : resource.changes)
        check_types(entry, writes, "a change runs on create, update and destroy", mistakes);
    for (const auto& entry : resource.preparations)
        check_types(entry, queries, "a preparation runs on read and action", mistakes);
    for (const auto& action : resource.actions) {
        bool writes_records
            = action->type != ActionType::read && action->type != ActionType::generic;
        for (const auto& step : action->steps) {
            Location at(step.entry.location);
            if (step.kind == Step::Kind::change && !writes_records)
                mistakes.add(at,
                    "a change has nothing to change in " + quoted(action->key)
                        + ", which writes no record");
            if (step.kind == Step::Kind::preparation && writes_records)
                mistakes.add(at, "a preparation has no query to prepare in " + quoted(action->key));
        }
    }
}

} // namespace tunez::rule
