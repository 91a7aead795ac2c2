#include "base/error.h"
#include "base/inspection.h"

namespace tunez {

static void add_step(std::string& place, std::string_view step)
{
    if (!place.empty())
        place += '.';
    place += step;
}

static std::string place_of(const Error& error)
{
    std::string place;
    for (const auto& step : error.path) {
        const auto* text = std::get_if<std::string>(&step);
        add_step(place, text != nullptr ? *text : std::to_string(std::get<int64_t>(step)));
    }
    if (!error.field.empty())
        add_step(place, error.field);
    std::string_view comma;
    std::string fields;
    for (const auto& field : error.fields) {
        fields.append(comma).append(field);
        comma = ", ";
    }
    if (!fields.empty())
        add_step(place, error.fields.size() > 1 ? "(" + fields + ")" : fields);
    return place;
}

std::string inspect(const Error& error)
{
    std::string text(name(error.code));
    if (auto place = place_of(error); !place.empty())
        text += " " + place;
    return text + ": " + error.rendered();
}

std::string inspect(const Errors& errors)
{
    std::string kind(name(errors.error_class()));
    kind[0] = static_cast<char>(kind[0] - 'a' + 'A');
    Inspection out(kind);
    for (const auto& error : errors.errors)
        out.add(inspect(error));
    return out.take();
}

} // namespace tunez
