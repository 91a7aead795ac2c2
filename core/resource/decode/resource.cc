#include "resource/decode/decode.h"
#include "resource/excerpt.h"

namespace tunez {

template <typename Part>
static void add(
    std::vector<std::unique_ptr<Part>>& parts, std::string_view name, std::unique_ptr<Part> part)
{
    if (!name.empty() && part != nullptr)
        parts.push_back(std::move(part));
}

static void decode_parts(Fields& fields, Resource& resource)
{
    auto& decoder = fields.decoder();
    fields.each_named(
        "attributes", "an attribute", [&](auto name, const Value& value, const Location& at) {
            add(resource.attributes, name, decode_attribute(name, value, at, decoder));
        });
    fields.each_named(
        "relationships", "a relationship", [&](auto name, const Value& value, const Location& at) {
            add(resource.relationships, name, decode_relationship(name, value, at, decoder));
        });
    fields.each_named(
        "identities", "an identity", [&](auto name, const Value& value, const Location& at) {
            add(resource.identities, name, decode_identity(name, value, at, decoder));
        });
    resource.actions = decode_default_actions(fields);
    fields.each_named(
        "actions", "an action", [&](auto name, const Value& value, const Location& at) {
            add(resource.actions, name, decode_action(name, value, at, decoder));
        });
    if (resource.embedded && fields.any("defaults").is_null())
        add_missing_default_actions(resource.actions);
    fields.each_named(
        "calculations", "a calculation", [&](auto name, const Value& value, const Location& at) {
            add(resource.calculations, name, decode_calculation(name, value, at, decoder));
        });
    fields.each_named(
        "aggregates", "an aggregate", [&](auto name, const Value& value, const Location& at) {
            add(resource.aggregates, name, decode_aggregate(name, value, at, decoder));
        });
}

static void decode_default_accept(Fields& fields, Resource& resource)
{
    // An embedded resource accepts everything where nothing was said.
    resource.default_accept_all = resource.embedded;
    auto accept = fields.texts("default_accept");
    if (!accept)
        return;
    resource.default_accept_all = accept->size() == 1 && accept->front() == "*";
    if (!resource.default_accept_all)
        resource.default_accept_names = std::move(*accept);
}

static void decode_multitenancy(Fields& fields, Resource& resource)
{
    auto value = fields.map("multitenancy");
    if (value.is_null())
        return;
    auto at = fields.at().field("multitenancy");
    Fields options(value, at, fields.decoder(), "multitenancy");
    Multitenancy multitenancy;
    auto strategy = options.text("strategy");
    if (strategy && *strategy != "attribute")
        fields.decoder().mistakes.add(
            at.field("strategy"), quoted(*strategy) + " is not supported; there is \"attribute\"");
    options.text("attribute", multitenancy.attribute_name);
    options.flag("global", multitenancy.global);
    multitenancy.parse_attribute = options.callback("parse_attribute");
    multitenancy.tenant_from_attribute = options.callback("tenant_from_attribute");
    options.finish();
    resource.multitenancy = std::move(multitenancy);
}

static void decode_custom_indexes(Fields& fields, Resource& resource)
{
    fields.each("custom_indexes", [&](const Value& value, const Location& at) {
        Fields options(value, at, fields.decoder(), "an index");
        CustomIndex index;
        options.text("name", index.name);
        index.fields = options.texts("fields").value_or(std::vector<std::string>());
        options.flag("unique", index.unique);
        index.where = options.map("where");
        options.finish();
        resource.custom_indexes.push_back(std::move(index));
    });
}

std::unique_ptr<Resource> decode_resource(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    auto resource = std::make_unique<Resource>();
    Fields fields(value, at, decoder, "a resource");
    resource->name = decode_name(fields, name);
    resource->declared = value;
    fields.text("table", resource->table);
    fields.text("description", resource->description);
    fields.flag("embedded", resource->embedded);
    fields.flag("require_primary_key", resource->require_primary_key);
    decode_default_accept(fields, *resource);
    decode_parts(fields, *resource);
    resource->changes = decode_entries(fields, "changes", Step::Kind::change);
    resource->validations = decode_entries(fields, "validations", Step::Kind::validation);
    resource->preparations = decode_entries(fields, "preparations", Step::Kind::preparation);
    decode_multitenancy(fields, *resource);
    decode_custom_indexes(fields, *resource);
    fields.flag("embed_nil_values", resource->embed_nil_values);
    for (std::string_view key : { "policies", "field_policies", "notifiers", "pub_sub" })
        fields.know(key);
    fields.finish();
    return resource;
}

} // namespace tunez
