#include "resource/shorthand.h"

#include <string_view>

namespace tunez {

static Value function(std::string_view name) { return Value(Map { { "fn", Value(name) } }); }

static Map primary_key(std::string_view type)
{
    return { { "type", Value(type) }, { "primary_key", Value(true) }, { "allow_nil", Value(false) },
        { "writable", Value(false) }, { "public", Value(true) } };
}

static Map uuid_primary_key(std::string_view type)
{
    auto attribute = primary_key(type);
    attribute.set("default", function(type));
    return attribute;
}

static Map timestamp()
{
    return { { "type", Value("utc_datetime_usec") }, { "writable", Value(false) },
        { "allow_nil", Value(false) }, { "default", function("now") },
        { "match_other_defaults", Value(true) } };
}

static Map expansion(std::string_view word)
{
    if (word == "uuid_primary_key")
        return uuid_primary_key("uuid");
    if (word == "uuid_v7_primary_key")
        return uuid_primary_key("uuid_v7");
    if (word == "integer_primary_key") {
        auto attribute = primary_key("integer");
        attribute.set("generated", Value(true));
        return attribute;
    }
    if (word == "create_timestamp")
        return timestamp();
    if (word == "update_timestamp") {
        auto attribute = timestamp();
        attribute.set("update_default", function("now"));
        return attribute;
    }
    return {};
}

Value expand_shorthand(const Value& attribute)
{
    const auto* type = attribute.is(Kind::map) ? attribute.map().find("type") : nullptr;
    auto expanded = type != nullptr && type->is_textual() ? expansion(type->text()) : Map();
    if (expanded.empty())
        return attribute;
    for (const auto& [key, value] : attribute.map()) {
        if (key != "type")
            expanded.set(key, value);
    }
    return Value(std::move(expanded));
}

} // namespace tunez
