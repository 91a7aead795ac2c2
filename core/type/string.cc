#include "type/builtins.h"
#include "type/stored.h"
#include "type/text_constraints.h"

namespace tunez::type {

static void prepare_string(TypeUse& use, Host& host, std::vector<std::string>& problems)
{
    use.prepared = std::make_shared<const TextConstraints>(text_constraints(use, host, problems));
}

static bool is_text_or_bytes(const Value& input)
{
    return input.is(Kind::string) || input.is(Kind::binary);
}

// Booleans are symbols, and symbols have names. Bytes that are no text stay bytes.
static bool cast_string(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    switch (input.kind()) {
    case Kind::string:
        out = input;
        return true;
    case Kind::ci_string:
    case Kind::atom:
        out = input.text();
        return true;
    case Kind::boolean:
        out = input.boolean() ? "true" : "false";
        return true;
    case Kind::binary:
        out = is_valid_utf8(input.text()) ? Value(input.text()) : input;
        return true;
    default:
        return false;
    }
}

static void apply_string_constraints(const TypeUse& use, Value& value, TypeErrors& errors)
{
    std::string_view text = value.text();
    if (!check_text(use.options<TextConstraints>(), text, errors))
        value = nullptr;
    else if (text.size() != value.text().size())
        value = value.is(Kind::binary) ? Value::binary(text) : Value(text);
}

static Result<Value> dump_string(const TypeUse& use, const Value& value)
{
    return value.is(Kind::binary) ? value : dump_text(use, value);
}

static bool write_binary(const TypeUse&, const StoredView& stored, JsonWriter& writer)
{
    if (stored.kind != Kind::binary)
        return false;
    writer.binary(stored.text);
    return true;
}

// In a document bytes that are no text are told from text by the tag that they have on the wire.
static Value string_to_embedded(const TypeUse&, const Value& value)
{
    return value.is(Kind::binary) ? Value(Map { { "$binary", encode_base64(value.text()) } })
                                  : value;
}

static Result<Value> string_from_embedded(const TypeUse& use, const Value& json)
{
    if (json.is(Kind::string))
        return json;
    const Value* encoded = json.is(Kind::map) ? json.map().find("$binary") : nullptr;
    std::string bytes;
    if (encoded == nullptr || !encoded->is(Kind::string) || !decode_base64(encoded->text(), bytes))
        return fail(cannot_load(use, json));
    return Value::binary(bytes);
}

const Type string_type {
    .name = "string",
    .doc = "Text. Empty text becomes null, and white space at both ends goes, unless the "
           "constraints say otherwise.",
    .column = Column::text,
    .kind = Kind::string,
    .constraints = text_constraint_rows,
    .prepare = prepare_string,
    .cast_input = cast_string,
    .travels_as = is_text_or_bytes,
    .apply_constraints = apply_string_constraints,
    .dump = dump_string,
    .load = load_by_casting,
    .text_is_wire = any_text_is_wire,
    .write_stored = write_binary,
    .to_embedded = string_to_embedded,
    .from_embedded = string_from_embedded,
};

} // namespace tunez::type
