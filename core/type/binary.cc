#include "type/builtins.h"
#include "type/stored.h"

namespace tunez::type {

static bool cast_bytes(const TypeUse&, const Value& input, Value& out, TypeErrors&)
{
    if (input.is(Kind::binary))
        out = input;
    else if (input.is(Kind::string))
        out = Value::binary(input.text());
    else
        return false;
    return true;
}

static int value_of(char digit)
{
    constexpr std::string_view digits
        = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    auto found = digits.find(digit);
    return found == std::string_view::npos ? -1 : static_cast<int>(found);
}

static std::string_view without_padding(std::string_view text)
{
    if (text.size() % 4 != 0)
        return text;
    if (text.ends_with("=="))
        return text.substr(0, text.size() - 2);
    return text.ends_with('=') ? text.substr(0, text.size() - 1) : text;
}

static bool decode_url_base64(std::string_view text, std::string& bytes)
{
    text = without_padding(text);
    if (text.size() % 4 == 1)
        return false;
    unsigned bits = 0;
    unsigned pending = 0;
    for (char digit : text) {
        int value = value_of(digit);
        if (value < 0)
            return false;
        bits = bits << 6U | static_cast<unsigned>(value);
        pending += 6;
        if (pending >= 8) {
            pending -= 8;
            bytes += static_cast<char>(bits >> pending & 0xFFU);
        }
    }
    return true;
}

static bool cast_encoded(const TypeUse& use, const Value& input, Value& out, TypeErrors& errors)
{
    std::string bytes;
    bool may_be_encoded = input.is(Kind::string) || input.is(Kind::binary);
    if (!may_be_encoded || !decode_url_base64(input.text(), bytes))
        return cast_bytes(use, input, out, errors);
    out = Value::binary(bytes);
    return true;
}

static Result<Value> dump_binary(const TypeUse& use, const Value& value)
{
    if (!value.is(Kind::binary))
        return fail(cannot_dump(use, value));
    return value;
}

static Result<Value> load_binary(const TypeUse& use, const StoredView& stored)
{
    if (stored.kind != Kind::binary && stored.kind != Kind::string)
        return fail(cannot_load(use, stored.to_value()));
    return Value::binary(stored.text);
}

static bool write_stored_binary(const TypeUse&, const StoredView& stored, JsonWriter& writer)
{
    if (stored.kind != Kind::binary && stored.kind != Kind::string)
        return false;
    writer.binary(stored.text);
    return true;
}

static Value binary_to_embedded(const TypeUse&, const Value& value)
{
    return Value(encode_base64(value.text()));
}

static Result<Value> binary_from_embedded(const TypeUse& use, const Value& json)
{
    std::string bytes;
    if (!json.is(Kind::string) || !decode_base64(json.text(), bytes))
        return fail(cannot_load(use, json));
    return Value::binary(bytes);
}

const Type binary_type {
    .name = "binary",
    .doc = "Bytes.",
    .column = Column::blob,
    .kind = Kind::binary,
    .cast_input = cast_bytes,
    .dump = dump_binary,
    .load = load_binary,
    .write_stored = write_stored_binary,
    .to_embedded = binary_to_embedded,
    .from_embedded = binary_from_embedded,
    .embedded_is_wire = false,
};

const Type url_encoded_binary_type {
    .name = "url_encoded_binary",
    .doc = "Bytes, given in the URL-safe base64 alphabet.",
    .column = Column::blob,
    .cast_input = cast_encoded,
    .dump = dump_binary,
    .load = load_binary,
    .write_stored = write_stored_binary,
    .to_embedded = binary_to_embedded,
    .from_embedded = binary_from_embedded,
    .embedded_is_wire = false,
};

} // namespace tunez::type
