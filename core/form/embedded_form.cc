#include "form/embedded_form.h"

#include "resource/embedded.h"
#include "resource/resource.h"
#include "type/builtins.h"
#include "type/embedded.h"

#include <algorithm>

namespace tunez {

bool is_form(const TypeUse& type)
{
    return embedded_resource(type) != nullptr
        || std::ranges::any_of(type.members, [&](const TypeUse::Member& member) {
               return type.type == &type::union_type && embedded_resource(*member.use) != nullptr;
           });
}

static bool has_tag(const TypeUse::Member& member, const Map& item)
{
    const auto* tag = member.tag.empty() ? nullptr : item.find(member.tag);
    return tag != nullptr && !member.tag_value.is_null()
        && compare_values(*tag, member.tag_value) == 0;
}

const TypeUse::Member* member_of(const TypeUse& type, const Value& item)
{
    if (!item.is(Kind::map))
        return nullptr;
    const auto* name = item.map().find("_union_type");
    auto found = std::ranges::find_if(type.members, [&](const TypeUse::Member& member) {
        return name != nullptr ? *name == Value(member.name) : has_tag(member, item.map());
    });
    return found != type.members.end() ? &*found : nullptr;
}

const EmbeddedUse* embedded_use_of(const TypeUse& type, const Value& item)
{
    const auto* member = member_of(type, item);
    const auto& use = member != nullptr ? *member->use : type;
    return embedded_resource(use) != nullptr ? &use.options<EmbeddedUse>() : nullptr;
}

bool is_made_anew(const EmbeddedUse& use, bool in_list)
{
    return use.replace || (in_list && use.shape->primary_key.empty());
}

static bool is_of_key(const EmbeddedShape& shape, std::string_view name)
{
    return std::ranges::any_of(shape.fields, [&](const EmbeddedShape::Field& field) {
        return field.primary_key && (field.key == name || field.name == name);
    });
}

// What the action takes, and the key by which the value is found.
static Map taken(const EmbeddedShape& shape, const Action& action, const Map& inputs)
{
    Map result;
    for (const auto& [name, value] : inputs) {
        if (action.find_input(name) != nullptr || is_of_key(shape, name))
            result.append(name, value);
    }
    return result;
}

static void complete(Map& inputs, const Action& action, const Map& before)
{
    for (const auto* attribute : action.accept) {
        const auto* held = before.find(attribute->key);
        if (held != nullptr && !inputs.contains(attribute->key)
            && !inputs.contains(attribute->name))
            inputs.append(attribute->key, *held);
    }
}

Value embedded_input(const EmbeddedUse& use, const Action* action, const TypeUse::Member* member,
    Value inputs, const Value* before)
{
    if (action != nullptr) {
        auto known = taken(*use.shape, *action, inputs.map());
        if (before != nullptr && before->is(Kind::map))
            complete(known, *action, before->map());
        inputs = Value(std::move(known));
    }
    if (member == nullptr)
        return inputs;
    if (!member->tag.empty())
        inputs.mutable_map().set(member->tag, member->tag_value);
    return Value::union_of(member->name, std::move(inputs));
}

Value plain_input(const TypeUse::Member& member, const Value& item)
{
    const auto* value = item.map().find(plain_value);
    const auto* before = item.map().find("_data");
    if (value == nullptr && before != nullptr && before->is(Kind::map))
        value = before->map().find(plain_value);
    return Value::union_of(member.name, value != nullptr ? *value : Value());
}

} // namespace tunez
