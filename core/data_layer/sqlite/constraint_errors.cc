#include "data_layer/sqlite/constraint_errors.h"

#include "data_layer/sqlite/binder.h"
#include "data_layer/sqlite/sql.h"

#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace tunez::sqlite {

static constexpr std::string_view default_message = "has already been taken";

// SQLite names the columns of a broken constraint, as `table.column, table.column`. Names may hold
// anything, so that text is never taken apart but compared with what it would be.
static std::string qualified(const Resource& resource, std::span<const Attribute* const> attributes)
{
    std::string text;
    for (auto* attribute : attributes) {
        text += text.empty() ? "" : ", ";
        text.append(resource.table).append(".").append(attribute->source);
    }
    return text;
}

static Errors taken(std::span<const Attribute* const> attributes, std::string_view message)
{
    Errors errors;
    for (auto* attribute : attributes)
        errors.add(Error::invalid_attribute(attribute->name, message));
    return errors;
}

static Errors taken(const Identity& identity)
{
    if (identity.field_names.empty())
        return taken(identity.keys, identity.message);
    Errors errors;
    for (auto& field : identity.field_names)
        errors.add(Error::invalid_attribute(field, identity.message));
    return errors;
}

std::vector<const Attribute*> unique_columns(const Resource& resource, const Identity& identity)
{
    auto columns = identity.keys;
    auto* tenant = resource.multitenancy ? resource.multitenancy->attribute : nullptr;
    if (tenant && !identity.all_tenants && std::ranges::find(columns, tenant) == columns.end())
        columns.insert(columns.begin(), tenant);
    return columns;
}

static bool is_index(std::string_view columns, std::string_view index_name)
{
    return columns == std::string("index '").append(index_name).append("'");
}

static Errors unique_errors(const Resource& resource, std::string_view columns)
{
    if (columns == qualified(resource, resource.primary_key))
        return taken(resource.primary_key, default_message);
    for (auto& identity : resource.identities) {
        if (is_index(columns, identity->index_name)
            || columns == qualified(resource, unique_columns(resource, *identity)))
            return taken(*identity);
    }
    for (auto& index : resource.custom_indexes) {
        std::vector<const Attribute*> attributes;
        for (auto& field : index.fields)
            attributes.push_back(resource.find_attribute(field));
        if (index.unique && std::ranges::find(attributes, nullptr) == attributes.end()
            && columns == qualified(resource, attributes))
            return taken(attributes, default_message);
    }
    return taken(resource.primary_key, default_message);
}

static Errors not_null_errors(const Resource& resource, std::string_view column)
{
    for (auto& attribute : resource.attributes) {
        const Attribute* columns[] = { attribute.get() };
        if (column == qualified(resource, columns))
            return Error::required(attribute->name, "attribute", resource.name);
    }
    return Error::invalid_changes({}, "is required");
}

// A value of another storage class than the column's: `cannot store BLOB value in TEXT column
// table.column`.
static Errors datatype_errors(const Resource& resource, std::string_view message)
{
    for (auto& attribute : resource.attributes) {
        const Attribute* columns[] = { attribute.get() };
        if (message.ends_with(" column " + qualified(resource, columns)))
            return Error::invalid_attribute(attribute->name, "is invalid");
    }
    return Error::invalid_changes({}, "is invalid");
}

static Result<bool> exists(Database& database, const Relationship& reference, const Value& key)
{
    auto& destination = *reference.destination;
    auto& attribute = *reference.destination_attribute;
    database.shape.start(StatementKind::exists, destination);
    database.shape.add(&attribute);
    auto lease = TRY(database.statements.acquire(database.shape, [&] {
        SqlWriter sql;
        (sql << "SELECT 1 FROM ").identifier(destination.table) << " WHERE ";
        sql.identifier(attribute.source) << " = ";
        return sql.placeholder().take();
    }));
    TRY(Binder(*lease).attribute(attribute, key));
    return lease->statement.step() == SQLITE_ROW;
}

static bool is_written(const RefusedWrite& write, const Attribute& attribute)
{
    return std::ranges::find(write.columns, &attribute) != write.columns.end();
}

// The keys being written that lead to no row. A row may be its own parent.
static Errors dangling_keys(Database& database, const RefusedWrite& write)
{
    Errors errors;
    for (auto& relationship : write.resource.relationships) {
        if (relationship->kind != RelationshipKind::belongs_to
            || !is_written(write, *relationship->source_attribute))
            continue;
        auto& key = write.record.values[relationship->source_attribute->index];
        if (!key.is_present())
            continue;
        auto found = exists(database, *relationship, key);
        if (!found)
            return std::move(found).error();
        if (!*found)
            errors.add(
                Error::invalid_attribute(relationship->source_attribute->name, "does not exist"));
    }
    return errors;
}

static std::vector<std::string> names(std::span<const Attribute* const> attributes)
{
    std::vector<std::string> names;
    for (auto* attribute : attributes)
        names.push_back(attribute->name);
    return names;
}

// Others point at the row by the keys that their relationships name, or else by its primary key.
static Errors left_behind(const RefusedWrite& write)
{
    std::vector<const Attribute*> keys;
    auto others = write.resource.domain ? std::span(write.resource.domain->resources)
                                        : std::span<const Resource* const> {};
    for (auto* other : others) {
        for (auto& relationship : other->relationships) {
            if (relationship->kind == RelationshipKind::belongs_to
                && relationship->destination == &write.resource
                && std::ranges::find(keys, relationship->destination_attribute) == keys.end())
                keys.push_back(relationship->destination_attribute);
        }
    }
    return taken(keys.empty() ? write.resource.primary_key : keys, "would leave records behind");
}

static Errors foreign_key_errors(Database& database, const RefusedWrite& write)
{
    if (write.kind == StatementKind::destroy)
        return left_behind(write);
    auto errors = dangling_keys(database, write);
    if (!errors.empty())
        return errors;
    auto changes_key = write.kind == StatementKind::update
        && std::ranges::any_of(
            write.resource.primary_key, [&](auto* key) { return is_written(write, *key); });
    if (changes_key)
        return left_behind(write);
    return Error::invalid_changes(
        names(write.resource.primary_key), "referenced something that does not exist");
}

static std::string_view after(std::string_view message, std::string_view prefix)
{
    return message.starts_with(prefix) ? message.substr(prefix.size()) : std::string_view {};
}

Errors write_errors(Database& database, const RefusedWrite& write)
{
    auto* handle = database.connection->handle();
    std::string message = sqlite3_errmsg(handle); // Until the next call.
    switch (sqlite3_extended_errcode(handle)) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return unique_errors(write.resource, after(message, "UNIQUE constraint failed: "));
    case SQLITE_CONSTRAINT_NOTNULL:
        return not_null_errors(write.resource, after(message, "NOT NULL constraint failed: "));
    case SQLITE_CONSTRAINT_DATATYPE:
        return datatype_errors(write.resource, message);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
    case SQLITE_CONSTRAINT_TRIGGER: // ON DELETE RESTRICT is a trigger to SQLite.
        return foreign_key_errors(database, write);
    case SQLITE_CONSTRAINT_CHECK:
        return Error::invalid_changes(names(write.resource.primary_key), "is invalid");
    default:
        return database.connection->last_error("write to");
    }
}

} // namespace tunez::sqlite
