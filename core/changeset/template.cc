#include "changeset/template.h"

#include "changeset/changeset.h"
#include "changeset/context.h"

namespace tunez {

static Value field_of(const Value& holder, std::string_view key)
{
    if (!holder.is(Kind::map) && !holder.is(Kind::structure))
        return {};
    const auto* found = holder.map().find(key);
    return found != nullptr ? *found : Value();
}

Value value_at(const Value& holder, const Value& path)
{
    if (path.is_textual())
        return field_of(holder, path.text());
    if (!path.is(Kind::list))
        return holder;
    auto current = holder;
    for (const auto& step : path.list())
        current = step.is_textual() ? field_of(current, step.text()) : Value();
    return current;
}

Result<Value> fill_template(const Value& option, const Changeset& changeset, Context& context)
{
    if (!option.is(Kind::map) || option.map().size() != 1)
        return option;
    const auto& [kind, operand] = *option.map().begin();
    if (kind == "arg" && operand.is_textual()) {
        const auto* argument = changeset.find_argument(operand.text());
        return argument != nullptr ? *argument : Value();
    }
    if (kind == "actor")
        return value_at(context.actor, operand);
    if (kind == "tenant")
        return context.tenant;
    if (kind == "context")
        return value_at(Value(changeset.context()), operand);
    if ((kind == "atom" || kind == "attribute") && operand.is_textual())
        return Value::atom(operand.text());
    if (kind == "value")
        return operand;
    if (kind == "callback" && operand.is(Kind::integer))
        return context.host.call(
            static_cast<CallbackId>(operand.integer()), Value(Map { { "kind", Value("value") } }));
    return option;
}

static bool is_filter_template(const Map& map)
{
    if (map.size() != 1)
        return false;
    const auto& kind = map.begin()->first;
    return kind == "arg" || kind == "actor" || kind == "tenant" || kind == "context";
}

// Spec §6.7 atomic_ref: the expression or the literal that the field is being set to, else the
// column.
static Value new_value(const Value& field, const Changeset& changeset)
{
    const auto* attribute
        = field.is_textual() ? changeset.resource().find_attribute(field.text()) : nullptr;
    const auto* atomic = attribute != nullptr ? changeset.find_atomic(*attribute) : nullptr;
    if (atomic != nullptr)
        return atomic->written;
    const auto* change = attribute != nullptr ? changeset.find_change(*attribute) : nullptr;
    return change != nullptr ? Value(Map { { "value", *change } })
                             : Value(Map { { "ref", field } });
}

Result<Value> fill_filter(const Value& filter, const Changeset& changeset, Context& context,
    OnMissingActor on_missing_actor)
{
    if (filter.is(Kind::list)) {
        List items;
        for (const auto& item : filter.list())
            items.push_back(TRY(fill_filter(item, changeset, context, on_missing_actor)));
        return Value(std::move(items));
    }
    if (!filter.is(Kind::map))
        return filter;
    // A literal is not looked into.
    if (filter.map().size() == 1 && filter.map().begin()->first == "value")
        return filter;
    if (const auto* field = filter.map().size() == 1 ? filter.map().find("atomic_ref") : nullptr)
        return new_value(*field, changeset);
    if (is_filter_template(filter.map())) {
        bool needs_actor
            = filter.map().contains("actor") && on_missing_actor == OnMissingActor::refuse;
        if (needs_actor && context.actor.is_null())
            return fail(Error::make(ErrorCode::action_requires_actor, "actor is required"));
        return Value(Map { { "value", TRY(fill_template(filter, changeset, context)) } });
    }
    Map map;
    for (const auto& [key, value] : filter.map())
        map.append(key, TRY(fill_filter(value, changeset, context, on_missing_actor)));
    return Value(std::move(map));
}

} // namespace tunez
