#include "migration/snapshot_json.h"

#include "base/json.h"
#include "base/sha256.h"

namespace tunez {

static Value text_list(const std::vector<std::string>& texts)
{
    List list;
    for (auto& text : texts)
        list.emplace_back(text);
    return list;
}

static Value to_value(const ColumnDefault& value)
{
    switch (value.source) {
    case ColumnDefault::Source::none:
        return nullptr;
    case ColumnDefault::Source::literal:
        return Map { { "value", value.literal } };
    case ColumnDefault::Source::now:
        return Map { { "now", Value(value.epoch) } };
    }
    return nullptr;
}

static Value to_value(const SnapshotAttribute& attribute)
{
    auto& column = attribute.column;
    if (!column.reference)
        return nullptr;
    auto& reference = *column.reference;
    return Map {
        { "table", Value(reference.table) },
        { "destination_attribute", Value(reference.column) },
        { "name", Value(reference.name) },
        { "on_delete", Value(reference_actions[static_cast<size_t>(reference.on_delete)]) },
        { "on_update", Value(reference_actions[static_cast<size_t>(reference.on_update)]) },
        { "index?", Value(attribute.index_reference) },
        { "primary_key?", Value(column.primary_key) },
        { "deferrable", Value(false) },
        { "schema", nullptr },
    };
}

static Value attribute_value(const SnapshotAttribute& attribute)
{
    auto& column = attribute.column;
    Map map {
        { "source", Value(column.name) },
        { "type", Value(column.type->name) },
        { "default", to_value(column.default_value) },
        { "allow_nil?", Value(column.allow_nil) },
        { "generated?", Value(column.generated) },
        { "primary_key?", Value(column.primary_key) },
        { "size", nullptr },
        { "precision", nullptr },
        { "scale", nullptr },
        { "references", to_value(attribute) },
    };
    if (attribute.removed)
        map.set("removed?", Value(true));
    return map;
}

static Value identity_value(const SnapshotIdentity& identity)
{
    return Map {
        { "name", Value(identity.name) },
        { "keys", text_list(identity.keys) },
        { "index_name", Value(identity.index_name) },
        { "where", identity.where.empty() ? Value() : Value(identity.where) },
        { "base_filter", nullptr },
        { "nils_distinct?", Value(identity.nils_distinct) },
        { "all_tenants?", Value(identity.all_tenants) },
    };
}

static Value index_value(const TableIndex& index)
{
    Map map { { "name", Value(index.name) }, { "fields", text_list(index.columns) },
        { "unique", Value(index.unique) } };
    if (!index.where.empty())
        map.set("where", Value(index.where));
    return map;
}

static Value full_text_value(const TableFullText& index)
{
    List prefix;
    for (auto length : index.prefix)
        prefix.emplace_back(length);
    return Map { { "name", Value(index.name) }, { "fields", text_list(index.columns) },
        { "tokenize", Value(tokenizers[static_cast<size_t>(index.tokenizer)]) },
        { "prefix", Value(std::move(prefix)) } };
}

static Value statement_value(const CustomStatement& statement)
{
    return Map { { "name", Value(statement.name) }, { "up", Value(statement.up) },
        { "down", Value(statement.down) } };
}

static Value multitenancy_value(const std::optional<SnapshotMultitenancy>& multitenancy)
{
    if (!multitenancy)
        return Map { { "strategy", nullptr }, { "attribute", nullptr }, { "global", nullptr } };
    return Map {
        { "strategy", "attribute" },
        { "attribute", Value(multitenancy->attribute) },
        { "global", Value(multitenancy->global) },
    };
}

template <typename Items, typename Convert>
static Value list_of(const Items& items, Convert&& convert)
{
    List list;
    for (auto& item : items)
        list.push_back(convert(item));
    return list;
}

static Map contents(const Snapshot& snapshot)
{
    Map map {
        { "table", Value(snapshot.table) },
        { "attributes", list_of(snapshot.attributes, attribute_value) },
        { "identities", list_of(snapshot.identities, identity_value) },
        { "custom_indexes", list_of(snapshot.custom_indexes, index_value) },
        { "custom_statements", list_of(snapshot.custom_statements, statement_value) },
        { "check_constraints", List {} },
        { "base_filter", nullptr },
        { "multitenancy", multitenancy_value(snapshot.multitenancy) },
        { "repo", nullptr },
        { "schema", nullptr },
        { "has_create_action", Value(snapshot.has_create_action) },
        { "create_table_options", nullptr },
    };
    // Snapshots of before there were such indexes keep their hashes.
    if (!snapshot.full_text.empty())
        map.set("full_text", list_of(snapshot.full_text, full_text_value));
    return map;
}

std::string hash(const Snapshot& snapshot) { return sha256(to_json(contents(snapshot))); }

Value to_value(const Snapshot& snapshot)
{
    auto map = contents(snapshot);
    map.append("hash", Value(sha256(to_json(map))));
    return map;
}

Value to_value(const Snapshots& snapshots)
{
    Map map;
    for (auto& [table, snapshot] : snapshots)
        map.append(table, to_value(snapshot));
    return map;
}

} // namespace tunez
