#include "type/builtins.h"
#include "type/fields.h"
#include "type/stored.h"
#include "type/type_use.h"

namespace tunez::type {

constexpr std::array<ConstraintRow, 3> struct_constraints { {
    { "instance_of", ConstraintKind::symbol, "The name of the struct." },
    fields_row,
    { "preserve_nil_values", ConstraintKind::boolean,
        "Stores fields that are null, too; they are stored in any case." },
} };

static void prepare_struct(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    if (word(use.constraints, "instance_of").is_null() && word(use.constraints, "fields").is_null())
        problems.emplace_back("type `struct` needs the constraint `instance_of` or `fields`");
    prepare_fields(use, host, problems);
}

static std::string_view instance_name(const TypeUse& use)
{
    const Value& name = word(use.constraints, "instance_of");
    return name.is_null() ? std::string_view() : name.text();
}

static bool is_instance(const TypeUse& use, const Value& value)
{
    return value.is(Kind::structure)
        && (instance_name(use).empty() || value.name() == instance_name(use));
}

static bool cast_struct(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    if (input.is(Kind::map) || input.is(Kind::structure) || input.is_null()) {
        out = input;
        return true;
    }
    Value json;
    return parse_text(input, json) && cast_struct(use, json, out, errors);
}

static Value instance(const TypeUse& use, const Map& given)
{
    Map fields;
    for (const auto& field : use.members) {
        const Value* value = given.find(field.name);
        fields.append(field.name, value != nullptr ? *value : Value());
    }
    return Value::structure(instance_name(use), std::move(fields));
}

static void apply_struct_constraints(
    const TypeUse& use, const Nesting& nesting, Value& value, TypeErrors& errors)
{
    bool has_fields = !use.members.empty();
    bool fits = value.is(Kind::map) ? has_fields : is_instance(use, value);
    Map fields;
    if (!fits)
        errors.emplace_back();
    else if (has_fields
        && cast_fields(use, value.map(), CastErrors::of_the_field, nesting, fields, errors))
        value = instance(use, fields);
}

static bool equal_structs(const TypeUse& use, const Value& left, const Value& right)
{
    if (!left.is(Kind::structure) || !right.is(Kind::structure) || left.name() != right.name())
        return false;
    return use.members.empty() ? compare_values(left, right) == 0
                               : equal_fields(use, left.map(), right.map());
}

static Value embed_struct(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::structure))
        return {};
    return use.members.empty() ? Value(value.map())
                               : Value(embed_fields(use, value.map(), NullFields::kept));
}

static Result<Value> load_struct(const TypeUse& use, const Value& json)
{
    if (!json.is(Kind::map))
        return fail(cannot_load(use, json));
    if (use.members.empty())
        return Value::structure(instance_name(use), json.map());
    return instance(use, TRY(load_fields(use, json.map())));
}

const Type struct_type {
    .name = "struct",
    .doc = "A map with a name and always the same fields.",
    .column = Column::text,
    .constraints = struct_constraints,
    .prepare = prepare_struct,
    .cast_input = cast_struct,
    .constrain_nested = apply_struct_constraints,
    .equal = equal_structs,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed_struct,
    .from_embedded = load_struct,
    .simple_equality = false,
};

} // namespace tunez::type
