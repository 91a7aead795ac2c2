#include "base/value.h"

#include <bit>
#include <functional>

namespace tunez {

// 1. `index_` is empty, or a table of a power of two slots, at most half of them taken, that knows
// every entry.
// 2. A slot holds an entry's position + 1; 0 is free. Entries are added in order and probed in
// line, so that of entries
//    with the same key the first is found.
constexpr size_t searched_in_line = 12;
constexpr size_t absent = static_cast<size_t>(-1);

Map::Map() = default;
[[gnu::noinline]] Map::Map(const Map& other) = default;
[[gnu::noinline]] Map::Map(Map&& other) noexcept = default;
[[gnu::noinline]] Map& Map::operator=(const Map& other) = default;
[[gnu::noinline]] Map& Map::operator=(Map&& other) noexcept = default;
[[gnu::noinline]] Map::~Map() = default;

Map::Map(std::initializer_list<Entry> entries)
{
    entries_.reserve(entries.size());
    for (const auto& [key, value] : entries)
        set(key, value);
}

static size_t hash(std::string_view key) { return std::hash<std::string_view> {}(key); }

void Map::add_to_index(size_t position) const
{
    size_t mask = index_.size() - 1;
    size_t slot = hash(entries_[position].first) & mask;
    while (index_[slot] != 0)
        slot = (slot + 1) & mask;
    index_[slot] = static_cast<uint32_t>(position + 1);
}

void Map::build_index() const
{
    index_.assign(std::bit_ceil(entries_.size() * 4), 0);
    for (size_t position = 0; position < entries_.size(); ++position)
        add_to_index(position);
}

size_t Map::indexed_position(std::string_view key) const
{
    if (index_.empty())
        build_index();
    size_t mask = index_.size() - 1;
    for (size_t slot = hash(key) & mask; index_[slot] != 0; slot = (slot + 1) & mask) {
        size_t position = index_[slot] - 1;
        if (entries_[position].first == key)
            return position;
    }
    return absent;
}

size_t Map::position(std::string_view key) const
{
    if (entries_.size() > searched_in_line)
        return indexed_position(key);
    for (size_t position = 0; position < entries_.size(); ++position) {
        if (entries_[position].first == key)
            return position;
    }
    return absent;
}

const Value* Map::find(std::string_view key) const
{
    size_t found = position(key);
    return found == absent ? nullptr : &entries_[found].second;
}

void Map::set(std::string_view key, Value value)
{
    size_t found = position(key);
    if (found == absent)
        append(std::string(key), std::move(value));
    else
        entries_[found].second = std::move(value);
}

void Map::append(std::string key, Value value)
{
    entries_.emplace_back(std::move(key), std::move(value));
    if (index_.empty())
        return;
    if (entries_.size() * 2 > index_.size())
        build_index();
    else
        add_to_index(entries_.size() - 1);
}

bool Map::erase(std::string_view key)
{
    size_t found = position(key);
    if (found == absent)
        return false;
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(found));
    index_.clear();
    return true;
}

bool Map::operator==(const Map& other) const
{
    if (size() != other.size())
        return false;
    for (size_t position = 0; position < entries_.size(); ++position) {
        const auto& [key, value] = entries_[position];
        // Maps that are equal mostly have one order, too.
        const auto& peer = other.entries_[position];
        const Value* found = peer.first == key ? &peer.second : other.find(key);
        if (!found || !(*found == value))
            return false;
    }
    return true;
}

} // namespace tunez
