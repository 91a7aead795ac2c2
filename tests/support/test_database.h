#pragma once

#include "data_layer/sqlite/sqlite_data_layer.h"
#include "resource/resource.h"
#include "support/fake_host.h"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tunez::test {

using Fields = std::initializer_list<std::pair<std::string_view, Value>>;

// The definition of these resources: a JSON list, with `'` for `"`.
std::unique_ptr<const Definition> load_resources(std::string_view json, Host& host);

// Keys of artists.
inline const std::string ada = "00000000-0000-0000-0000-00000000000a";
inline const std::string bob = "00000000-0000-0000-0000-00000000000b";
inline const std::string cleo = "00000000-0000-0000-0000-00000000000c";

// A database with the tables of a definition.
class TestDatabase {
public:
    explicit TestDatabase(std::string_view resources, const sqlite::OpenOptions& options = {});

    sqlite::SqliteDataLayer& store() { return *store_; }
    const Resource& resource(std::string_view name) const;
    const Attribute& attribute(std::string_view resource, std::string_view name) const;
    std::vector<const Attribute*> attributes(
        std::string_view resource, std::initializer_list<std::string_view> names) const;

    Record record(std::string_view resource, Fields fields) const;
    // Writes exactly those fields. What went wrong is the answer.
    Errors create(std::string_view resource, Fields fields);
    Errors update(std::string_view resource, Fields key, Fields changes, ExpressionRef filter = {});
    Errors destroy(std::string_view resource, Fields key, ExpressionRef filter = {});
    bool matched() const { return matched_; } // Whether the last update or destroy found its row.
    const Record& stored() const { return stored_; } // What the last update has read back.

    // The values of one field of the rows that meet the filter, each as text.
    std::vector<std::string> read(std::string_view resource, std::string_view field,
        ExpressionRef filter = {}, std::vector<SortTerm> sort = {});
    // Each row's first column as text.
    std::vector<std::string> sql(std::string_view text);
    // The texts of the statements that ran while `work` did.
    template <typename Work> std::vector<std::string> statements(Work&& work)
    {
        std::vector<std::string> texts;
        store_->observe_statements([&](std::string_view text) { texts.emplace_back(text); });
        work();
        store_->observe_statements({});
        return texts;
    }

private:
    FakeHost host_;
    std::unique_ptr<const Definition> definition_;
    std::unique_ptr<sqlite::SqliteDataLayer> store_;
    Record stored_;
    bool matched_ = false;
};

// Collects the cells of each row as text, separated by blanks.
class Rows final : public RowSink {
public:
    bool row(std::span<const StoredView> cells) override;
    std::vector<std::string> texts;
    size_t wanted = SIZE_MAX; // Stops after so many.
};

std::string text(const StoredView& cell);
// Each error as `field: message`.
std::vector<std::string> texts(const Errors& errors);

// Artists with albums with tracks, tags on albums, and one row of every storage class.
extern const std::string_view music_resources;

} // namespace tunez::test
