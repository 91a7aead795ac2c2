#include "change/before_action.h"
#include "change/builtins.h"
#include "query/expression_operations.h"

namespace tunez::change {

static constexpr OptionRow increment_options[] = {
    { "attribute", OptionKind::field, "The integer to count up.", true },
    { "amount", OptionKind::integer, "By how much; 1 by default." },
    { "overflow_limit", OptionKind::integer, "A result above it starts again at the amount." },
};

static int64_t integer_option(const ChangeCall& call, std::string_view name, int64_t otherwise)
{
    const auto* option = call.written(name);
    return option != nullptr && option->is(Kind::integer) ? option->integer() : otherwise;
}

static int64_t incremented(int64_t value, int64_t amount, int64_t limit)
{
    int64_t sum = 0;
    return __builtin_add_overflow(value, amount, &sum) || sum > limit ? amount : sum;
}

static Value operation(std::string_view op, Value left, Value right)
{
    return Value(
        Map { { "op", Value(op) }, { "args", Value(List { std::move(left), std::move(right) }) } });
}

// The same over the stored value, inside the statement.
static void increment_atomically(const ChangeCall& call, int64_t amount, int64_t limit)
{
    const auto* attribute = call.changeset.resource().find_attribute(call.text("attribute"));
    if (attribute == nullptr)
        return;
    auto value = [](int64_t number) { return Value(Map { { "value", Value(number) } }); };
    auto sum = operation("+", Value(Map { { "ref", Value(attribute->name) } }), value(amount));
    if (limit != INT64_MAX)
        sum = Value(Map {
            { "if", Value(List { operation(">", sum, value(limit)), value(amount), sum }) } });
    add_atomic(call.changeset, AtomicKind::update, *attribute, sum, true, call.context);
}

const Change increment {
    .shape = { .name = "increment",
        .doc = "Adds to an integer before the action runs.",
        .options = increment_options,
        .has_atomic = true },
    .change =
        [](const ChangeCall& call) {
            auto amount = integer_option(call, "amount", 1);
            auto limit = integer_option(call, "overflow_limit", INT64_MAX);
            if (call.changeset.atomic_build() != nullptr)
                return increment_atomically(call, amount, limit);
            before_action_on(call, call.text("attribute"),
                [amount, limit](
                    const Attribute& attribute, Changeset& changeset, Context&) -> Outcome<void> {
                    const auto& value = changeset.original(attribute);
                    auto before = value.is(Kind::integer) ? value.integer() : 0;
                    changeset.force_change_attribute(
                        attribute, Value(incremented(before, amount, limit)));
                    return {};
                });
        },
};

static constexpr OptionRow lock_options[] = {
    { "attribute", OptionKind::field, "The integer that counts the versions.", true },
};

const Change optimistic_lock {
    .shape = { .name = "optimistic_lock",
        .doc = "Refuses to write over a row that was changed since it was read.",
        .options = lock_options },
    .change =
        [](const ChangeCall& call) {
            auto name = call.text("attribute");
            const auto* version = call.changeset.resource().find_attribute(name);
            if (version != nullptr && call.changeset.action_type() != ActionType::create)
                call.changeset.add_filter(tunez::call(Operator::eq,
                    { attribute_ref(*version), literal(call.changeset.original(*version)) }));
            before_action_on(call, name,
                [](const Attribute& attribute, Changeset& changeset, Context&) -> Outcome<void> {
                    const auto& value = changeset.original(attribute);
                    auto before = value.is(Kind::integer) ? value.integer() : 0;
                    changeset.force_change_attribute(
                        attribute, Value(incremented(before, 1, INT64_MAX)));
                    return {};
                });
        },
};

} // namespace tunez::change
