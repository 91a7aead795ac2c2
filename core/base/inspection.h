#pragma once

#include <string>
#include <string_view>

namespace tunez {

// What is shown in place of a sensitive value.
inline constexpr std::string_view redaction = "**redacted**";

// Writes what people read of something while they look for a mistake, part by part:
// `#Changeset<Artist.create, valid: true>`.
class Inspection {
public:
    explicit Inspection(std::string_view kind)
        : text_("#" + std::string(kind) + "<")
    {
    }

    void add(std::string_view part);
    void add(std::string_view name, std::string_view part);
    std::string take();

private:
    std::string text_;
    bool first_ = true;
};

// `[a, b]` of the texts that `write` makes of the items.
template <typename Items, typename Write>
std::string inspect_list(const Items& items, const Write& write)
{
    std::string text = "[";
    std::string_view comma;
    for (const auto& item : items) {
        text.append(comma).append(write(item));
        comma = ", ";
    }
    return text + "]";
}

} // namespace tunez
