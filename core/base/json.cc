#include "base/json.h"

#include "base/json_builder.h"
#include "base/json_reader.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tunez {

using nlohmann::json;

static Error invalid_message(std::string message)
{
    return Error::make(ErrorCode::invalid_message, std::move(message));
}

// "[json.exception…] parse error at line 1, column 5: syntax error …; last read: '…'" without name
// and quotation, which may be as long as the whole text.
static std::string_view reason(std::string_view what)
{
    size_t name_end = what.find("] ");
    if (name_end != std::string_view::npos)
        what.remove_prefix(name_end + 2);
    return what.substr(0, std::min<size_t>(what.find("; last read:"), 160));
}

namespace {

// Looks for the place where a text stops being JSON.
class Diagnosis {
public:
    bool null() { return true; }
    bool boolean(bool) { return true; }
    bool number_integer(json::number_integer_t) { return true; }
    bool number_unsigned(json::number_unsigned_t) { return true; }
    bool number_float(json::number_float_t, const std::string&) { return true; }
    bool string(const std::string&) { return true; }
    bool binary(const json::binary_t&) { return true; }
    bool start_object(size_t) { return true; }
    bool key(const std::string&) { return true; }
    bool end_object() { return true; }
    bool start_array(size_t) { return true; }
    bool end_array() { return true; }
    bool parse_error(size_t position, const std::string&, const json::exception& exception)
    {
        error = invalid_message("is not valid JSON: " + std::string(reason(exception.what())));
        error.details.set("position", static_cast<int64_t>(position));
        return false;
    }

    Error error = invalid_message("is not valid JSON");
};

} // namespace

// nlohmann_json knows how to say what is wrong with a text. (It takes a NUL for the end, and skips
// a byte order mark.)
static Error describe_malformed(std::string_view text)
{
    if (text.empty())
        return invalid_message("is not valid JSON: the text is empty");
    if (text.starts_with("\xef\xbb\xbf") || text.find('\0') != std::string_view::npos)
        return invalid_message("is not valid JSON: it holds a NUL or a byte order mark");
    Diagnosis diagnosis;
    json::sax_parse(text.data(), text.data() + text.size(), &diagnosis);
    return std::move(diagnosis.error);
}

Result<Value> parse_json(std::string_view text, Tags tags)
{
    JsonBuilder builder(tags);
    auto outcome = is_valid_utf8(text) ? read_json(text, builder) : Reading::malformed;
    if (outcome == Reading::malformed)
        return fail(describe_malformed(text));
    if (outcome == Reading::refused)
        return fail(builder.take_error());
    return builder.take_value();
}

} // namespace tunez
