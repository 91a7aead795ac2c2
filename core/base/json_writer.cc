#include "base/float_text.h"
#include "base/json.h"

#include "base/json_scan.h"
#include "base/utf8.h"

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

JsonWriter::JsonWriter(Tags tags)
    : tags_(tags)
    , refused_(tags == Tags::wire ? beyond_ascii : 0)
{
}

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

static size_t write_unit(char* out, uint32_t unit)
{
    static constexpr char digits[] = "0123456789abcdef";
    out[0] = '\\';
    out[1] = 'u';
    for (int place = 0; place < 4; ++place)
        out[2 + place] = digits[unit >> (12 - 4 * place) & 15];
    return 6;
}

static size_t write_escape(char* out, char letter)
{
    static constexpr std::string_view named = "\"\\\b\f\n\r\t";
    static constexpr std::string_view names = "\"\\bfnrt";
    out[0] = '\\';
    size_t name = named.find(letter);
    if (name != std::string_view::npos) {
        out[1] = names[name];
        return 2;
    }
    return write_unit(out, static_cast<unsigned char>(letter));
}

// The letter beyond ASCII at the beginning, as UTF-16 units; returns its bytes.
static size_t write_code_point(char*& out, std::string_view text)
{
    auto [code, length] = first_letter(text);
    if (code >= 0x10000) {
        code -= 0x10000;
        out += write_unit(out, 0xd800 | code >> 10);
        code = 0xdc00 | (code & 0x3ff);
    }
    out += write_unit(out, code);
    return length;
}

void JsonWriter::quoted(std::string_view text)
{
    char* out = room(text.size() + 2);
    *out++ = '"';
    ++size_;
    while (!text.empty()) {
        size_t plain = plain_json_length(text.data(), text.size(), refused_);
        std::memcpy(out, text.data(), plain);
        size_ += plain;
        if (plain == text.size())
            break;
        text.remove_prefix(plain);
        // An escape takes up to twelve bytes; the rest was only counted as itself.
        char* start = out = room(text.size() + 14);
        size_t read = 1;
        if (static_cast<unsigned char>(text[0]) < 0x80)
            out += write_escape(out, text[0]);
        else
            read = write_code_point(out, text);
        size_ += static_cast<size_t>(out - start);
        text.remove_prefix(read);
    }
    buffer_[size_++] = '"';
}

void JsonWriter::json(std::string_view json)
{
    char* out = room(json.size() + 1);
    auto before = size_;
    separate();
    out += size_ - before;
    while (!json.empty()) {
        size_t plain = refused_ == 0 ? json.size() : ascii_length(json.data(), json.size());
        std::memcpy(out, json.data(), plain);
        size_ += plain;
        if (plain == json.size())
            break;
        json.remove_prefix(plain);
        char* start = out = room(json.size() + 14);
        json.remove_prefix(write_code_point(out, json));
        size_ += static_cast<size_t>(out - start);
    }
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
