#pragma once

#include "base/result.h"
#include "data_layer/schema_store.h"
#include "host/host.h"
#include "migration/migration.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tunez {

// Running migrations on a database. All take every migration that this build knows, oldest first,
// and look before they touch:
// - a database with a version that is not among them was made by a newer build: `schema_too_new`;
// - one whose migration has other statements now than when it ran: `checksum_mismatch`;
// unless it is a development migration, which the database itself knows how to undo.
// A migration runs in one transaction, or not at all: `invalid_migration` names it and the
// statement that failed.

// Undoes development migrations that were replaced, then runs what is pending, up to and including
// version `to`. Answers the versions that ran.
Result<std::vector<std::string>> migrate(SchemaStore& store, std::span<const Migration> migrations,
    Host& host, std::optional<std::string> to = {});

// What migrate() would do, looked at without writing anything: it fails as migrate() would.
struct PendingMigrations {
    std::string version; // The newest that has run.
    size_t count = 0; // That would be undone or run.
};
Result<PendingMigrations> pending_migrations(
    SchemaStore& store, std::span<const Migration> migrations);

struct RollbackTarget {
    size_t steps = 1;
    std::optional<std::string>
        to; // Down to this version, itself included; then `steps` does not count.
};
// Undoes the newest migrations, newest first. Answers the versions that are undone.
Result<std::vector<std::string>> rollback(
    SchemaStore& store, std::span<const Migration> migrations, const RollbackTarget& target);

struct MigrationStatus {
    std::string version;
    std::string name;
    bool applied = false;
    std::string applied_at; // ISO 8601; empty while it is pending.
    bool checksum_ok = true;
    bool known = true; // False for one that only the database knows.
};
// Every migration, known to the build or to the database, oldest first.
Result<std::vector<MigrationStatus>> status(
    SchemaStore& store, std::span<const Migration> migrations);

} // namespace tunez
