#include "resource/location.h"

#include "resource/excerpt.h"

namespace tunez {

// Names come from outside and may be anything; a place must stay readable.
static constexpr size_t longest_step = 80;

Location Location::field(std::string_view name) const { return { this, name, std::nullopt }; }

Location Location::item(size_t index) const { return { this, {}, index }; }

std::string Location::to_string() const
{
    auto text = parent_ != nullptr ? parent_->to_string() : std::string();
    if (index_)
        return text + "[" + std::to_string(*index_) + "]";
    if (!text.empty())
        text += '.';
    return text + excerpt(name_, longest_step);
}

} // namespace tunez
