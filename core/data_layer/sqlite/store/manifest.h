#pragma once

#include "base/result.h"
#include "base/value.h"
#include "data_layer/sqlite/store/store_file.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tunez::sqlite {

// A copy of the database in NAME-backup-<slot>: a plain SQLite file.
struct BackupEntry {
    int64_t slot = 0;
    std::string at; // ISO 8601, UTC.
    int64_t size = 0;
    std::string version; // Of the newest migration in it.
    bool written = false; // Until then it may be torn.
};

// The bytes of a damaged database in NAME-kept-<slot>, with its log and journal.
struct KeptEntry {
    int64_t slot = 0;
    std::string at;
    std::string reason;
    int64_t size = 0;
};

// The main file is being replaced: whoever finds this goes on with it.
struct Replacement {
    enum class Step : uint8_t {
        keeping, // The main file is as it was, and is copied to `kept`.
        restoring, // It is copied; `backup` takes its place.
    } step = Step::keeping;
    std::string reason;
    int64_t kept = 0;
    int64_t backup = 0; // 0: what was salvaged, which is in NAME-import.
    int64_t rows = 0; // Salvaged, and lost as far as that is known.
    int64_t lost = 0;
};

// What a database's other files hold, and what state its main file is in.
struct Manifest {
    bool open = false; // Written since it was last settled.
    bool damaged = false; // A read or a write has found damage, and nobody has looked since.
    bool made = false; // The main file has had contents: that it is empty would be a loss.
    std::vector<BackupEntry> backups; // Oldest first.
    std::vector<KeptEntry> kept;
    std::optional<Replacement> replacement;
};

// NAME-manifest: two slots of a sector, written in turns, each with a checksum. A write that is cut
// off damages one of them, and the other has what was written before.
class ManifestFile {
public:
    enum class Found : uint8_t { nothing, damaged, manifest };

    // Fails with storage_too_new where a newer build has written in another format. The file is
    // made by the first write.
    static Result<ManifestFile> open(StoragePort& port, std::string name);

    Found found() const { return found_; }
    const Manifest& manifest() const { return manifest_; }
    // False after a write that has failed: the file may say what was to be written, or what was
    // before.
    bool is_certain() const { return is_certain_; }
    // Written and flushed.
    Result<void> write(Manifest manifest);

private:
    ManifestFile(StoragePort& port, StoreFile file)
        : port_(&port)
        , file_(std::move(file))
    {
    }

    Result<void> read();

    StoragePort* port_;
    StoreFile file_;
    Found found_ = Found::nothing;
    Manifest manifest_;
    bool is_certain_ = true;
    uint64_t sequence_ = 0;
    int64_t current_ = 1; // Of the two, the one that holds `manifest_`.
};

} // namespace tunez::sqlite
