#pragma once

#include "base/error.h"
#include "base/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// What a database remembers of a migration that has run on it.
struct AppliedMigration {
    std::string version;
    std::string name;
    std::string checksum; // Of the statements that ran.
    std::string inserted_at; // ISO 8601, UTC.
    // A development migration carries what undoes it, because its file is replaced before the
    // database hears of it.
    std::optional<std::vector<std::string>> dev_down;
};

// The side of a data layer that migrations are run on.
class SchemaStore {
public:
    SchemaStore() = default;
    SchemaStore(const SchemaStore&) = delete;
    SchemaStore& operator=(const SchemaStore&) = delete;
    virtual ~SchemaStore() = default;

    // By version, oldest first. Writes nothing, not even to a database that has never seen a
    // migration.
    virtual Result<std::vector<AppliedMigration>> applied_migrations() = 0;
    // Runs the statements and remembers the migration, all in one transaction; or forgets it. A
    // statement that fails undoes everything: `invalid_migration` (or a storage error) with
    // `details.statement`, counted from 1. No key may dangle at the end.
    virtual Result<void> apply_migration(
        std::span<const std::string> statements, const AppliedMigration& migration)
        = 0;
    virtual Result<void> revert_migration(
        std::span<const std::string> statements, std::string_view version)
        = 0;
};

} // namespace tunez
