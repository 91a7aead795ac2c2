#pragma once

#include "action/read.h"
#include "base/error.h"
#include "base/json.h"
#include "changeset/notification.h"
#include "resource/record.h"

#include <span>

namespace tunez {

// Answers in JSON, as docs/wire.md has them. Beside it stands the packed form of records that are
// read (message/packed.h); no other place knows either.

// A record with its loaded relationships.
void write_record(const Record& record, JsonWriter& writer);

// Writes the one row that it gets to an answer.
class JsonRecordEncoder final : public RowEncoder {
public:
    explicit JsonRecordEncoder(JsonWriter& answer)
        : answer_(answer)
    {
    }

    Result<void> row(std::span<const Attribute* const> columns, std::span<const StoredView> cells,
        std::span<const Derived> derived, std::span<const StoredView> derived_cells) override;

private:
    JsonWriter& answer_;
};

// Rows straight from the cells: each is encoded as an object that is left open, so that what was
// loaded can follow.
class JsonRowEncoder final : public RowEncoder {
public:
    Result<void> row(std::span<const Attribute* const> columns, std::span<const StoredView> cells,
        std::span<const Derived> derived, std::span<const StoredView> derived_cells) override;

    std::string_view open_object(size_t row) const;
    bool tagged() const { return writer_.tagged(); }

private:
    JsonWriter writer_ { Tags::wire };
    std::vector<size_t> ends_;
};

std::unique_ptr<RowEncoder> make_json_encoder(const Resource& resource);
// One row of a tree that make_json_encoder filled, or all of them as a list.
void write_row(const RowTree& tree, size_t row, JsonWriter& writer);
void write_rows(const RowTree& tree, JsonWriter& writer);
void write_page(const Page& page, const RowTree& tree, JsonWriter& writer);
void write_page(const Page& page, std::span<const Record> records, JsonWriter& writer);

// As a list of `{"resource","action","action_type","data"}`.
void write_notifications(std::span<const Notification> notifications, JsonWriter& writer);

// `{"class":…,"errors":[…]}`. Field names are respelled to keys where they are fields of `resource`
// (may be null).
void write_errors(const Errors& errors, const Resource* resource, JsonWriter& writer);
// The list alone.
void write_error_list(std::span<const Error> errors, const Resource* resource, JsonWriter& writer);

} // namespace tunez
