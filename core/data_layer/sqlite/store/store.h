#pragma once

#include "data_layer/schema_store.h"
#include "data_layer/sqlite/port_vfs.h"
#include "data_layer/sqlite/sqlite_data_layer.h"
#include "data_layer/sqlite/store/file_names.h"
#include "data_layer/sqlite/store/manifest.h"
#include "host/host.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tunez::sqlite {

// What the store asks of the migrations of a build.
class StoreSchema {
public:
    struct Look {
        std::string version; // The newest that has run; empty: none has.
        bool has_pending = false;
    };

    StoreSchema() = default;
    StoreSchema(const StoreSchema&) = delete;
    StoreSchema& operator=(const StoreSchema&) = delete;
    virtual ~StoreSchema() = default;
    // Refuses what this build does not know (schema_too_new, checksum_mismatch); writes nothing.
    virtual Result<Look> look(SchemaStore& database) = 0;
    // Runs what is pending, up to a version; answers the versions that ran.
    virtual Result<std::vector<std::string>> bring_up(
        SchemaStore& database, const std::optional<std::string>& to)
        = 0;
};

// How an opening went.
struct OpeningReport {
    // The main file could not be read, and something else has taken its place.
    struct Recovery {
        std::string reason;
        int64_t kept = 0; // Where its bytes are.
        int64_t backup = 0; // 0: the rows that could still be read.
        std::vector<std::pair<std::string, int64_t>> tables; // Rows of each, where they are known.
        int64_t rows = 0;
        int64_t lost = 0; // Rows that were read and belonged to others that are gone.
    };

    bool was_clean = true;
    bool checked = false;
    std::optional<Recovery> recovered;
    std::optional<int64_t> backup; // Made before migrations.
};

// What keeps a database in files of a port alive: its manifest, backups and what was set aside.
//
// 1. Nothing is changed before all gates are passed and all files that are needed can be opened
//    (storage_not_ready): whatever fails until then leaves every file as it was.
// 2. Every change of more than one file is first announced in the manifest, and can be begun again.
// 3. The manifest says `open` before the first write reaches a file.
// 4. It says `damaged` from when damage was found until a check has found none, or until the main
//    file was replaced.
class Store final : public DatabaseWatcher {
public:
    struct Options {
        StoragePort& port;
        PortVfs& vfs;
        Host& host;
        OpenOptions database;
        StoreSchema& schema;
    };
    struct Opened;

    // The database with the schema of this build. Fails with the errors of a connection, of files
    // and of migrations, and with storage_too_new, storage_foreign or storage_corrupt, where the
    // files are as they were.
    static Result<Opened> open(const Options& options);
    ~Store() override;

    const OpeningReport& report() const { return report_; }
    const Manifest& manifest() const { return manifest_.manifest(); }

    // Moves the log into the main file, fills the reserve and says that the database is clean: for
    // when nothing has been written for a while. Not within a transaction.
    Result<void> settle(SqliteDataLayer& layer);
    // The same, but for the reserve.
    Result<void> checkpoint(SqliteDataLayer& layer);

    // Copies the database, checked, to the next slot; answers which. The slot `spared` is not
    // taken. Not within a transaction.
    Result<int64_t> back_up(SqliteDataLayer& layer, int64_t spared = 0);
    // Forgets a damaged database that was kept, or a backup.
    Result<void> delete_kept(int64_t slot);
    Result<void> delete_backup(int64_t slot);

    // Puts the database that the host has written to NAME-import in the place of this one, which is
    // backed up before. It is verified there, and brought to this build's schema; on any failure
    // this one is as it was. Answers the versions of migrations that ran. NAME-import is empty
    // afterwards.
    Result<std::vector<std::string>> import(SqliteDataLayer& layer, StoreSchema& schema);
    // The same with a backup.
    Result<std::vector<std::string>> restore(
        SqliteDataLayer& layer, StoreSchema& schema, int64_t slot);

    // Gives the reserve up if a write was refused for want of space.
    void make_room();

    struct Sizes {
        int64_t main = 0;
        int64_t log = 0;
        bool reserve = false; // All of it is there.
    };
    Result<Sizes> sizes(SqliteDataLayer& layer) const;

    StoragePort::Status first_write() override;
    void is_full() override;
    // A read or a write has found damage: the next opening looks for it, however this one ends.
    void is_damaged();

private:
    friend class Opening;

    Store(const Options& options, ManifestFile manifest);

    Result<void> mark_clean();
    Result<std::vector<std::string>> replace_by_import(
        SqliteDataLayer& layer, StoreSchema& schema, int64_t spared);
    Result<std::vector<std::string>> prepare_import(SqliteDataLayer& layer, StoreSchema& schema);
    Result<void> replace_pages(SqliteDataLayer& layer);
    Result<void> end_import();

    StoragePort& port_;
    PortVfs& vfs_;
    Host& host_;
    OpenOptions database_;
    FileNames names_;
    ManifestFile manifest_;
    OpeningReport report_;
    bool may_write_ = false; // Once the gates are passed.
    bool was_full_ = false;
};

struct Store::Opened {
    std::unique_ptr<Store> store; // Outlives the data layer.
    std::unique_ptr<SqliteDataLayer> layer;
    std::vector<std::string> applied; // Versions that ran.
};

} // namespace tunez::sqlite
