#include "message/operations.h"
#include "message/schema.h"
#include "message/store.h"

#include "data_layer/sqlite/store/backups.h"

namespace tunez::message {

static Error only_files(std::string_view what)
{
    return Error::make(
        ErrorCode::not_supported, "a database in memory has no " + std::string(what));
}

static Outcome<sqlite::Store*> store_of(Session& session, std::string_view what)
{
    if (!session.store)
        return fail(Errors(only_files(what)));
    return session.store.get();
}

static Result<int64_t> slot_of(const Request& request)
{
    const auto& slot = request.member("slot");
    if (!slot.is(Kind::integer))
        return fail(Error::make(ErrorCode::invalid_message, "`slot` is a number"));
    return slot.integer();
}

// All pages are about to be replaced: nobody may be in the middle of something.
static Outcome<sqlite::Store*> quiet_store_of(Session& session)
{
    auto* store = TRY(store_of(session, "files to replace it with"));
    if (session.data_layer->in_transaction() || !session.waiting.empty())
        return fail(Errors(Error::make(ErrorCode::not_supported,
            "a database is not replaced while a transaction is open or a request waits")));
    return store;
}

static Outcome<void> run_backup(Session& session, const Request&, JsonWriter& answer)
{
    auto* store = TRY(store_of(session, "backups"));
    auto slot = TRY(store->back_up(*session.data_layer));
    answer.begin_object();
    answer.key("slot");
    answer.integer(slot);
    answer.end_object();
    return {};
}

static Outcome<void> run_backups(Session& session, const Request&, JsonWriter& answer)
{
    write_backups(session.store ? session.store->manifest() : sqlite::Manifest {}, answer);
    return {};
}

static Outcome<void> run_restore_backup(
    Session& session, const Request& request, JsonWriter& answer)
{
    auto* store = TRY(quiet_store_of(session));
    auto slot = TRY(slot_of(request));
    auto migrations = TRY(migrations_of(request));
    StoreMigrations schema(session.host, migrations, StoreMigrations::Runs::always);
    auto applied = TRY(store->restore(*session.data_layer, schema, slot));
    write_opened(session, migrations, applied, answer);
    return {};
}

static Outcome<void> run_import(Session& session, const Request& request, JsonWriter& answer)
{
    auto* store = TRY(quiet_store_of(session));
    auto migrations = TRY(migrations_of(request));
    StoreMigrations schema(session.host, migrations, StoreMigrations::Runs::always);
    auto applied = TRY(store->import(*session.data_layer, schema));
    write_opened(session, migrations, applied, answer);
    return {};
}

static Outcome<void> run_delete_backup(Session& session, const Request& request, JsonWriter& answer)
{
    auto* store = TRY(store_of(session, "backups"));
    TRY(store->delete_backup(TRY(slot_of(request))));
    answer.null();
    return {};
}

// Also of a database that cannot be opened, because all places for damaged ones are taken.
static Outcome<void> run_delete_kept(Session& session, const Request& request, JsonWriter& answer)
{
    auto slot = TRY(slot_of(request));
    if (session.data_layer) {
        auto* store = TRY(store_of(session, "files that were kept"));
        TRY(store->delete_kept(slot));
    } else {
        sqlite::FileNames names { std::string(TRY(request.text("storage"))) };
        if (session.port == nullptr)
            return fail(Errors(only_files("files that were kept")));
        auto manifest = TRY(sqlite::ManifestFile::open(*session.port, names.manifest()));
        TRY(sqlite::delete_kept(*session.port, manifest, names, slot));
    }
    answer.null();
    return {};
}

const MessageOperation backup_operation {
    .name = "backup",
    .needs = MessageOperation::Needs::database,
    .run = run_backup,
};

const MessageOperation backups_operation {
    .name = "backups",
    .needs = MessageOperation::Needs::database,
    .run = run_backups,
};

const MessageOperation restore_backup_operation {
    .name = "restore_backup",
    .needs = MessageOperation::Needs::database,
    .run = run_restore_backup,
};

const MessageOperation import_operation {
    .name = "import",
    .needs = MessageOperation::Needs::database,
    .run = run_import,
};

const MessageOperation delete_backup_operation {
    .name = "delete_backup",
    .needs = MessageOperation::Needs::database,
    .run = run_delete_backup,
};

const MessageOperation delete_kept_operation {
    .name = "delete_kept",
    .needs = MessageOperation::Needs::nothing,
    .run = run_delete_kept,
};

} // namespace tunez::message
