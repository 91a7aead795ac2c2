#pragma once

#include "data_layer/data_layer.h"

namespace tunez {

// What actions write to where nothing is stored: the records of embedded resources, which are part
// of others. Every row is there, alone and as it was given.
class SimpleDataLayer final : public DataLayer {
public:
    Result<void> begin() override { return {}; }
    Result<void> commit() override { return {}; }
    Result<void> flush() override { return {}; }
    Result<void> rollback() override { return {}; }
    bool in_transaction() const override { return false; }
    Result<void> savepoint() override { return {}; }
    Result<void> release_savepoint() override { return {}; }
    Result<void> rollback_to_savepoint() override { return {}; }

    Result<void> read(const ReadPlan& plan, RowSink& sink) override;
    Result<void> read_by_key(const KeyPlan& plan, RowSink& sink) override;
    Result<void> read_related(const RelatedPlan& plan, RowSink& sink) override;
    Result<Value> explain(const ReadPlan& plan) override;
    Result<Value> explain(const RelatedPlan& plan) override;
    std::expected<void, WriteFailure> create(const Resource& resource,
        std::span<const Attribute* const> columns, std::span<Record* const> records) override;
    std::expected<void, WriteFailure> update(
        const Resource& resource, std::span<RowUpdate> rows) override;
    std::expected<void, WriteFailure> destroy(
        const Resource& resource, std::span<RowDelete> rows) override;
    std::expected<void, Errors> upsert(const Resource& resource, RowUpsert& row) override;
    std::expected<void, Errors> write_by_query(const QueryWrite& write, RowSink& sink) override;
};

} // namespace tunez
