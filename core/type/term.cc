#include "type/builtins.h"
#include "type/stored.h"

namespace tunez::type {

static bool cast_term(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    out = input;
    return true;
}

// JSON with every kind tagged, which only this library reads.
static Result<Value> dump_term(const TypeUse&, const Value& value)
{
    return Value::binary(to_json(value, Tags::full));
}

static Result<Value> load_term(const TypeUse& use, const StoredView& stored)
{
    if (stored.kind != Kind::binary)
        return fail(cannot_load(use, stored.to_value()));
    auto value = parse_json(stored.text, Tags::full);
    if (!value)
        return fail(cannot_load(use, stored.to_value()));
    return value;
}

static bool write_stored_term(const TypeUse& use, const StoredView& stored, JsonWriter& writer)
{
    auto value = load_term(use, stored);
    if (value)
        writer.value(*value);
    return value.has_value();
}

static Value term_to_embedded(const TypeUse&, const Value& value)
{
    return Value(to_json(value, Tags::full));
}

static Result<Value> term_from_embedded(const TypeUse& use, const Value& json)
{
    auto value = json.is(Kind::string) ? parse_json(json.text(), Tags::full)
                                       : Result<Value>(fail(cannot_load(use, json)));
    if (!value)
        return fail(cannot_load(use, json));
    return value;
}

const Type term_type {
    .name = "term",
    .doc = "Any value at all. No other program can read its column.",
    .column = Column::blob,
    .cast_input = cast_term,
    .dump = dump_term,
    .load = load_term,
    .write_stored = write_stored_term,
    .to_embedded = term_to_embedded,
    .from_embedded = term_from_embedded,
    .embedded_is_wire = false,
    .simple_equality = false,
};

} // namespace tunez::type
