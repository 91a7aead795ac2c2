#pragma once

#include "message/session.h"
#include "migration/migration.h"

#include <optional>
#include <string>
#include <vector>

namespace tunez {

// What the messages about the schema have in common.

// The `migrations` of a request (docs/wire.md §5), none when it has none.
Outcome<std::vector<Migration>> migrations_of(const Request& request);
// Runs those not applied yet, up to a version; answers their versions.
Result<std::vector<std::string>> run_pending(Session& session,
    const std::vector<Migration>& migrations, const std::optional<std::string>& to);
void write_versions(const std::vector<std::string>& versions, JsonWriter& answer);

} // namespace tunez
