#include "resource/mistakes.h"

#include "base/similarity.h"
#include "resource/name.h"

#include <algorithm>

namespace tunez {

static constexpr size_t most_mistakes = 100;

bool Mistakes::full() const { return errors_.size() >= most_mistakes; }

void Mistakes::add(const Location& at, std::string_view sentence)
{
    count_ += 1;
    if (full())
        return;
    auto location = at.to_string();
    auto message = location + ": " + std::string(sentence);
    if (std::ranges::find(errors_, message, &Error::message) != errors_.end())
        return;
    auto error = Error::make(ErrorCode::invalid_definition, std::move(message));
    error.details.set("location", Value(location));
    errors_.push_back(std::move(error));
}

void Mistakes::warn(const Location& at, std::string_view sentence)
{
    auto warning = at.to_string() + ": " + std::string(sentence);
    if (warnings_.size() < most_mistakes
        && std::ranges::find(warnings_, warning) == warnings_.end())
        warnings_.push_back(std::move(warning));
}

std::string Mistakes::hint(
    std::string_view name, std::span<const std::string_view> candidates) const
{
    if (full())
        return {};
    // Names are known as the author spells them, and may have been respelled on the way.
    auto camel = camel_case(name);
    bool respelled
        = similar_names(name, candidates).empty() && !similar_names(camel, candidates).empty();
    return suggestion(respelled ? std::string_view(camel) : name, candidates);
}

Errors Mistakes::take_errors()
{
    if (count_ > most_mistakes) {
        errors_.push_back(Error::make(ErrorCode::invalid_definition,
            "there are " + std::to_string(count_) + " mistakes; these are the first "
                + std::to_string(most_mistakes)));
    }
    return Errors(std::move(errors_));
}

} // namespace tunez
