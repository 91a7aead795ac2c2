#include "resource/complete/complete.h"
#include "resource/field_name.h"

namespace tunez {

static Value resolved(const FieldScope& scope, OptionKind kind, const Value& value)
{
    if (value.is(Kind::list)) {
        List names;
        for (const auto& name : value.list())
            names.push_back(resolved(scope, kind, name));
        return Value(std::move(names));
    }
    if (!value.is_textual())
        return value;
    auto name = scope.resolve(kind, value.text());
    return name.empty() ? value : Value(name);
}

// One shape for what reads it.
static Value regex_option(const Value& value)
{
    if (value.is_textual())
        return Value(Map { { "regex", value }, { "flags", Value("") } });
    if (!value.is(Kind::map) || value.map().contains("flags"))
        return value;
    auto regex = value.map();
    regex.set("flags", Value(""));
    return Value(std::move(regex));
}

static Value completed_option(const FieldScope& scope, OptionKind kind, const Value& value)
{
    if (kind == OptionKind::regex)
        return regex_option(value);
    if (!names_fields(kind))
        return value;
    auto names = resolved(scope, kind, value);
    bool one_of_several = names_several(kind) && names.is_textual();
    return one_of_several && kind == OptionKind::fields ? Value(List { names }) : names;
}

static void complete_entry(const FieldScope& scope, Entry& entry)
{
    if (entry.builtin != nullptr && !entry.callback) {
        for (const auto& row : entry.builtin->options) {
            if (const auto* value = entry.options.find(row.name))
                entry.options.set(row.name, completed_option(scope, row.kind, *value));
        }
    }
    for (auto& condition : entry.where)
        complete_entry(scope, condition);
    for (auto& inner : entry.inner)
        complete_entry(scope, inner);
}

static void complete_entries_of(
    const FieldScope& scope, std::vector<Entry>& entries, ActionTypes unsaid)
{
    for (auto& entry : entries) {
        const auto& on = entry.on;
        if (!on.create && !on.read && !on.update && !on.destroy && !on.generic)
            entry.on = unsaid;
        complete_entry(scope, entry);
    }
}

void complete_entries(Definition& definition)
{
    static constexpr ActionTypes writes { .create = true, .update = true };
    static constexpr ActionTypes reads { .read = true };
    for (auto& resource : definition.resources) {
        FieldScope scope { *resource, nullptr };
        complete_entries_of(scope, resource->changes, writes);
        complete_entries_of(scope, resource->validations, writes);
        complete_entries_of(scope, resource->preparations, reads);
        for (auto& action : resource->actions) {
            for (auto& step : action->steps)
                complete_entry({ *resource, action.get() }, step.entry);
        }
    }
}

} // namespace tunez
