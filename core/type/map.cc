#include "type/builtins.h"
#include "type/fields.h"
#include "type/stored.h"
#include "type/type_use.h"

namespace tunez::type {

constexpr std::array<ConstraintRow, 2> map_constraints { {
    fields_row,
    { "preserve_nil_values", ConstraintKind::boolean, "Stores fields that are null, too." },
} };

static bool cast_map(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    if (input.is(Kind::map) || input.is_null()) {
        out = input;
        return true;
    }
    if (input.is(Kind::structure)) {
        out = input.map();
        return true;
    }
    Value json;
    return parse_text(input, json) && cast_map(use, json, out, errors);
}

static bool has_fields(const TypeUse& use) { return !word(use.constraints, "fields").is_null(); }

static void apply_map_constraints(
    const TypeUse& use, const Nesting& nesting, Value& value, TypeErrors& errors)
{
    Map fields;
    if (has_fields(use)
        && cast_fields(use, value.map(), CastErrors::of_the_whole, nesting, fields, errors))
        value = std::move(fields);
}

static bool equal_maps(const TypeUse& use, const Value& left, const Value& right)
{
    if (!left.is(Kind::map) || !right.is(Kind::map))
        return false;
    return has_fields(use) ? equal_fields(use, left.map(), right.map())
                           : compare_values(left, right) == 0;
}

static Value embed_map(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::map))
        return {};
    if (!has_fields(use))
        return value;
    const Value& preserve = word(use.constraints, "preserve_nil_values");
    bool keep = !preserve.is_null() && preserve.boolean();
    return embed_fields(use, value.map(), keep ? NullFields::kept : NullFields::dropped);
}

static Result<Value> load_map(const TypeUse& use, const Value& json)
{
    if (!json.is(Kind::map))
        return fail(cannot_load(use, json));
    if (!has_fields(use))
        return json;
    return Value(TRY(load_fields(use, json.map())));
}

const Type map_type {
    .name = "map",
    .doc = "Names with values: those of `fields`, or any.",
    .column = Column::text,
    .constraints = map_constraints,
    .prepare = prepare_fields,
    .cast_input = cast_map,
    .constrain_nested = apply_map_constraints,
    .equal = equal_maps,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed_map,
    .from_embedded = load_map,
    .simple_equality = false,
};

} // namespace tunez::type
