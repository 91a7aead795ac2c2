#include "resource/decode/decode.h"
#include "resource/excerpt.h"
#include "resource/shorthand.h"

namespace tunez {

static Filterable decode_filterable(Fields& fields)
{
    auto value = fields.any("filterable");
    if (value.is_null() || (value.is(Kind::boolean) && value.boolean()))
        return Filterable::yes;
    if (value.is(Kind::boolean))
        return Filterable::no;
    if (value.is_textual() && value.text() == "simple_equality")
        return Filterable::simple_equality;
    fields.decoder().mistakes.add(fields.at().field("filterable"),
        "expected true, false or \"simple_equality\", not " + summary(value));
    return Filterable::yes;
}

// What attributes and arguments have in common.
template <typename Field> static void decode_typed(Fields& fields, Field& field)
{
    fields.text("key", field.key);
    fields.text("description", field.description);
    fields.flag("allow_nil", field.allow_nil);
    fields.flag("public", field.is_public);
    fields.flag("sensitive", field.sensitive);
    field.declared_type = fields.any("type");
    field.declared_constraints = fields.map("constraints");
    field.default_value
        = decode_default(fields.any("default"), fields.at().field("default"), fields.decoder());
    if (field.declared_type.is_null() && fields.is_map())
        fields.decoder().mistakes.add(fields.at(), "it needs a `type`");
    if (!field.declared_type.is_null())
        field.type = decode_type(
            field.declared_type, field.declared_constraints, fields.at(), fields.decoder());
}

std::unique_ptr<Attribute> decode_attribute(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    auto attribute = std::make_unique<Attribute>();
    Fields fields(expand_shorthand(value), at, decoder, "an attribute");
    attribute->name = decode_name(fields, name);
    decode_typed(fields, *attribute);
    fields.text("source", attribute->source);
    attribute->update_default
        = decode_default(fields.any("update_default"), at.field("update_default"), decoder);
    fields.flag("match_other_defaults", attribute->match_other_defaults);
    fields.flag("writable", attribute->writable);
    fields.flag("generated", attribute->generated);
    fields.flag("select_by_default", attribute->select_by_default);
    fields.flag("always_select", attribute->always_select);
    fields.flag("primary_key", attribute->primary_key);
    fields.flag("sortable", attribute->sortable);
    attribute->filterable = decode_filterable(fields);
    fields.finish();
    return attribute;
}

Argument decode_argument(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    Argument argument;
    Fields fields(value, at, decoder, "an argument");
    argument.name = decode_name(fields, name);
    decode_typed(fields, argument);
    fields.finish();
    return argument;
}

} // namespace tunez
