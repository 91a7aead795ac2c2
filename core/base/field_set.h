#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tunez {

// A set of small numbers (the indexes of a resource's attributes or an action's arguments): one
// word for the first 64.
class FieldSet {
public:
    bool contains(size_t index) const
    {
        return index < 64 ? ((first_ >> index) & 1U) != 0 : more_contains(index);
    }

    void insert(size_t index)
    {
        if (index < 64)
            first_ |= uint64_t { 1 } << index;
        else
            more_insert(index);
    }

    void erase(size_t index)
    {
        if (index < 64)
            first_ &= ~(uint64_t { 1 } << index);
        else if (more_contains(index))
            more_[index / 64 - 1] &= ~(uint64_t { 1 } << (index % 64));
    }

    bool empty() const
    {
        if (first_ != 0)
            return false;
        for (auto word : more_) {
            if (word != 0)
                return false;
        }
        return true;
    }

    void clear()
    {
        first_ = 0;
        more_.clear();
    }

    bool operator==(const FieldSet& other) const
    {
        if (first_ != other.first_)
            return false;
        auto longest = more_.size() > other.more_.size() ? more_.size() : other.more_.size();
        for (size_t i = 0; i < longest; ++i) {
            if ((i < more_.size() ? more_[i] : 0) != (i < other.more_.size() ? other.more_[i] : 0))
                return false;
        }
        return true;
    }

private:
    bool more_contains(size_t index) const
    {
        auto word = index / 64 - 1;
        return word < more_.size() && ((more_[word] >> (index % 64)) & 1U) != 0;
    }

    void more_insert(size_t index)
    {
        auto word = index / 64 - 1;
        if (word >= more_.size())
            more_.resize(word + 1);
        more_[word] |= uint64_t { 1 } << (index % 64);
    }

    uint64_t first_ = 0;
    std::vector<uint64_t> more_;
};

} // namespace tunez
