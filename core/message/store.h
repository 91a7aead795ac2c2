#pragma once

#include "data_layer/sqlite/store/store.h"
#include "host/host.h"
#include "message/session.h"
#include "migration/migration.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tunez {

// What the messages about files have in common.

// The migrations of a request, as the store asks for them.
class StoreMigrations final : public sqlite::StoreSchema {
public:
    // Those that never run are not compared either.
    enum class Runs : uint8_t { always, never };

    StoreMigrations(Host& host, std::span<const Migration> migrations, Runs runs)
        : host_(host)
        , migrations_(migrations)
        , runs_(runs)
    {
    }

    Result<Look> look(SchemaStore& database) override;
    Result<std::vector<std::string>> bring_up(
        SchemaStore& database, const std::optional<std::string>& to) override;

private:
    Host& host_;
    std::span<const Migration> migrations_;
    Runs runs_;
};

void write_backups(const sqlite::Manifest& manifest, JsonWriter& answer);
// What `open` answers.
void write_opened(const Session& session, std::span<const Migration> migrations,
    const std::vector<std::string>& applied, JsonWriter& answer);

} // namespace tunez
