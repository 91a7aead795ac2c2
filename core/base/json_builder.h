#pragma once

#include "base/json.h"

#include <deque>
#include <optional>
#include <string_view>

namespace tunez {

// Makes a value of the pieces of a JSON text, in the order in which they are read.
// 1. `values_` holds the finished values of all containers that are still open, outermost first;
// `keys_` likewise the
//    keys. A container knows where its own begin, and takes them off the end when it closes.
// 2. Inside an open map there is a key for each value, and one more while its value is being read.
// 3. Keys are views of the text, or of `decoded_keys_` where they were written with escapes.
// What can be refused returns false; error() then says why.
class JsonBuilder {
public:
    explicit JsonBuilder(Tags tags)
        : tags_(tags)
    {
    }

    void add(Value value) { values_.push_back(std::move(value)); }
    bool begin_array() { return open(Frame::Kind::array); }
    void end_array();
    bool begin_object() { return open(Frame::Kind::object); }
    void key(std::string_view key);
    void decoded_key(std::string key);
    bool end_object();

    Error take_error() { return *std::move(error_); }
    Value take_value() { return std::move(values_.front()); }

private:
    struct Frame {
        enum class Kind : uint8_t { array, object } kind;
        bool has_tag = false;
        size_t first_value;
        size_t first_key;
    };

    bool open(Frame::Kind kind);
    Map take_map(const Frame& frame);
    Path path() const;

    Tags tags_;
    std::vector<Value> values_;
    std::vector<std::string_view> keys_;
    std::deque<std::string> decoded_keys_;
    std::vector<Frame> frames_;
    std::optional<Error> error_;
};

} // namespace tunez
