#include "action/row_order.h"

#include "resource/direction.h"
#include "type/type.h"

#include <algorithm>
#include <string_view>

namespace tunez {

bool RowOrder::serves(const Type& type)
{
    return type.simple_equality && type.collation == nullptr && type.column != Column::blob;
}

void RowOrder::add_term(size_t cell, Direction direction)
{
    terms_.push_back({ cell, descends(direction), puts_nils_first(direction) });
}

void RowOrder::add(std::span<const StoredView> cells)
{
    for (const auto& term : terms_) {
        const auto& cell = cells[term.cell];
        Key key;
        key.kind = cell.kind;
        switch (cell.kind) {
        case Kind::integer:
            key.integer = cell.integer;
            break;
        case Kind::real:
            key.real = cell.real;
            break;
        default:
            key.begin = texts_.size();
            key.length = static_cast<uint32_t>(cell.text.size());
            texts_ += cell.text;
        }
        keys_.push_back(key);
    }
}

std::string_view RowOrder::text(const Key& key) const
{
    return std::string_view(texts_).substr(key.begin, key.length);
}

template <typename Number> static int compare_numbers(Number left, Number right)
{
    return left < right ? -1 : left > right ? 1 : 0;
}

// As SQL orders storage classes where a column holds several: numbers, text, bytes.
static int rank(Kind kind)
{
    return kind == Kind::integer || kind == Kind::real ? 0 : kind == Kind::string ? 1 : 2;
}

int RowOrder::compare(const Key& left, const Key& right) const
{
    if (rank(left.kind) != rank(right.kind))
        return compare_numbers(rank(left.kind), rank(right.kind));
    if (rank(left.kind) > 0)
        return text(left).compare(text(right));
    if (left.kind == Kind::integer && right.kind == Kind::integer)
        return compare_numbers(left.integer, right.integer);
    if (left.kind == Kind::real && right.kind == Kind::real)
        return compare_numbers(left.real, right.real);
    auto number = [](const Key& key) {
        return key.kind == Kind::integer ? Value(key.integer) : Value(key.real);
    };
    return compare_values(number(left), number(right)).value_or(0);
}

bool RowOrder::is_before(uint32_t left, uint32_t right) const
{
    auto key = [&](uint32_t row, size_t term) -> const Key& {
        return keys_[row * terms_.size() + term];
    };
    for (size_t i = 0; i < terms_.size(); ++i) {
        const auto& [cell, descends, nils_first] = terms_[i];
        const auto& one = key(left, i);
        const auto& other = key(right, i);
        bool is_nil = one.kind == Kind::null;
        if (is_nil != (other.kind == Kind::null))
            return is_nil == nils_first;
        auto order = is_nil ? 0 : compare(one, other);
        if (order != 0)
            return descends ? order > 0 : order < 0;
    }
    return left < right;
}

void RowOrder::sort(std::vector<uint32_t>& rows) const
{
    if (!terms_.empty())
        std::ranges::sort(
            rows, [&](uint32_t left, uint32_t right) { return is_before(left, right); });
}

} // namespace tunez
