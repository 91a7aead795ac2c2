#include "support/messages.h"

#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

namespace tunez::test {

static const Value null {};

Value from_json(std::string_view text)
{
    std::string json(text);
    std::replace(json.begin(), json.end(), '\'', '"');
    auto value = parse_json(json, Tags::wire);
    INFO(json);
    REQUIRE(value);
    return *std::move(value);
}

const Value& at(const Value& map, std::string_view key)
{
    const auto* value = map.is(Kind::map) ? map.map().find(key) : nullptr;
    return value != nullptr ? *value : null;
}

const Value& at(const Value& map, std::string_view key, std::string_view inner_key)
{
    return at(at(map, key), inner_key);
}

static std::string text(const Value& value)
{
    return value.is_textual() ? std::string(value.text()) : to_json(value);
}

std::string line_of(const Value& error)
{
    auto line = text(at(error, "code"));
    if (const auto& field = at(error, "field"); !field.is_null())
        line += " " + text(field);
    if (const auto& fields = at(error, "fields"); fields.is(Kind::list)) {
        for (const auto& field : fields.list())
            line += " " + text(field);
    }
    line += ": " + text(at(error, "message"));
    if (const auto& path = at(error, "path"); path.is(Kind::list) && !path.list().empty())
        line += " @ " + to_json(path);
    return line;
}

std::vector<std::string> lines_of(const Value& errors)
{
    std::vector<std::string> lines;
    if (errors.is(Kind::list)) {
        for (const auto& error : errors.list())
            lines.push_back(line_of(error));
    }
    return lines;
}

} // namespace tunez::test
