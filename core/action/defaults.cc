#include "action/defaults.h"

#include "base/uuid.h"

#include <array>
#include <utility>
#include <vector>

namespace tunez {

static std::array<std::byte, 16> random_id(Context& context)
{
    std::array<std::byte, 16> bytes {};
    context.random.fill(bytes);
    return bytes;
}

Result<Value> evaluate(const Default& source, Context& context)
{
    switch (source.source) {
    case Default::Source::none:
        return Value();
    case Default::Source::literal:
        return source.literal;
    case Default::Source::uuid:
        return Value(uuid_v4(random_id(context)));
    case Default::Source::uuid_v7:
        return Value(uuid_v7(context.host.now() / 1000, random_id(context)));
    case Default::Source::now:
        return Value::datetime(context.host.now(), Precision::microsecond);
    case Default::Source::today: {
        auto now = context.host.now();
        auto days = now / microseconds_per_day - (now % microseconds_per_day < 0 ? 1 : 0);
        return Value::date(days);
    }
    case Default::Source::callback:
        return context.host.call(source.callback, Value(Map { { "kind", Value("value") } }));
    }
    return Value();
}

static const Default& default_of(const Attribute& attribute, ActionType type)
{
    return type == ActionType::create ? attribute.default_value : attribute.update_default;
}

// Right before it runs, an update that changes nothing has no defaults.
static bool takes_defaults(const Changeset& changeset)
{
    return !changeset.destroys()
        && (changeset.action_type() == ActionType::create || changeset.changing_attributes());
}

// An expression for the row that an upsert finds leaves a new row its default.
static bool is_set(const Changeset& changeset, const Attribute& attribute)
{
    return changeset.action_type() == ActionType::create
        ? changeset.find_change(attribute) != nullptr || changeset.inserts_atomically(attribute)
        : changeset.changing_attribute(attribute);
}

void apply_literal_defaults(Changeset& changeset)
{
    if (changeset.destroys())
        return;
    for (const auto& attribute : changeset.resource().attributes) {
        const auto& source = default_of(*attribute, changeset.action_type());
        if (source.source != Default::Source::literal || is_set(changeset, *attribute))
            continue;
        if (!attribute->type.holds_embedded) {
            changeset.put_default(*attribute, source.literal);
            continue;
        }
        changeset.force_change_attribute(*attribute, source.literal);
        changeset.note_default(*attribute);
    }
}

void apply_lazy_defaults(Changeset& changeset, Context& context)
{
    if (!takes_defaults(changeset))
        return;
    auto type = changeset.action_type();
    std::vector<std::pair<const Default*, Value>> shared;
    for (const auto& attribute : changeset.resource().attributes) {
        const auto& source = default_of(*attribute, type);
        if (!source.is_lazy() || is_set(changeset, *attribute) || changeset.is_invalid(*attribute))
            continue;
        const Value* known = nullptr;
        if (attribute->match_other_defaults) {
            for (const auto& [function, value] : shared) {
                if (*function == source)
                    known = &value;
            }
        }
        auto value = known != nullptr ? Result<Value>(*known) : evaluate(source, context);
        if (!value) {
            changeset.add_error(std::move(value).error());
            continue;
        }
        changeset.force_change_attribute(*attribute, *value);
        changeset.note_default(*attribute);
        if (attribute->match_other_defaults && known == nullptr)
            shared.emplace_back(&source, std::move(*value));
    }
}

void apply_defaults(Changeset& changeset, Context& context)
{
    if (!takes_defaults(changeset))
        return;
    apply_literal_defaults(changeset);
    apply_lazy_defaults(changeset, context);
}

} // namespace tunez
