#pragma once

#include "data_layer/data_layer.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tunez {

// Sorts the rows of each parent by what their columns hold. The data layer would have to sort those
// of all parents at once, with all that was read of them.
class RowOrder {
public:
    // Whether stored values of the type order as its values do.
    static bool serves(const Type& type);

    // By that column, which is in the cell; terms before it come first.
    void add_term(size_t cell, Direction direction);
    bool is_empty() const { return terms_.empty(); }

    // The next row.
    void add(std::span<const StoredView> cells);
    // Rows by the number in which they were added, in ascending order before.
    void sort(std::vector<uint32_t>& rows) const;

private:
    struct Term {
        size_t cell;
        bool descends;
        bool nils_first;
    };
    struct Key {
        Kind kind = Kind::null;
        uint32_t length = 0;
        union {
            int64_t integer = 0;
            double real;
            size_t begin; // In `texts_`.
        };
    };

    std::string_view text(const Key& key) const;
    int compare(const Key& left, const Key& right) const;
    bool is_before(uint32_t left, uint32_t right) const;

    std::vector<Term> terms_;
    std::vector<Key> keys_; // One for each term, row after row.
    std::string texts_;
};

} // namespace tunez
