#pragma once

#include "base/error.h"
#include "base/result.h"
#include "base/value.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace tunez {

// How deep arrays and maps may nest in a message or a stored document.
constexpr int max_json_depth = 256;

// Which objects with one `$` key stand for a value that JSON cannot say (docs/wire.md §1).
enum class Tags : uint8_t {
    none, // Plain JSON, as stored: `{"$date":…}` is a map like any other.
    wire, // Tagged values are read and written where plain JSON would lose or confuse something.
    full, // As wire; on writing every value of a kind that JSON does not have is tagged.
};

// Reads one JSON text. Integers beyond 64 bits become big_integer. Fails with `invalid_message` on
// anything else than one well-formed, valid UTF-8 text no deeper than max_json_depth.
Result<Value> parse_json(std::string_view text, Tags tags = Tags::none);

// Appends JSON text to a growing buffer. Commas are the writer's business: call key() and values in
// order.
class JsonWriter {
public:
    // What goes over the wire is ASCII, with letters beyond it escaped: whatever decodes it is
    // several times faster then.
    explicit JsonWriter(Tags tags = Tags::wire);

    void begin_object();
    void end_object();
    void begin_array();
    void end_array();
    void key(std::string_view key);
    // A key written beforehand with json_key(): `"name":`, quotes and colon included.
    void raw_key(std::string_view encoded);

    void null();
    void boolean(bool value);
    void integer(int64_t value); // Beyond ±(2^53−1) tagged.
    void real(double value);
    void string(std::string_view text); // Valid UTF-8.
    void binary(std::string_view bytes);
    void value(const Value& value);
    void raw(std::string_view json); // A JSON text that is known to be one, and ASCII.
    void json(std::string_view json); // The same with any letters in its strings.

    // True once a tagged value was written: the reader must revive.
    bool tagged() const { return tagged_; }
    void set_tagged() { tagged_ = true; }
    Tags tags() const { return tags_; }
    std::string_view text() const { return { buffer_.data(), size_ }; }
    size_t size() const { return size_; }
    // Back to an earlier size() (an object given up half-way). The comma state must be the one of
    // that moment.
    void truncate(size_t size, bool needs_comma);
    bool needs_comma() const { return needs_comma_; }
    void clear();
    std::string take();

private:
    char* room(size_t bytes);
    void separate();
    void quoted(std::string_view text);

    std::string buffer_; // Sized ahead of size_, so that each value checks the room once.
    size_t size_ = 0;
    bool needs_comma_ = false;
    bool tagged_ = false;
    Tags tags_;
    uint64_t refused_; // What plain_json_length() is to stop at.
};

std::string to_json(const Value& value, Tags tags = Tags::none);
std::string json_key(std::string_view key);

bool is_valid_utf8(std::string_view text);
std::string encode_base64(std::string_view bytes);
// Standard alphabet, padding required; nullopt otherwise.
bool decode_base64(std::string_view text, std::string& bytes);

} // namespace tunez
