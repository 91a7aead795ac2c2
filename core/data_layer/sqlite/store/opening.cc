#include "data_layer/sqlite/store/opening.h"

#include "data_layer/sqlite/store/backups.h"

namespace tunez::sqlite {

using Found = ManifestFile::Found;
using FileKind = FileHeader::Kind;

Result<Store::Opened> Store::open(const Options& options) { return Opening(options).run(); }

// Whether the manifest says that there is a database of ours in the main file.
bool Opening::is_known() const { return store_->manifest().made; }

bool Opening::was_left_open() const
{
    return store_->manifest_.found() == Found::manifest ? store_->manifest().open
                                                        : header_.kind != FileKind::empty;
}

std::optional<Check> Opening::needed_check() const
{
    if (store_->manifest().damaged
        || (was_left_open() && store_->manifest_.found() == Found::damaged))
        return Check::full;
    return was_left_open() ? std::optional(Check::quick) : std::nullopt;
}

static Error damaged(std::string_view problem)
{
    auto error
        = Error::framework(ErrorCode::storage_corrupt, "The database is damaged: %{problem}");
    error.vars = { { "problem", problem } };
    return error;
}

static Error foreign()
{
    return Error::framework(ErrorCode::storage_foreign,
        "The file is a database of another application: it is left as it is");
}

// Before SQLite sees it.
Result<void> Opening::look_at_main()
{
    const auto& names = store_->names_;
    auto main = TRY(StoreFile::open(store_->port_, names.main, StoreFile::Absent::is_empty));
    header_ = TRY(read_header(main));
    if (header_.kind == FileKind::empty && is_known())
        return fail(damaged("the file is empty"));
    if (header_.kind == FileKind::other)
        return fail(damaged("the file is no database"));
    return {};
}

// Everything that may refuse the database. Nothing is written meanwhile, but that SQLite undoes a
// transaction of ours that was cut off.
Result<void> Opening::pass_gates()
{
    auto& store = *store_;
    backup_slot_ = 0;
    store.may_write_ = store.manifest_.found() == Found::manifest || header_.is_ours;
    auto connection = TRY(Connection::open_for_reading(options_.database));
    has_id_ = header_.is_ours || TRY(has_our_id(*connection));
    if (!has_id_ && !TRY(has_our_tables(*connection)))
        return fail(foreign());
    layer_ = SqliteDataLayer::over(std::move(connection), options_.database);
    look_ = TRY(options_.schema.look(*layer_));
    store.report_.was_clean = store.report_.was_clean && !was_left_open();
    if (auto check = needed_check()) {
        store.report_.checked = true;
        TRY(check_pages(*TRY(layer_->connection()), *check, options_.vfs));
    }
    if (look_.has_pending && !look_.version.empty())
        backup_slot_ = TRY(next_backup_slot(store.port_, store.names_, store.manifest()));
    return {};
}

Result<void> Opening::start_writing()
{
    auto& store = *store_;
    store.may_write_ = true;
    auto& connection = *TRY(layer_->connection());
    TRY(connection.start_writing(options_.database));
    // Where no slot may be taken the migrations run all the same: each is a transaction.
    if (backup_slot_ > 0)
        store.report_.backup = TRY(store.back_up(*layer_));
    if (look_.has_pending)
        applied_ = TRY(options_.schema.bring_up(*layer_, std::nullopt));
    if (!has_id_)
        TRY(connection.execute("PRAGMA application_id=" + std::to_string(application_id)));
    if (!is_known() || store.manifest().damaged) {
        auto next = store.manifest();
        next.open = next.open || !is_known();
        next.made = true;
        next.damaged = false;
        TRY(store.manifest_.write(std::move(next)));
    }
    return {};
}

Result<void> Opening::attempt()
{
    TRY(look_at_main());
    TRY(pass_gates());
    return start_writing();
}

Result<Store::Opened> Opening::run()
{
    auto manifest
        = TRY(ManifestFile::open(options_.port, FileNames { options_.database.file }.manifest()));
    store_.reset(new Store(options_, std::move(manifest)));
    if (store_->manifest().replacement)
        TRY(replace());
    auto opened = attempt();
    if (!opened && opened.error().code == ErrorCode::storage_corrupt) {
        TRY(recover(opened.error()));
        opened = attempt();
    }
    if (!opened)
        return fail(std::move(opened).error());
    auto& store = *store_;
    layer_->before_deleting([&store] { store.make_room(); });
    layer_->on_damage([&store] { store.is_damaged(); });
    return Store::Opened {
        .store = std::move(store_), .layer = std::move(layer_), .applied = std::move(applied_)
    };
}

} // namespace tunez::sqlite
