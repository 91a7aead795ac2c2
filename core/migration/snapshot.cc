#include "migration/snapshot.h"

#include "data_layer/sqlite/index_condition.h"

#include <algorithm>

namespace tunez {

const SnapshotAttribute* Snapshot::find_attribute(std::string_view column) const
{
    auto found = std::ranges::find(
        attributes, column, [](auto& attribute) -> auto& { return attribute.column.name; });
    return found == attributes.end() ? nullptr : &*found;
}

SnapshotAttribute* Snapshot::find_attribute(std::string_view column)
{
    return const_cast<SnapshotAttribute*>(std::as_const(*this).find_attribute(column));
}

// As the column holds it; none where no column could.
static ColumnDefault stored_default(
    const TypeUse& type, ColumnDefault::Source source, const Value& value)
{
    Value cast_value;
    TypeErrors errors;
    if (!cast(type, value, cast_value, errors))
        return {};
    auto stored = dump(type, cast_value);
    if (!stored || stored->is_null())
        return {};
    ColumnDefault column_default { .source = source, .literal = {}, .epoch = {} };
    if (source == ColumnDefault::Source::literal)
        column_default.literal = std::move(*stored);
    else if (stored->is(Kind::string))
        column_default.epoch = stored->text();
    else
        return {};
    return column_default;
}

static ColumnDefault default_of(const Attribute& attribute)
{
    auto& declared = attribute.default_value;
    switch (declared.source) {
    case Default::Source::literal:
        return stored_default(attribute.type, ColumnDefault::Source::literal, declared.literal);
    case Default::Source::now:
    case Default::Source::today:
        return stored_default(
            attribute.type, ColumnDefault::Source::now, Value::datetime(0, Precision::microsecond));
    default: // Made by the engine alone.
        return {};
    }
}

// A foreign key needs a key to point at: the primary key, or what an index keeps unique by itself.
static bool is_unique(const Resource& resource, const Attribute& attribute)
{
    auto is_alone = [&](auto& keys) { return keys.size() == 1 && keys.front() == &attribute; };
    if (is_alone(resource.primary_key))
        return true;
    auto by_itself = [&](auto& identity) {
        auto tenants_apart = resource.multitenancy && !identity->all_tenants
            && resource.multitenancy->attribute != &attribute;
        return is_alone(identity->keys) && !tenants_apart && !identity->where_expression
            && (identity->nils_distinct || !attribute.allow_nil);
    };
    return std::ranges::any_of(resource.identities, by_itself);
}

static bool is_stored_reference(const Relationship& relationship)
{
    return relationship.kind == RelationshipKind::belongs_to && relationship.source_attribute
        && relationship.destination && relationship.destination_attribute
        && !relationship.destination->embedded
        && is_unique(*relationship.destination, *relationship.destination_attribute);
}

static Reference reference_of(const Resource& resource, const Relationship& relationship)
{
    return {
        .name = resource.table + "_" + relationship.source_attribute->source + "_fkey",
        .table = relationship.destination->table,
        .column = relationship.destination_attribute->source,
        .on_delete = relationship.on_delete,
        .on_update = relationship.on_update,
    };
}

static SnapshotAttribute attribute_snapshot(const Resource& resource, const Attribute& attribute)
{
    SnapshotAttribute snapshot;
    snapshot.column = {
        .name = attribute.source,
        .type = attribute.type.type,
        .default_value = default_of(attribute),
        .allow_nil = attribute.allow_nil && !attribute.primary_key,
        .generated = attribute.generated,
        .primary_key = attribute.primary_key,
        .reference = {},
    };
    for (auto& relationship : resource.relationships) {
        if (relationship->source_attribute != &attribute || !is_stored_reference(*relationship))
            continue;
        if (!snapshot.column.reference)
            snapshot.column.reference = reference_of(resource, *relationship);
        snapshot.index_reference |= relationship->reference_index;
    }
    return snapshot;
}

static std::vector<std::string> columns_of(std::span<const Attribute* const> attributes)
{
    std::vector<std::string> columns;
    for (auto* attribute : attributes)
        columns.push_back(attribute->source);
    return columns;
}

// Empty: all of them.
static std::string condition_of(const ExpressionRef& where)
{
    return where ? sqlite::index_condition(*where).value_or("") : "";
}

static TableIndex custom_index(const CustomIndex& index)
{
    return {
        .name = index.name,
        .columns = columns_of(index.attributes),
        .unique = index.unique,
        .where = condition_of(index.where_expression),
    };
}

static TableFullText full_text_snapshot(const FullText& index)
{
    return {
        .name = index.table,
        .columns = columns_of(index.attributes),
        .tokenizer = index.tokenizer,
        .prefix = index.prefix,
    };
}

static SnapshotIdentity identity_snapshot(const Identity& identity)
{
    return {
        .name = identity.name,
        .keys = columns_of(identity.keys),
        .index_name = identity.index_name,
        .nils_distinct = identity.nils_distinct,
        .all_tenants = identity.all_tenants,
        .where = condition_of(identity.where_expression),
    };
}

static Snapshot resource_snapshot(const Resource& resource)
{
    Snapshot snapshot;
    snapshot.table = resource.table;
    for (auto& attribute : resource.attributes) {
        if (attribute->type.type->storable)
            snapshot.attributes.push_back(attribute_snapshot(resource, *attribute));
    }
    for (auto& identity : resource.identities)
        snapshot.identities.push_back(identity_snapshot(*identity));
    for (auto& index : resource.custom_indexes)
        snapshot.custom_indexes.push_back(custom_index(index));
    for (auto& index : resource.full_text)
        snapshot.full_text.push_back(full_text_snapshot(*index));
    if (resource.multitenancy && resource.multitenancy->attribute)
        snapshot.multitenancy
            = { resource.multitenancy->attribute->source, resource.multitenancy->global };
    snapshot.has_create_action = std::ranges::any_of(
        resource.actions, [](auto& action) { return action->type == ActionType::create; });
    return snapshot;
}

template <typename Items> static void unite(Items& items, const Items& more)
{
    for (auto& item : more) {
        if (std::ranges::find(items, item.name, [](auto& each) -> auto& { return each.name; })
            == items.end())
            items.push_back(item);
    }
}

// Rows of either resource have to fit: what one of them does not know may be nil.
static void unite(Snapshot& snapshot, const Snapshot& other)
{
    for (auto& attribute : snapshot.attributes)
        attribute.column.allow_nil
            |= !other.find_attribute(attribute.column.name) && !attribute.column.primary_key;
    for (auto& attribute : other.attributes) {
        if (auto* known = snapshot.find_attribute(attribute.column.name)) {
            known->column.allow_nil |= attribute.column.allow_nil;
            continue;
        }
        snapshot.attributes.push_back(attribute);
        snapshot.attributes.back().column.allow_nil |= !attribute.column.primary_key;
    }
    unite(snapshot.identities, other.identities);
    unite(snapshot.custom_indexes, other.custom_indexes);
    unite(snapshot.full_text, other.full_text);
    snapshot.has_create_action |= other.has_create_action;
}

static Error refused(
    const Resource& resource, std::string_view part, std::string_view name, std::string_view reason)
{
    auto error
        = Error::framework(ErrorCode::not_supported, "%{resource}.%{part}.%{name}: %{reason}");
    error.vars = { { "resource", Value(resource.name) }, { "part", Value(part) },
        { "name", Value(name) }, { "reason", Value(reason) } };
    return error;
}

static void check_indexes(const Resource& resource, Errors& errors)
{
    auto check = [&](std::string_view part, auto& index) {
        if (index.where_expression && !sqlite::index_condition(*index.where_expression))
            errors.add(refused(resource, part, index.name,
                "`where` is to compare fields with values: the database checks it by itself"));
    };
    for (auto& identity : resource.identities)
        check("identities", *identity);
    for (auto& index : resource.custom_indexes)
        check("custom_indexes", index);
}

Outcome<Snapshots> take_snapshots(const Definition& definition)
{
    Snapshots snapshots;
    Errors errors;
    for (auto& resource : definition.resources) {
        if (resource->embedded || resource->table.empty())
            continue;
        check_indexes(*resource, errors);
        auto snapshot = resource_snapshot(*resource);
        auto [place, is_new] = snapshots.try_emplace(resource->table, snapshot);
        if (!is_new)
            unite(place->second, snapshot);
    }
    for (auto& [table, snapshot] : snapshots) {
        std::ranges::sort(snapshot.identities, {}, &SnapshotIdentity::name);
        std::ranges::sort(snapshot.custom_indexes, {}, &TableIndex::name);
        std::ranges::sort(snapshot.full_text, {}, &TableFullText::name);
    }
    if (!errors.empty())
        return fail(std::move(errors));
    return snapshots;
}

// The tenant's column leads the index, unless the identity holds for all tenants.
static TableIndex identity_index(const Snapshot& snapshot, const SnapshotIdentity& identity)
{
    TableIndex index {
        .name = identity.index_name,
        .columns = identity.keys,
        .unique = true,
        .nils_distinct = identity.nils_distinct,
        .where = identity.where,
    };
    if (snapshot.multitenancy && !identity.all_tenants) {
        auto& tenant = snapshot.multitenancy->attribute;
        if (std::ranges::find(index.columns, tenant) == index.columns.end())
            index.columns.insert(index.columns.begin(), tenant);
    }
    return index;
}

Table to_table(const Snapshot& snapshot)
{
    Table table;
    table.name = snapshot.table;
    std::vector<TableIndex> references;
    for (auto& attribute : snapshot.attributes) {
        auto& name = attribute.column.name;
        table.columns.push_back(attribute.column);
        if (attribute.index_reference)
            references.push_back(
                { .name = snapshot.table + "_" + name + "_index", .columns = { name } });
    }
    for (auto& identity : snapshot.identities)
        table.indexes.push_back(identity_index(snapshot, identity));
    unite(table.indexes, snapshot.custom_indexes);
    unite(table.indexes, references);
    table.full_text = snapshot.full_text;
    return table;
}

Schema to_schema(const Snapshots& snapshots)
{
    Schema schema;
    for (auto& [name, snapshot] : snapshots)
        schema.emplace(name, to_table(snapshot));
    return schema;
}

} // namespace tunez
