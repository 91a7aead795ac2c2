#include "base/float_text.h"
#include "base/json.h"

#include "base/json_scan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

namespace tunez {

// Invariant: `buffer_` is at least `size_` long; what lies beyond is undefined. room() is called
// once for each thing written, with all that it may take, and `size_` moved by what it took.
constexpr int64_t max_safe_integer = (int64_t { 1 } << 53) - 1;
constexpr size_t first_capacity = 256;
constexpr size_t longest_number = 32;

char* JsonWriter::room(size_t bytes)
{
    size_t needed = size_ + bytes;
    if (needed > buffer_.size()) [[unlikely]] {
        size_t capacity = std::max({ needed, buffer_.size() * 2, first_capacity });
        buffer_.resize_and_overwrite(capacity, [](char*, size_t size) { return size; });
    }
    return buffer_.data() + size_;
}

// The comma before a value or key, if one is due. The caller has made room for it.
void JsonWriter::separate()
{
    if (needs_comma_)
        buffer_[size_++] = ',';
    needs_comma_ = true;
}

void JsonWriter::raw(std::string_view json)
{
    room(json.size() + 1);
    separate();
    std::memcpy(buffer_.data() + size_, json.data(), json.size());
    size_ += json.size();
}

void JsonWriter::begin_object()
{
    raw("{");
    needs_comma_ = false;
}

void JsonWriter::begin_array()
{
    raw("[");
    needs_comma_ = false;
}

void JsonWriter::end_object()
{
    *room(1) = '}';
    ++size_;
    needs_comma_ = true;
}

void JsonWriter::end_array()
{
    *room(1) = ']';
    ++size_;
    needs_comma_ = true;
}

void JsonWriter::raw_key(std::string_view encoded)
{
    raw(encoded);
    needs_comma_ = false;
}

void JsonWriter::key(std::string_view key)
{
    room(key.size() + 4);
    separate();
    quoted(key);
    *room(1) = ':';
    ++size_;
    needs_comma_ = false;
}

void JsonWriter::null() { raw("null"); }
void JsonWriter::boolean(bool value) { raw(value ? "true" : "false"); }

static size_t write_escape(char* out, char letter)
{
    static constexpr char digits[] = "0123456789abcdef";
    static constexpr std::string_view named = "\"\\\b\f\n\r\t";
    static constexpr std::string_view names = "\"\\bfnrt";
    out[0] = '\\';
    size_t name = named.find(letter);
    if (name != std::string_view::npos) {
        out[1] = names[name];
        return 2;
    }
    out[1] = 'u';
    out[2] = '0';
    out[3] = '0';
    out[4] = digits[static_cast<unsigned char>(letter) >> 4];
    out[5] = digits[letter & 15];
    return 6;
}

void JsonWriter::quoted(std::string_view text)
{
    char* out = room(text.size() + 2);
    *out++ = '"';
    ++size_;
    while (!text.empty()) {
        size_t plain = plain_json_length(text.data(), text.size());
        std::memcpy(out, text.data(), plain);
        size_ += plain;
        if (plain == text.size())
            break;
        // An escape takes up to six bytes; the rest was only counted as itself.
        out = room(text.size() - plain + 8);
        size_t written = write_escape(out, text[plain]);
        size_ += written;
        out += written;
        text.remove_prefix(plain + 1);
    }
    buffer_[size_++] = '"';
}

void JsonWriter::string(std::string_view text)
{
    room(text.size() + 3);
    separate();
    quoted(text);
}

static void write_tag(JsonWriter& writer, std::string_view name, std::string_view text)
{
    writer.begin_object();
    writer.key(name);
    writer.string(text);
    writer.end_object();
    writer.set_tagged();
}

void JsonWriter::integer(int64_t value)
{
    char digits[longest_number];
    auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    std::string_view text(digits, static_cast<size_t>(end - digits));
    bool safe = value >= -max_safe_integer && value <= max_safe_integer;
    if (safe || tags_ == Tags::none)
        raw(text);
    else
        write_tag(*this, "$integer", text);
}

// A float without a fraction keeps one, so that it is read as a float again.
void JsonWriter::real(double value)
{
    if (!std::isfinite(value))
        return null();
    auto text = float_text(value);
    if (tags_ == Tags::full && value == std::trunc(value))
        write_tag(*this, "$float", text);
    else
        raw(text);
}

void JsonWriter::binary(std::string_view bytes)
{
    if (tags_ == Tags::none)
        string(encode_base64(bytes));
    else
        write_tag(*this, "$binary", encode_base64(bytes));
}

void JsonWriter::truncate(size_t size, bool needs_comma)
{
    size_ = size;
    needs_comma_ = needs_comma;
}

void JsonWriter::clear()
{
    size_ = 0;
    needs_comma_ = false;
    tagged_ = false;
}

std::string JsonWriter::take()
{
    buffer_.resize(size_);
    std::string text = std::move(buffer_);
    buffer_.clear();
    clear();
    return text;
}

std::string json_key(std::string_view key)
{
    JsonWriter writer;
    writer.key(key);
    return writer.take();
}

} // namespace tunez
