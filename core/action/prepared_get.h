#pragma once

#include "action/read.h"

namespace tunez {

// A read of one record by the values of some fields, resolved once and run with other values.
// Exists only where what is read does not depend on who asks (adds_nothing).
class PreparedGet {
public:
    // Null where each call has to be resolved anew.
    static std::unique_ptr<PreparedGet> make(
        const Resource& resource, const Action& action, std::vector<const Attribute*> fields);

    // Hands the record to the encoder, as the action would. Fails with invalid_primary_key,
    // not_found or multiple_results.
    Outcome<void> run(
        std::span<const Value> values, DataLayer& data_layer, RowEncoder& encoder) const;

    const Resource& resource() const { return *resource_; }
    std::span<const Attribute* const> selected() const { return selected_; }

private:
    PreparedGet(const Resource& resource, std::vector<const Attribute*> fields);
    Result<std::vector<Value>> cast_key(std::span<const Value> values) const;
    Value key(std::span<const Value> values) const;

    const Resource* resource_;
    std::vector<const Attribute*> fields_;
    std::vector<const Attribute*> selected_;
};

} // namespace tunez
