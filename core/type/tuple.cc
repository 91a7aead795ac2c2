#include "type/builtins.h"
#include "type/fields.h"
#include "type/stored.h"

namespace tunez::type {

constexpr std::array<ConstraintRow, 1> tuple_constraints { { fields_row } };

static bool cast_tuple(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    if (!input.is(Kind::tuple))
        return false;
    auto expected = static_cast<int64_t>(use.members.size());
    auto given = static_cast<int64_t>(input.list().size());
    if (given != expected) {
        errors.push_back({ .message = "Expected %{expected_length} elements, got %{value_length}",
            .vars = { { "expected_length", expected }, { "value_length", given } } });
        return false;
    }
    out = input;
    return true;
}

// Unlike other structured values a tuple is checked up to its first mistake.
static void apply_tuple_constraints(
    const TypeUse& use, const Nesting& nesting, Value& value, TypeErrors& errors)
{
    List items(use.members.size());
    for (size_t i = 0; i < items.size(); ++i) {
        if (!cast_field(use.members[i], &value.list()[i], CastErrors::of_the_whole, nesting,
                items[i], errors))
            return;
    }
    value = Value::tuple(std::move(items));
}

static bool equal_tuples(const TypeUse& use, const Value& left, const Value& right)
{
    bool fit = left.is(Kind::tuple) && right.is(Kind::tuple)
        && left.list().size() == use.members.size() && right.list().size() == use.members.size();
    for (size_t i = 0; fit && i < use.members.size(); ++i)
        fit = equal(*use.members[i].use, left.list()[i], right.list()[i]);
    return fit;
}

// A map by the names of the fields, so that they can be found whatever their places are later.
static Value embed_tuple(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::tuple) || value.list().size() != use.members.size())
        return {};
    Map fields;
    for (size_t i = 0; i < use.members.size(); ++i)
        fields.append(use.members[i].name, to_embedded(*use.members[i].use, value.list()[i]));
    return fields;
}

static Result<Value> load_tuple(const TypeUse& use, const Value& json)
{
    if (!json.is(Kind::map))
        return fail(cannot_load(use, json));
    Map fields = TRY(load_fields(use, json.map()));
    List items;
    for (const auto& field : use.members) {
        const Value* value = fields.find(field.name);
        items.push_back(value != nullptr ? *value : Value());
    }
    return Value::tuple(std::move(items));
}

const Type tuple_type {
    .name = "tuple",
    .doc = "Values by position.",
    .column = Column::text,
    .constraints = tuple_constraints,
    .prepare = require_fields,
    .cast_input = cast_tuple,
    .constrain_nested = apply_tuple_constraints,
    .equal = equal_tuples,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed_tuple,
    .from_embedded = load_tuple,
    .embedded_is_wire = false,
    .simple_equality = false,
};

} // namespace tunez::type
