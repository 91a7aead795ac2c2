#pragma once

#include "base/error.h"
#include "changeset/context.h"
#include "query/query.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tunez {

// One page of a read (spec §8.5), beside its rows.
struct Page {
    bool keyset = false; // By the place of a record in the sort; else by offset.
    int64_t limit = 0;
    int64_t offset = 0;
    bool more = false; // Whether there are rows behind it; before it, of one read backwards.
    std::optional<int64_t> count; // Of all records, where it was asked for.
    bool counted = false;
    std::string after; // As it was asked for.
    std::string before;
    std::vector<uint32_t> rows; // Those of the tree that are on it, in order.
    std::vector<std::string> keysets; // Of each of them.
};

// What the action and the request come to; nullopt: no page, but all records.
Outcome<std::optional<Page>> plan_page(const Query& query, const Action& action);
// Makes the query one for the rows of that page, and one more.
Outcome<void> ask_for_page(Query& query, const Page& page);
// Which of these rows of what was read, in their order, are on it.
void finish_page(Page& page, std::span<const List> keysets, std::span<const uint32_t> rows);
void finish_page(Page& page, std::span<const List> keysets); // Of all that was read.
// What it says beside its records, as docs/wire.md has it.
Map to_map(const Page& page);

// The number of all rows that the query's filter lets through.
Outcome<int64_t> count_all(const Query& query, Context& context);

} // namespace tunez
