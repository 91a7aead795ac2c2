#include "resource/decode/decode.h"

namespace tunez {

static void decode_common(Fields& fields, auto& field)
{
    fields.text("key", field.key);
    fields.text("description", field.description);
    fields.flag("public", field.is_public);
    fields.flag("sensitive", field.sensitive);
    fields.flag("filterable", field.filterable);
    fields.flag("sortable", field.sortable);
}

std::unique_ptr<Calculation> decode_calculation(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    auto calculation = std::make_unique<Calculation>();
    Fields fields(value, at, decoder, "a calculation");
    calculation->name = decode_name(fields, name);
    decode_common(fields, *calculation);
    fields.flag("allow_nil", calculation->allow_nil);
    calculation->declared_type = fields.any("type");
    calculation->declared_constraints = fields.map("constraints");
    if (!calculation->declared_type.is_null())
        calculation->type = decode_type(
            calculation->declared_type, calculation->declared_constraints, at, decoder);
    calculation->declared_expression = fields.any("expression");
    auto short_form = fields.any("expr");
    if (calculation->declared_expression.is_null())
        calculation->declared_expression = std::move(short_form);
    calculation->calculate = fields.callback("calculate");
    calculation->declared_load = fields.any("load");
    fields.flag("strict_loads", calculation->strict_loads);
    fields.each_named("arguments", "an argument",
        [&](std::string_view argument, const Value& element, const Location& place) {
            auto decoded = decode_argument(argument, element, place, decoder);
            decoded.index = calculation->arguments.size();
            if (!argument.empty())
                calculation->arguments.push_back(std::move(decoded));
        });
    for (std::string_view key : { "async", "field" })
        fields.know(key);
    fields.finish();
    return calculation;
}

// What it is made of is read when every name is known (complete/expressions.cc).
std::unique_ptr<Aggregate> decode_aggregate(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    auto aggregate = std::make_unique<Aggregate>();
    Fields fields(value, at, decoder, "an aggregate");
    aggregate->name = decode_name(fields, name);
    aggregate->declared = value;
    decode_common(fields, *aggregate);
    for (std::string_view key :
        { "kind", "path", "field", "filter", "sort", "default", "uniq", "include_nil",
            "join_filters", "read_action", "authorize", "type", "constraints", "implementation" })
        fields.know(key);
    fields.finish();
    return aggregate;
}

} // namespace tunez
