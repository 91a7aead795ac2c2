#pragma once

#include "action/read.h"
#include "base/buffer.h"
#include "base/json.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

// The packed form of records that were read (docs/wire.md §12): what is decoded at once, where JSON
// would be parsed letter by letter.

// The three parts of it that grow with every cell.
struct PackedParts {
    Buffer<int32_t> words;
    Buffer<char> ascii;
    Buffer<char16_t> wide;

    struct Sizes {
        size_t words = 0;
        size_t ascii = 0;
        size_t wide = 0;
    };
    Sizes sizes() const { return { words.size(), ascii.size(), wide.size() }; }

    // What text takes beside a word that says how much it is, and in which form.
    void text(std::string_view text);
    // The same for JSON text, which is ASCII.
    void json(const JsonWriter& json);
    void cell(const TypeUse& type, const StoredView& cell, JsonWriter& scratch);
    // What `other` has from one place to another.
    void append(const PackedParts& other, const Sizes& from, const Sizes& to);
    void clear();
};

// The fields of a record, as JSON: `["key",form]` for each, separated by commas.
void describe_fields(std::span<const Attribute* const> columns, std::span<const Derived> derived,
    std::string& description);

// The rows of one level.
class PackedRows final : public RowEncoder {
public:
    Result<void> row(std::span<const Attribute* const> columns, std::span<const StoredView> cells,
        std::span<const Derived> derived, std::span<const StoredView> derived_cells) override;

    const std::string& fields() const { return fields_; } // Empty where there are no rows.
    const PackedParts& parts() const { return parts_; }
    PackedParts::Sizes begin(size_t row) const
    {
        return row == 0 ? PackedParts::Sizes {} : ends_[row - 1];
    }
    PackedParts::Sizes end(size_t row) const { return ends_[row]; }

private:
    std::string fields_;
    PackedParts parts_;
    JsonWriter scratch_ { Tags::wire };
    std::vector<PackedParts::Sizes> ends_;
};

std::unique_ptr<RowEncoder> make_packed_encoder(const Resource& resource);

// An answer in that form.
class PackedAnswer {
public:
    // One row of a tree that make_packed_encoder filled, all of them, or those of a page.
    void write_row(const RowTree& tree, size_t row);
    void write_rows(const RowTree& tree);
    void write_page(const Page& page, const RowTree& tree);
    // One row whose fields the reader knows; it is an answer once it is finished.
    void add_known_row(
        std::span<const Attribute* const> columns, std::span<const StoredView> cells);
    void finish_known_row();

    bool is_ready() const { return size_ > 0; }
    std::string_view bytes() const
    {
        return { reinterpret_cast<const char*>(words_.get()), size_ };
    }
    // There is none, and no more memory is kept than an everyday answer takes.
    void clear();

private:
    void begin(std::string_view kind, const RowTree& tree);
    void row(const RowTree& tree, size_t row);
    void branch(const RowTree::Branch& branch, size_t row);
    void page(const Page& page, const RowTree& tree);
    void seal(size_t description, const PackedParts& parts);

    PackedParts parts_;
    std::string description_;
    JsonWriter json_ { Tags::wire };
    std::unique_ptr<int32_t[]> words_; // Words, so that those in it are where they can be read.
    size_t capacity_ = 0;
    size_t size_ = 0;
};

// Adds the one row that it gets to an answer.
class PackedRecordEncoder final : public RowEncoder {
public:
    explicit PackedRecordEncoder(PackedAnswer& answer)
        : answer_(answer)
    {
    }

    Result<void> row(std::span<const Attribute* const> columns, std::span<const StoredView> cells,
        std::span<const Derived> derived, std::span<const StoredView> derived_cells) override;

private:
    PackedAnswer& answer_;
};

} // namespace tunez
