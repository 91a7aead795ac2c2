#include "base/json_builder.h"

#include "base/json_tags.h"

#include <iterator>

namespace tunez {

bool JsonBuilder::open(Frame::Kind kind)
{
    if (frames_.size() >= max_json_depth) {
        auto limit = std::to_string(max_json_depth);
        error_
            = Error::make(ErrorCode::invalid_message, "is nested deeper than " + limit + " levels");
        return false;
    }
    frames_.push_back({ .kind = kind, .first_value = values_.size(), .first_key = keys_.size() });
    return true;
}

void JsonBuilder::end_array()
{
    auto first = values_.begin() + static_cast<std::ptrdiff_t>(frames_.back().first_value);
    List list(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
    values_.erase(first, values_.end());
    frames_.pop_back();
    add(std::move(list));
}

void JsonBuilder::key(std::string_view key)
{
    if (key.starts_with('$'))
        frames_.back().has_tag = true;
    keys_.push_back(key);
}

void JsonBuilder::decoded_key(std::string text)
{
    decoded_keys_.push_back(std::move(text));
    key(decoded_keys_.back());
}

// Of keys that repeat the last one counts, as in JavaScript.
Map JsonBuilder::take_map(const Frame& frame)
{
    size_t count = values_.size() - frame.first_value;
    Map map;
    map.reserve(count);
    for (size_t entry = 0; entry < count; ++entry) {
        auto key = keys_[frame.first_key + entry];
        auto& value = values_[frame.first_value + entry];
        if (map.contains(key))
            map.set(key, std::move(value));
        else
            map.append(std::string(key), std::move(value));
    }
    values_.resize(frame.first_value);
    keys_.resize(frame.first_key);
    return map;
}

bool JsonBuilder::end_object()
{
    Frame frame = frames_.back();
    Map map = take_map(frame);
    frames_.pop_back();
    if (!frame.has_tag || tags_ == Tags::none) {
        add(std::move(map));
        return true;
    }
    std::string problem;
    if (auto revived = revive_tagged(map, problem)) {
        add(*std::move(revived));
        return true;
    }
    error_ = Error::make(ErrorCode::invalid_message, std::move(problem));
    error_->path = path();
    return false;
}

// Where the value is that would be added next.
Path JsonBuilder::path() const
{
    Path path;
    for (size_t depth = 0; depth < frames_.size(); ++depth) {
        const Frame& frame = frames_[depth];
        size_t next = depth + 1 < frames_.size() ? frames_[depth + 1].first_value : values_.size();
        size_t index = next - frame.first_value;
        if (frame.kind == Frame::Kind::array)
            path.emplace_back(static_cast<int64_t>(index));
        else
            path.emplace_back(std::string(keys_[frame.first_key + index]));
    }
    return path;
}

} // namespace tunez
