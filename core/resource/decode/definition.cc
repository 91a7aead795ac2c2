#include "resource/decode/decode.h"

namespace tunez {

std::unique_ptr<Definition> decode_definition(const Value& message, Decoder& decoder)
{
    auto definition = std::make_unique<Definition>();
    Location root("definition");
    Fields fields(message, root, decoder, "a definition");
    if (fields.is_map() && !fields.has("domains"))
        decoder.mistakes.add(root, "it has no `domains`");
    fields.each_named(
        "domains", "a domain", [&](std::string_view name, const Value& value, const Location& at) {
            if (name.empty())
                decode_domain(name, value, at, decoder, *definition);
            else
                decode_domain(name, value, Location(name), decoder, *definition);
        });
    fields.finish();
    return definition;
}

void decode_domain(std::string_view name, const Value& value, const Location& at, Decoder& decoder,
    Definition& into)
{
    Fields fields(value, at, decoder, "a domain");
    auto domain = std::make_unique<Domain>();
    domain->name = decode_name(fields, name);
    fields.text("description", domain->description);
    fields.each_named("resources", "a resource",
        [&](std::string_view resource_name, const Value& element, const Location& place) {
            Location root(resource_name);
            auto resource = decode_resource(
                resource_name, element, resource_name.empty() ? place : root, decoder);
            resource->domain = domain.get();
            if (!resource_name.empty())
                into.resources.push_back(std::move(resource));
        });
    fields.each_named("interface", "a function",
        [&](std::string_view function_name, const Value& element, const Location& place) {
            auto function = decode_interface_function(function_name, element, place, decoder);
            if (!function_name.empty())
                domain->interface.push_back(std::move(function));
        });
    fields.finish();
    into.domains.push_back(std::move(domain));
}

} // namespace tunez
