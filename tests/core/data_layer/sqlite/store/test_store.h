#pragma once

#include "data_layer/sqlite/store/store.h"
#include "support/fake_host.h"
#include "support/memory_port.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tunez::test {

// Each a list of statements; the first has version 1.
using Steps = std::vector<std::vector<std::string>>;

class TestSchema final : public sqlite::StoreSchema {
public:
    explicit TestSchema(Steps migrations)
        : migrations_(std::move(migrations))
    {
    }

    Result<Look> look(SchemaStore& database) override;
    Result<std::vector<std::string>> bring_up(
        SchemaStore& database, const std::optional<std::string>& to) override;

private:
    Steps migrations_;
};

// Albums and their tracks; `count` migrations of three.
Steps music_schema(size_t count = 2);

// One process with one database, "music", in files of a port.
class TestStore {
public:
    explicit TestStore(StoragePort& port, Steps migrations = music_schema());
    TestStore(const TestStore&) = delete;
    TestStore& operator=(const TestStore&) = delete;
    ~TestStore();

    bool open(); // False: `error` says why.
    // In order, as a session does it.
    void close();
    // Runs a statement; false when it fails.
    bool run(std::string_view sql);
    // The first column of each row.
    std::vector<std::string> ask(std::string_view sql);
    bool add_albums(int from, int to);
    const sqlite::Manifest& manifest() const { return store->manifest(); }
    const sqlite::OpeningReport& report() const { return store->report(); }

    FakeHost host;
    sqlite::PortVfs vfs;
    TestSchema schema;
    sqlite::OpenOptions options;
    std::unique_ptr<sqlite::Store> store;
    std::unique_ptr<sqlite::SqliteDataLayer> layer;
    std::vector<std::string> applied;
    Error error;

private:
    StoragePort& port_;
};

// Files of which those that are seldom needed can be opened only once the host has taken them.
class SeldomPort final : public MemoryPort {
public:
    Status open(std::string_view name, bool create, int32_t& handle) override;

    bool is_ready = false;
};

// Of every database.
constexpr int page_bytes = 8192;

// Overwrites bytes of a file, for good.
void overwrite(StoragePort& port, std::string_view file, int64_t offset, size_t count,
    std::byte value = std::byte { 0xee });
MemoryPort::Bytes contents(StoragePort& port, std::string_view file);

} // namespace tunez::test
