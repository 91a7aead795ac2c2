#pragma once

#include "data_layer/sqlite/store/store.h"
#include "host/host.h"
#include "message/session.h"
#include "migration/migration.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tunez {

// What the messages about files have in common.

// The migrations of a request, as the store asks for them.
class StoreMigrations final : public sqlite::StoreSchema {
public:
    // Those that are not run are not compared either.
    StoreMigrations(Host& host, std::span<const Migration> migrations, bool runs)
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
    bool runs_;
};

// What `open` answers.
void write_opened(const Session& session, std::span<const Migration> migrations,
    const std::vector<std::string>& applied, JsonWriter& answer);

} // namespace tunez
