#include "base/json.h"

#include "base/json_tags.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>

namespace tunez {

using nlohmann::json;

static Error invalid_message(std::string message) { return Error::make(ErrorCode::invalid_message, std::move(message)); }

// Builds the value while nlohmann_json reads the text.
// 1. `values_` holds the finished values of all containers that are still open, outermost first; `keys_` likewise the
//    keys. A container knows where its own begin, and takes them off the end when it closes.
// 2. Inside an open map there is a key for each value, and one more while its value is being read.
// A handler that returns false stops the reader; `error_` then says why.
class ValueBuilder {
public:
    explicit ValueBuilder(Tags tags)
        : tags_(tags)
    {
    }

    bool null() { return add({}); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(json::number_integer_t value) { return add(value); }
    bool number_unsigned(json::number_unsigned_t value);
    bool number_float(json::number_float_t value, const std::string& text);
    bool string(const std::string& text) { return add(Value(text)); }
    bool binary(const json::binary_t&) { return false; }
    bool start_object(size_t) { return open(Frame::Kind::object); }
    bool key(const std::string& text);
    bool end_object();
    bool start_array(size_t) { return open(Frame::Kind::array); }
    bool end_array();
    bool parse_error(size_t position, const std::string& last_token, const json::exception& exception);

    Error error() { return *std::move(error_); }
    Value value() { return std::move(values_.front()); }

private:
    struct Frame {
        enum class Kind : uint8_t { array, object } kind;
        bool has_tag = false;
        size_t first_value;
        size_t first_key;
    };

    bool add(Value value)
    {
        values_.push_back(std::move(value));
        return true;
    }
    bool open(Frame::Kind kind);
    Map take_map(const Frame& frame);
    Path path() const;

    Tags tags_;
    std::vector<Value> values_;
    std::vector<std::string> keys_;
    std::vector<Frame> frames_;
    std::optional<Error> error_;
};

static Value big_integer(std::string_view text)
{
    bool negative = text.starts_with('-');
    return Value::big_integer({ .negative = negative, .digits = std::string(text.substr(negative ? 1 : 0)) });
}

bool ValueBuilder::number_unsigned(json::number_unsigned_t value)
{
    if (value <= static_cast<json::number_unsigned_t>(INT64_MAX))
        return add(static_cast<int64_t>(value));
    return add(big_integer(std::to_string(value)));
}

// The reader hands integers beyond 64 bits over as floats, but with their text.
bool ValueBuilder::number_float(json::number_float_t value, const std::string& text)
{
    if (text.find_first_of(".eE") == std::string::npos)
        return add(big_integer(text));
    return add(value);
}

bool ValueBuilder::open(Frame::Kind kind)
{
    if (frames_.size() >= max_json_depth) {
        error_ = invalid_message("is nested deeper than " + std::to_string(max_json_depth) + " levels");
        return false;
    }
    frames_.push_back({ .kind = kind, .first_value = values_.size(), .first_key = keys_.size() });
    return true;
}

bool ValueBuilder::key(const std::string& text)
{
    if (text.starts_with('$'))
        frames_.back().has_tag = true;
    keys_.push_back(text);
    return true;
}

// Of keys that repeat the last one counts, as in JavaScript.
Map ValueBuilder::take_map(const Frame& frame)
{
    size_t count = values_.size() - frame.first_value;
    Map map;
    map.reserve(count);
    for (size_t entry = 0; entry < count; ++entry) {
        auto& key = keys_[frame.first_key + entry];
        auto& value = values_[frame.first_value + entry];
        if (map.contains(key))
            map.set(key, std::move(value));
        else
            map.append(std::move(key), std::move(value));
    }
    values_.resize(frame.first_value);
    keys_.resize(frame.first_key);
    return map;
}

bool ValueBuilder::end_object()
{
    Frame frame = frames_.back();
    Map map = take_map(frame);
    frames_.pop_back();
    if (!frame.has_tag || tags_ == Tags::none)
        return add(std::move(map));
    std::string problem;
    if (auto revived = revive_tagged(map, problem))
        return add(*std::move(revived));
    error_ = invalid_message(std::move(problem));
    error_->path = path();
    return false;
}

bool ValueBuilder::end_array()
{
    auto first = values_.begin() + static_cast<std::ptrdiff_t>(frames_.back().first_value);
    List list(std::make_move_iterator(first), std::make_move_iterator(values_.end()));
    values_.erase(first, values_.end());
    frames_.pop_back();
    return add(std::move(list));
}

// Where the value is that would be added next.
Path ValueBuilder::path() const
{
    Path path;
    for (size_t depth = 0; depth < frames_.size(); ++depth) {
        const Frame& frame = frames_[depth];
        size_t next = depth + 1 < frames_.size() ? frames_[depth + 1].first_value : values_.size();
        size_t index = next - frame.first_value;
        if (frame.kind == Frame::Kind::array)
            path.emplace_back(static_cast<int64_t>(index));
        else
            path.emplace_back(keys_[frame.first_key + index]);
    }
    return path;
}

// "[json.exception…] parse error at line 1, column 5: syntax error …; last read: '…'" without name and quotation, which
// may be as long as the whole text.
static std::string_view reason(std::string_view what)
{
    size_t name_end = what.find("] ");
    if (name_end != std::string_view::npos)
        what.remove_prefix(name_end + 2);
    return what.substr(0, std::min<size_t>(what.find("; last read:"), 160));
}

bool ValueBuilder::parse_error(size_t position, const std::string&, const json::exception& exception)
{
    error_ = invalid_message("is not valid JSON: " + std::string(reason(exception.what())));
    error_->details.set("position", static_cast<int64_t>(position));
    return false;
}

// Two things that the reader lets pass: it takes a NUL for the end, and skips a byte order mark.
static bool has_foreign_bytes(std::string_view text)
{
    return text.starts_with("\xef\xbb\xbf") || std::memchr(text.data(), '\0', text.size());
}

Result<Value> parse_json(std::string_view text, Tags tags)
{
    if (text.empty())
        return fail(invalid_message("is not valid JSON: the text is empty"));
    if (has_foreign_bytes(text))
        return fail(invalid_message("is not valid JSON: it holds a NUL or a byte order mark"));
    ValueBuilder builder(tags);
    if (!json::sax_parse(text.data(), text.data() + text.size(), &builder))
        return fail(builder.error());
    return builder.value();
}

} // namespace tunez
