#include "base/similarity.h"
#include "resource/excerpt.h"
#include "resource/identifier.h"
#include "resource/name.h"
#include "resource/verify/rules.h"
#include "resource/verify/walk.h"

#include <map>
#include <set>

namespace tunez::rule {

void table_names_are_valid(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    if (resource.embedded || resource.table.empty())
        return;
    auto table = lower_ascii(resource.table);
    auto objection = objection_to_name(resource.table, Punctuation::none);
    if (table.starts_with("sqlite_") || table.starts_with("tunez_"))
        objection = "begins like the tables of the database itself";
    if (!objection.empty())
        mistakes.add(
            at.field("table"), "the table name " + quoted(resource.table) + " " + objection);
}

void table_names_differ_by_more_than_case(const Definition& definition, Mistakes& mistakes)
{
    std::map<std::string, const Resource*> tables;
    for (const auto& resource : definition.resources) {
        if (resource->embedded)
            continue;
        const auto* first
            = tables.try_emplace(lower_ascii(resource->table), resource.get()).first->second;
        if (first->table != resource->table)
            mistakes.add(Location(resource->name).field("table"),
                "the table names " + quoted(resource->table) + " and " + quoted(first->table)
                    + " of " + first->name + " are the same to SQLite, which ignores case");
    }
}

// What a column is to the database.
static std::string storage(const Attribute& attribute)
{
    static constexpr std::string_view classes[] = { "INTEGER", "REAL", "TEXT", "BLOB" };
    std::string text(classes[static_cast<size_t>(attribute.type.type->column)]);
    if (attribute.type.type->collation != nullptr)
        text += " compared by " + std::string(attribute.type.type->collation);
    return text + (attribute.primary_key ? ", part of the primary key" : "");
}

void shared_tables_agree(const Definition& definition, Mistakes& mistakes)
{
    struct Owner {
        const Resource* resource;
        const Attribute* attribute;
    };
    std::map<std::string, Owner> columns;
    for (const auto& resource : definition.resources) {
        if (resource->embedded)
            continue;
        for (const auto& attribute : resource->attributes) {
            if (attribute->type.type == nullptr)
                continue;
            auto column = lower_ascii(resource->table) + "." + lower_ascii(attribute->source);
            const auto& owner
                = columns.try_emplace(column, Owner { resource.get(), attribute.get() })
                      .first->second;
            if (owner.resource->name == resource->name
                || storage(*owner.attribute) == storage(*attribute))
                continue;
            mistakes.add(Location(attribute_place(*resource, *attribute)),
                "the column " + quoted(attribute->source) + " is " + storage(*attribute)
                    + " here and " + storage(*owner.attribute) + " at "
                    + attribute_place(*owner.resource, *owner.attribute) + ", in the same table "
                    + quoted(resource->table));
        }
    }
}

void columns_are_unique(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    std::map<std::string, const Attribute*> columns;
    each_attribute(resource, at, [&](const Attribute& attribute, const Location& place) {
        auto objection = objection_to_name(attribute.source, Punctuation::none);
        if (!objection.empty() && attribute.source != attribute.name)
            mistakes.add(place.field("source"),
                "the column name " + quoted(attribute.source) + " " + objection);
        const auto* first
            = columns.try_emplace(lower_ascii(attribute.source), &attribute).first->second;
        // Two of the same name are a mistake about names.
        if (first != &attribute && first->name != attribute.name)
            mistakes.add(place,
                "it has the same column as " + quoted(first->key) + ": " + quoted(attribute.source)
                    + (first->source == attribute.source ? "" : " (SQLite ignores case)"));
    });
}

void index_names_are_unique(const Definition& definition, Mistakes& mistakes)
{
    std::map<std::string, std::string> places;
    std::set<std::string> tables;
    auto check = [&](const std::string& name, const std::string& place) {
        const auto& first = places.try_emplace(lower_ascii(name), place).first->second;
        if (first != place)
            mistakes.add(Location(place),
                "the index name " + quoted(name) + " is that of " + first + " too");
    };
    for (const auto& resource : definition.resources) {
        if (resource->embedded)
            continue;
        Location at(resource->name);
        each_identity(*resource, at, [&](const Identity& identity, const Location& place) {
            check(identity.index_name, place.to_string());
        });
        auto indexes = at.field("custom_indexes");
        for (size_t i = 0; i < resource->custom_indexes.size(); ++i)
            check(resource->custom_indexes[i].name, indexes.item(i).to_string());
        // They are tables, in one namespace with indexes.
        auto full_text = at.field("full_text");
        for (const auto& index : resource->full_text)
            check(index->table, full_text.field(index->name).to_string());
        // Resources may share one.
        if (tables.insert(lower_ascii(resource->table)).second)
            check(resource->table, at.field("table").to_string());
    }
}

static void check_indexed(const Resource& resource, const std::vector<std::string>& names,
    const Location& place, Mistakes& mistakes)
{
    auto fields = place.field("fields");
    if (names.empty())
        mistakes.add(fields, "an index needs an attribute");
    for (size_t i = 0; i < names.size(); ++i) {
        if (resource.find_attribute(names[i]) == nullptr)
            mistakes.add(fields.item(i),
                "cannot index " + quoted(names[i]) + ", because it is not an attribute of "
                    + resource.name + mistakes.hint(names[i], attribute_names(resource)));
    }
}

void custom_indexes_name_attributes(
    const Resource& resource, const Location& at, Mistakes& mistakes)
{
    auto indexes = at.field("custom_indexes");
    for (size_t i = 0; i < resource.custom_indexes.size(); ++i)
        check_indexed(resource, resource.custom_indexes[i].fields, indexes.item(i), mistakes);
}

void full_text_is_over_texts(const Resource& resource, const Location& at, Mistakes& mistakes)
{
    auto indexes = at.field("full_text");
    for (const auto& index : resource.full_text) {
        auto place = indexes.field(index->name);
        check_indexed(resource, index->fields, place, mistakes);
        for (const auto* attribute : index->attributes) {
            const auto* type = attribute->type.type;
            if (type != nullptr && std::string_view(type->name) != "string"
                && std::string_view(type->name) != "ci_string")
                mistakes.add(place.field("fields"),
                    quoted(attribute->key)
                        + " is no text: full-text indexes are over attributes "
                          "of the types string and ci_string");
            if (attribute->source == "rank" || attribute->source == "rowid")
                mistakes.add(place.field("fields"),
                    "a column called " + quoted(attribute->source) + " cannot be searched");
        }
    }
}

} // namespace tunez::rule
