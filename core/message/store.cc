#include "message/store.h"

#include "data_layer/sqlite/store/main_file.h"
#include "message/operations.h"
#include "message/schema.h"
#include "migration/runner.h"

namespace tunez {

Result<sqlite::StoreSchema::Look> StoreMigrations::look(SchemaStore& database)
{
    if (runs_ == Runs::never)
        return Look {};
    auto pending = TRY(pending_migrations(database, migrations_));
    return Look { .version = std::move(pending.version), .has_pending = pending.count > 0 };
}

Result<std::vector<std::string>> StoreMigrations::bring_up(
    SchemaStore& database, const std::optional<std::string>& to)
{
    if (runs_ == Runs::never)
        return std::vector<std::string> {};
    return migrate(database, migrations_, host_, to);
}

static void write_recovery(const sqlite::OpeningReport::Recovery& recovered, JsonWriter& answer)
{
    answer.begin_object();
    answer.key("reason");
    answer.string(recovered.reason);
    answer.key("from");
    answer.string(recovered.backup > 0 ? "backup" : "rows");
    if (recovered.backup > 0) {
        answer.key("backup");
        answer.integer(recovered.backup);
    } else {
        answer.key("rows");
        answer.begin_object();
        for (const auto& [table, rows] : recovered.tables) {
            answer.key(table);
            answer.integer(rows);
        }
        answer.end_object();
        answer.key("lost");
        answer.integer(recovered.lost);
    }
    answer.key("kept");
    answer.integer(recovered.kept);
    answer.end_object();
}

static void write_report(const Session& session, JsonWriter& answer)
{
    sqlite::OpeningReport memory;
    const auto& report = session.store ? session.store->report() : memory;
    answer.begin_object();
    answer.key("was_clean");
    answer.boolean(report.was_clean);
    answer.key("checked");
    answer.boolean(report.checked);
    if (report.recovered) {
        answer.key("recovered");
        write_recovery(*report.recovered, answer);
    }
    if (report.backup) {
        answer.key("backup");
        answer.integer(*report.backup);
    }
    answer.end_object();
}

void write_backups(const sqlite::Manifest& manifest, JsonWriter& answer)
{
    answer.begin_array();
    for (const auto& backup : manifest.backups) {
        if (!backup.written)
            continue;
        answer.begin_object();
        answer.key("slot");
        answer.integer(backup.slot);
        answer.key("at");
        answer.string(backup.at);
        answer.key("size");
        answer.integer(backup.size);
        answer.key("version");
        answer.string(backup.version);
        answer.end_object();
    }
    answer.end_array();
}

void write_opened(const Session& session, std::span<const Migration> migrations,
    const std::vector<std::string>& applied, JsonWriter& answer)
{
    answer.begin_object();
    answer.key("version");
    if (migrations.empty())
        answer.null();
    else
        answer.string(migrations.back().version);
    answer.key("applied");
    write_versions(applied, answer);
    answer.key("storage");
    answer.string(session.storage);
    answer.key("report");
    write_report(session, answer);
    answer.end_object();
}

namespace message {

static Outcome<void> run_idle(Session& session, const Request&, JsonWriter& answer)
{
    // Nobody asks any more what became of a request of yesterday.
    constexpr int64_t day = int64_t { 24 } * 3600 * 1'000'000;
    TRY(session.data_layer->forget_requests(session.host.now() - day));
    if (session.store)
        TRY(session.store->settle(*session.data_layer));
    answer.null();
    return {};
}

static void write_kept(const sqlite::Manifest& manifest, JsonWriter& answer)
{
    answer.begin_array();
    for (const auto& kept : manifest.kept) {
        answer.begin_object();
        answer.key("slot");
        answer.integer(kept.slot);
        answer.key("at");
        answer.string(kept.at);
        answer.key("reason");
        answer.string(kept.reason);
        answer.key("size");
        answer.integer(kept.size);
        answer.end_object();
    }
    answer.end_array();
}

static Outcome<void> run_storage_status(Session& session, const Request&, JsonWriter& answer)
{
    sqlite::Store::Sizes sizes;
    sqlite::Manifest manifest;
    if (session.store) {
        sizes = TRY(session.store->sizes(*session.data_layer));
        manifest = session.store->manifest();
    } else {
        sizes.main = TRY(sqlite::memory_size(*TRY(session.data_layer->connection())));
    }
    answer.begin_object();
    answer.key("storage");
    answer.string(session.storage);
    answer.key("durability");
    answer.string(session.durability == sqlite::Durability::full ? "full" : "relaxed");
    answer.key("clean");
    answer.boolean(!manifest.open);
    answer.key("size");
    answer.integer(sizes.main);
    answer.key("log_size");
    answer.integer(sizes.log);
    answer.key("reserve");
    answer.boolean(sizes.reserve);
    answer.key("backups");
    write_backups(manifest, answer);
    answer.key("kept");
    write_kept(manifest, answer);
    answer.key("report");
    write_report(session, answer);
    answer.end_object();
    return {};
}

const MessageOperation idle_operation {
    .name = "idle",
    .needs = MessageOperation::Needs::database,
    .run = run_idle,
};

const MessageOperation storage_status_operation {
    .name = "storage_status",
    .needs = MessageOperation::Needs::database,
    .run = run_storage_status,
};

} // namespace message

} // namespace tunez
