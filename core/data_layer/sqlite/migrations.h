#pragma once

#include "data_layer/schema_store.h"
#include "data_layer/sqlite/database.h"

namespace tunez::sqlite {

// SchemaStore for SQLite. The table is schema_migrations(version, name, checksum, inserted_at,
// dev_down).
Result<std::vector<AppliedMigration>> applied_migrations(Database& database);
Result<void> apply_migration(
    Database& database, std::span<const std::string> statements, const AppliedMigration& migration);
Result<void> revert_migration(
    Database& database, std::span<const std::string> statements, std::string_view version);

} // namespace tunez::sqlite
