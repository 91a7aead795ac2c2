#pragma once

#include "expr/expression.h"
#include "resource/reach.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tunez::sqlite {

enum class StatementKind : uint8_t {
    read,
    read_by_key,
    read_related,
    insert,
    update,
    check,
    destroy,
    exists,
    upsert,
    skipped, // The row that an upsert left as it was.
    read_by_query,
    update_by_query,
    destroy_by_query,
};

// What two plans must have in common to share one prepared statement, as a row of words: the kind
// of statement, the definition's own pointers and the structure of filters, but no value that is
// bound. Equal words, equal SQL.
class Shape {
public:
    void start(StatementKind kind, const Resource& resource) { start(kind, &resource); }
    void start(StatementKind kind, const Resource* resource);
    void add(uint64_t word) { words_.push_back(word); }
    void add(const void* pointer) { words_.push_back(reinterpret_cast<uintptr_t>(pointer)); }
    void add(std::span<const Attribute* const> attributes);
    void add(std::span<const SortTerm> sort);
    void add_filter(const Expression* filter);
    void add(const ExpressionRef& expression); // Null: none.
    void add(const Reach& reach);

    std::span<const uint64_t> words() const { return words_; }
    // Whether an expression has more levels than SQLite takes. Every later walk of it recurses,
    // too, so that such a one goes no further than this.
    bool too_deep() const { return too_deep_; }

private:
    void add_expression(const Expression& expression);
    void add_parts(const Expression& expression);

    std::vector<uint64_t> words_;
    int depth_ = 0;
    bool too_deep_ = false;
};

} // namespace tunez::sqlite
