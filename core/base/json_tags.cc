#include "base/json_tags.h"

#include "base/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tunez {

using Revived = std::optional<Value>;

static bool is_digits(std::string_view text)
{
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

static Value integer_of_any_size(std::string_view text)
{
    int64_t integer = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (error == std::errc {})
        return integer;
    bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    text.remove_prefix(std::min(text.find_first_not_of('0'), text.size() - 1));
    return Value::big_integer({ .negative = negative, .digits = std::string(text) });
}

static Revived revive_integer(std::string_view text)
{
    if (!is_digits(text.substr(text.starts_with('-') ? 1 : 0)))
        return std::nullopt;
    return integer_of_any_size(text);
}

static Revived revive_float(std::string_view text)
{
    // strtod() would also take blanks, hexadecimal digits and names.
    if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
        return std::nullopt;
    std::string terminated(text);
    char* end = nullptr;
    double number = std::strtod(terminated.c_str(), &end);
    if (end != terminated.c_str() + terminated.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

static Revived revive_decimal(std::string_view text)
{
    auto decimal = Decimal::parse(text);
    return decimal ? Revived(*std::move(decimal)) : std::nullopt;
}

static Revived revive_binary(std::string_view text)
{
    std::string bytes;
    return decode_base64(text, bytes) ? Revived(Value::binary(bytes)) : std::nullopt;
}

static Revived revive_date(std::string_view text)
{
    auto days = parse_date(text);
    return days ? Revived(Value::date(*days)) : std::nullopt;
}

static Precision precision_of(bool has_fraction)
{
    return has_fraction ? Precision::microsecond : Precision::second;
}

static Revived revive_time(std::string_view text)
{
    auto microseconds = parse_time(text);
    if (!microseconds)
        return std::nullopt;
    return Value::time(
        *microseconds, precision_of(text.find_first_of(".,") != std::string_view::npos));
}

static Revived revive_naive_datetime(std::string_view text)
{
    auto parsed = parse_date_time(text);
    if (!parsed || parsed->offset_seconds)
        return std::nullopt;
    return Value::naive_datetime(parsed->microseconds, precision_of(parsed->has_fraction));
}

static Revived revive_datetime(std::string_view text)
{
    auto parsed = parse_date_time(text);
    if (!parsed || !parsed->offset_seconds)
        return std::nullopt;
    int64_t utc = parsed->microseconds - *parsed->offset_seconds * microseconds_per_second;
    return Value::datetime(utc, precision_of(parsed->has_fraction));
}

static Revived revive_duration(std::string_view text)
{
    auto duration = Duration::parse(text);
    return duration ? Revived(Value::duration(*duration)) : std::nullopt;
}

static Revived revive_ci_string(std::string_view text) { return Value::ci_string(text); }
static Revived revive_atom(std::string_view text) { return Value::atom(text); }
static Revived revive_forbidden(std::string_view) { return Value::forbidden_field(); }

static Revived revive_tuple(const List& items) { return Value::tuple(items); }

static bool is_pair(const Value& value)
{
    return value.is(Kind::list) && value.list().size() == 2 && value.list()[0].is(Kind::string);
}

static Revived revive_keyword(const List& pairs)
{
    Map map;
    map.reserve(pairs.size());
    for (const auto& pair : pairs) {
        if (!is_pair(pair))
            return std::nullopt;
        map.append(std::string(pair.list()[0].text()), pair.list()[1]);
    }
    return Value::keyword(std::move(map));
}

static Revived revive_map(const List& pairs)
{
    Map map;
    map.reserve(pairs.size());
    for (const auto& pair : pairs) {
        if (!is_pair(pair))
            return std::nullopt;
        map.set(pair.list()[0].text(), pair.list()[1]);
    }
    return Value(std::move(map));
}

struct Tag {
    std::string_view name;
    Revived (*from_text)(std::string_view) = nullptr;
    Revived (*from_list)(const List&) = nullptr;
};

constexpr Tag known_tags[] = {
    { .name = "$integer", .from_text = revive_integer },
    { .name = "$float", .from_text = revive_float },
    { .name = "$decimal", .from_text = revive_decimal },
    { .name = "$binary", .from_text = revive_binary },
    { .name = "$date", .from_text = revive_date },
    { .name = "$time", .from_text = revive_time },
    { .name = "$naive_datetime", .from_text = revive_naive_datetime },
    { .name = "$datetime", .from_text = revive_datetime },
    { .name = "$duration", .from_text = revive_duration },
    { .name = "$ci_string", .from_text = revive_ci_string },
    { .name = "$atom", .from_text = revive_atom },
    { .name = "$forbidden", .from_text = revive_forbidden },
    { .name = "$tuple", .from_list = revive_tuple },
    { .name = "$keyword", .from_list = revive_keyword },
    { .name = "$map", .from_list = revive_map },
};

// {"$union":name,"value":V} and {"$struct":name,"value":{…}}.
static Revived revive_named(const Map& object, std::string_view tag)
{
    const Value* name = object.find(tag);
    const Value* value = object.find("value");
    if (object.size() != 2 || !value || !name->is(Kind::string))
        return std::nullopt;
    if (tag == "$union")
        return Value::union_of(name->text(), *value);
    return value->is(Kind::map) ? Revived(Value::structure(name->text(), value->map()))
                                : std::nullopt;
}

static Revived revive(const Tag& tag, const Value& content)
{
    if (tag.from_text && content.is(Kind::string))
        return tag.from_text(content.text());
    if (tag.from_list && content.is(Kind::list))
        return tag.from_list(content.list());
    return std::nullopt;
}

static Revived revive_known(const Map& object, std::string_view key, std::string& problem)
{
    for (const auto& tag : known_tags) {
        if (tag.name != key)
            continue;
        auto revived = object.size() == 1 ? revive(tag, object.begin()->second) : std::nullopt;
        if (!revived)
            problem = "malformed tag `" + std::string(key) + "`";
        return revived;
    }
    problem = "unknown tag `" + std::string(key.substr(0, 64))
        + "` (a map with such a key is written as `$map`)";
    return std::nullopt;
}

Revived revive_tagged(const Map& object, std::string& problem)
{
    for (std::string_view tag : { "$union", "$struct" }) {
        if (!object.contains(tag))
            continue;
        auto revived = revive_named(object, tag);
        if (!revived)
            problem = "malformed tag `" + std::string(tag) + "`";
        return revived;
    }
    for (const auto& [key, value] : object) {
        if (key.starts_with('$'))
            return revive_known(object, key, problem);
    }
    return Value(object);
}

} // namespace tunez
