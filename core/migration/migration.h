#pragma once

#include "base/result.h"
#include "data_layer/schema_change.h"
#include "migration/diff.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// One step of a database's schema, as a file under migrations/ holds it (docs/wire.md §5).
struct Migration {
    std::string version; // Digits, by which migrations are ordered: 20260101120000.
    std::string name;
    std::vector<std::string> up;
    std::vector<std::string> down;
    bool dev = false; // To be replaced by a final one; a database may undo it unasked.
};

Result<Migration> migration_from(const Value& value);
// Their order is checked: versions rise. Fails with `invalid_migration`.
Result<std::vector<Migration>> migrations_from(const Value& list);
// The SHA-256 of what is run upwards.
std::string checksum(const Migration& migration);
// Versions are numbers of any length.
bool is_older(std::string_view left, std::string_view right);

// How a data layer says schema changes in its language.
using RenderSchemaChanges
    = std::vector<std::string> (*)(const Schema& before, std::span<const SchemaChange> changes);

// The statements of a diff, both ways. What was left out stands in `up` as a comment.
struct MigrationText {
    std::vector<std::string> up;
    std::vector<std::string> down;
};
MigrationText write_migration(const Snapshots& from, const Diff& diff, RenderSchemaChanges render);

} // namespace tunez
