#include "base/inspection.h"

#include <utility>

namespace tunez {

void Inspection::add(std::string_view part)
{
    if (!std::exchange(first_, false))
        text_ += ", ";
    text_ += part;
}

void Inspection::add(std::string_view name, std::string_view part)
{
    add(name);
    text_.append(": ").append(part);
}

std::string Inspection::take() { return std::move(text_) + ">"; }

} // namespace tunez
