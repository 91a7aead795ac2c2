#include "resource/decode/decode.h"
#include "resource/excerpt.h"
#include "resource/relationship_kind.h"

namespace tunez {

static constexpr Fields::Named<OnDelete> reference_actions[] = {
    { "nothing", OnDelete::nothing },
    { "restrict", OnDelete::restrict_ },
    { "delete", OnDelete::delete_ },
    { "nilify", OnDelete::nilify },
};

// Options that only some kinds of relationships have.
static void refuse_options(
    Fields& fields, const Relationship& relationship, std::initializer_list<std::string_view> keys)
{
    for (auto key : keys) {
        auto kind = kind_name(relationship.kind);
        fields.refuse(key, "a " + std::string(kind) + " relationship has no option " + quoted(key));
    }
}

static void decode_belongs_to(Fields& fields, Relationship& relationship)
{
    fields.flag("define_attribute", relationship.define_attribute);
    relationship.attribute_type = fields.any("attribute_type");
    fields.text("attribute_key", relationship.attribute_key);
    relationship.attribute_writable = relationship.writable;
    relationship.attribute_public = relationship.is_public;
    fields.flag("attribute_writable", relationship.attribute_writable);
    fields.flag("attribute_public", relationship.attribute_public);
    fields.flag("primary_key", relationship.primary_key);
    fields.flag("index", relationship.reference_index);
    fields.choice("on_delete", reference_actions, relationship.on_delete);
    fields.choice("on_update", reference_actions, relationship.on_update);
}

// The join resource, or (has_many) a path of relationships.
static void decode_through(Fields& fields, Relationship& relationship)
{
    if (relationship.kind == RelationshipKind::many_to_many)
        fields.text("through", relationship.through_name);
    else if (auto path = fields.texts("through"))
        relationship.through_path_names = std::move(*path);
}

static void decode_by_kind(Fields& fields, Relationship& relationship)
{
    bool belongs_to = relationship.kind == RelationshipKind::belongs_to;
    bool many_to_many = relationship.kind == RelationshipKind::many_to_many;
    if (belongs_to)
        decode_belongs_to(fields, relationship);
    else
        refuse_options(fields, relationship,
            { "define_attribute", "attribute_type", "attribute_key", "attribute_writable",
                "attribute_public", "primary_key", "index", "on_delete", "on_update" });
    if (many_to_many) {
        fields.text("join_relationship", relationship.join_relationship_name);
        fields.text("source_attribute_on_join_resource",
            relationship.source_attribute_on_join_resource_name);
        fields.text("destination_attribute_on_join_resource",
            relationship.destination_attribute_on_join_resource_name);
    } else {
        refuse_options(fields, relationship,
            { "join_relationship", "source_attribute_on_join_resource",
                "destination_attribute_on_join_resource" });
    }
    if (many_to_many || relationship.kind == RelationshipKind::has_many)
        decode_through(fields, relationship);
    else
        refuse_options(fields, relationship, { "through" });
    if (relationship.to_many())
        relationship.limit = fields.count("limit");
    else
        refuse_options(fields, relationship, { "limit" });
    if (relationship.kind == RelationshipKind::has_one)
        fields.flag("from_many", relationship.from_many);
    else
        refuse_options(fields, relationship, { "from_many" });
    if (belongs_to || many_to_many)
        refuse_options(fields, relationship, { "no_attributes" });
    else
        fields.flag("no_attributes", relationship.no_attributes);
}

std::unique_ptr<Relationship> decode_relationship(
    std::string_view name, const Value& value, const Location& at, Decoder& decoder)
{
    auto relationship = std::make_unique<Relationship>();
    Fields fields(value, at, decoder, "a relationship");
    relationship->name = decode_name(fields, name);
    fields.text("key", relationship->key);
    relationship->camel_case = !relationship->key.empty() && !relationship->key.contains('_');
    fields.text("description", relationship->description);
    fields.required("destination", "it needs a `destination`: the name of the related resource",
        relationship->destination_name);
    fields.text("source_attribute", relationship->source_attribute_name);
    fields.text("destination_attribute", relationship->destination_attribute_name);
    fields.text("read_action", relationship->read_action_name);
    fields.flag("allow_nil", relationship->allow_nil);
    fields.flag("public", relationship->is_public);
    fields.flag("writable", relationship->writable);
    fields.flag("filterable", relationship->filterable);
    fields.flag("sortable", relationship->sortable);
    fields.flag("could_be_related_at_creation", relationship->could_be_related_at_creation);
    if (auto context = fields.map("context"); !context.is_null())
        relationship->context = context.map();
    relationship->sort_names = decode_sort(fields, "sort");
    relationship->default_sort_names = decode_sort(fields, "default_sort");
    relationship->filter = fields.map("filter");
    if (fields.is_map() && !fields.has("kind"))
        decoder.mistakes.add(
            at, "it needs a `kind`: belongs_to, has_one, has_many or many_to_many");
    // Without a kind nothing more can be judged.
    if (!fields.choice("kind", relationship_kinds, relationship->kind))
        return nullptr;
    decode_by_kind(fields, *relationship);
    fields.finish();
    return relationship;
}

} // namespace tunez
