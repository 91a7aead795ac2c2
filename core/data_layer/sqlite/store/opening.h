#pragma once

#include "data_layer/sqlite/store/main_file.h"
#include "data_layer/sqlite/store/store.h"

namespace tunez::sqlite {

// The steps of Store::open().
class Opening {
public:
    explicit Opening(const Store::Options& options)
        : options_(options)
    {
    }

    Result<Store::Opened> run();

private:
    Result<void> attempt();
    Result<void> look_at_main();
    Result<void> pass_gates();
    Result<void> start_writing();
    bool is_known() const;
    bool was_left_open() const;
    std::optional<Check> needed_check() const;

    // In recovery.cc.
    Result<void> recover(const Error& problem);
    bool may_replace() const;
    Result<void> replace();
    Result<void> keep(const Replacement& replacement);
    Result<void> put_in_place(const Replacement& replacement);

    const Store::Options& options_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<SqliteDataLayer> layer_;
    std::vector<std::string> applied_;
    FileHeader header_;
    bool has_id_ = false;
    StoreSchema::Look look_;
    int64_t backup_slot_ = 0; // Of the backup before migrations.
};

} // namespace tunez::sqlite
