#include "type/builtins.h"
#include "type/fields.h"
#include "type/stored.h"

namespace tunez::type {

constexpr std::array<ConstraintRow, 1> keyword_constraints { { fields_row } };

// Undeclared names are dropped, and of those that repeat the first counts.
static Map declared_pairs(const TypeUse& use, const Map& given)
{
    Map pairs;
    for (const auto& field : use.members) {
        if (const Value* value = given.find(field.name))
            pairs.append(field.name, *value);
    }
    return pairs;
}

static bool cast_keyword(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    bool is_empty_list = input.is(Kind::list) && input.list().empty();
    if (input.is_null()) {
        out = nullptr;
    } else if (input.is(Kind::map) || input.is(Kind::keyword) || input.is(Kind::structure)) {
        out = Value::keyword(declared_pairs(use, input.map()));
    } else if (is_empty_list) {
        out = Value::keyword({});
    } else {
        Value json;
        return parse_text(input, json) && cast_keyword(use, json, out, errors);
    }
    return true;
}

static void apply_keyword_constraints(
    const TypeUse& use, const Nesting& nesting, Value& value, TypeErrors& errors)
{
    Map fields;
    if (cast_fields(use, value.map(), CastErrors::of_the_whole, nesting, fields, errors))
        value = Value::keyword(std::move(fields));
}

static bool equal_keywords(const TypeUse& use, const Value& left, const Value& right)
{
    return left.is(Kind::keyword) && right.is(Kind::keyword)
        && equal_fields(use, left.map(), right.map());
}

static Value embed_keyword(const TypeUse& use, const Value& value)
{
    return value.is(Kind::keyword) ? Value(embed_fields(use, value.map(), NullFields::kept))
                                   : Value();
}

static Result<Value> load_keyword(const TypeUse& use, const Value& json)
{
    if (!json.is(Kind::map))
        return fail(cannot_load(use, json));
    return Value::keyword(TRY(load_fields(use, json.map())));
}

const Type keyword_type {
    .name = "keyword",
    .doc = "Names with values, in the order declared.",
    .column = Column::text,
    .constraints = keyword_constraints,
    .prepare = require_fields,
    .cast_input = cast_keyword,
    .constrain_nested = apply_keyword_constraints,
    .equal = equal_keywords,
    .dump = dump_document,
    .load = load_document,
    .write_stored = write_document,
    .to_embedded = embed_keyword,
    .from_embedded = load_keyword,
    .embedded_is_wire = false,
    .simple_equality = false,
};

} // namespace tunez::type
