#include "resource/decode/decode.h"
#include "resource/excerpt.h"

namespace tunez {

// A positional argument: its name, or {"optional":name}.
static void decode_args(Fields& fields, InterfaceFunction& function)
{
    fields.each("args", [&](const Value& value, const Location& at) {
        const auto* name = &value;
        bool optional
            = value.is(Kind::map) && value.map().size() == 1 && value.map().contains("optional");
        if (optional)
            name = value.map().find("optional");
        if (!name->is_textual()) {
            fields.decoder().mistakes.add(
                at, "expected the name of an input, not " + summary(*name));
            return;
        }
        function.args.emplace_back(name->text());
        if (optional)
            function.optional_args.emplace_back(name->text());
    });
}

InterfaceFunction decode_interface_function(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    Fields fields(value, at, decoder, "an interface function");
    InterfaceFunction function;
    function.name = decode_name(fields, name);
    function.key = name;
    function.action_name = name;
    fields.text("key", function.key);
    fields.text("description", function.description);
    fields.required(
        "resource", "it needs the `resource` whose action it runs", function.resource_name);
    fields.text("action", function.action_name);
    decode_args(fields, function);
    function.get_by_names = fields.texts("get_by").value_or(std::vector<std::string>());
    function.exclude_inputs = fields.texts("exclude_inputs").value_or(std::vector<std::string>());
    fields.flag("get", function.get);
    function.default_options = fields.map("default_options");
    fields.finish();
    return function;
}

} // namespace tunez
