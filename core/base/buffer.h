#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>

namespace tunez {

// Grows at its end, where whoever writes asks for room once and says then what it took.
template <typename Item>
    requires std::is_trivially_copyable_v<Item>
class Buffer {
public:
    // Room for so many behind the end. Valid until the next call.
    Item* room(size_t count)
    {
        if (count > capacity_ - size_) [[unlikely]]
            grow(size_ + count);
        return items_.get() + size_;
    }
    void took(size_t count) { size_ += count; }

    void push(Item item)
    {
        *room(1) = item;
        ++size_;
    }
    void append(std::span<const Item> items)
    {
        if (items.empty())
            return;
        std::memcpy(room(items.size()), items.data(), items.size_bytes());
        size_ += items.size();
    }

    size_t size() const { return size_; }
    std::span<const Item> items() const { return { items_.get(), size_ }; }
    void clear() { size_ = 0; }
    // Empty, and no larger than that.
    void shrink(size_t capacity)
    {
        clear();
        if (capacity_ <= capacity)
            return;
        items_.reset();
        capacity_ = 0;
    }

private:
    void grow(size_t needed)
    {
        constexpr size_t first = 1'024;
        size_t capacity = std::max({ needed, capacity_ * 2, first });
        auto items = std::make_unique_for_overwrite<Item[]>(capacity);
        if (size_ > 0)
            std::memcpy(items.get(), items_.get(), size_ * sizeof(Item));
        items_ = std::move(items);
        capacity_ = capacity;
    }

    std::unique_ptr<Item[]> items_;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

} // namespace tunez
