#include "base/json.h"

namespace tunez {

// Text that plain JSON says as well, unless the reader wants to know the kind.
static void write_text(JsonWriter& writer, std::string_view tag, std::string_view text)
{
    if (writer.tags() != Tags::full)
        return writer.string(text);
    writer.begin_object();
    writer.key(tag);
    writer.string(text);
    writer.end_object();
    writer.set_tagged();
}

static void write_list(JsonWriter& writer, const List& list)
{
    writer.begin_array();
    for (const auto& item : list)
        writer.value(item);
    writer.end_array();
}

static void write_pairs(JsonWriter& writer, const Map& map)
{
    writer.begin_array();
    for (const auto& [key, value] : map) {
        writer.begin_array();
        writer.string(key);
        writer.value(value);
        writer.end_array();
    }
    writer.end_array();
}

static void write_tuple(JsonWriter& writer, const List& items)
{
    if (writer.tags() == Tags::none)
        return write_list(writer, items);
    writer.begin_object();
    writer.key("$tuple");
    write_list(writer, items);
    writer.end_object();
    writer.set_tagged();
}

static void write_tagged_pairs(JsonWriter& writer, std::string_view tag, const Map& map)
{
    writer.begin_object();
    writer.key(tag);
    write_pairs(writer, map);
    writer.end_object();
    writer.set_tagged();
}

static void write_keyword(JsonWriter& writer, const Map& pairs)
{
    if (writer.tags() == Tags::none)
        write_pairs(writer, pairs);
    else
        write_tagged_pairs(writer, "$keyword", pairs);
}

static bool has_tag_like_key(const Map& map)
{
    for (const auto& [key, value] : map) {
        if (key.starts_with('$'))
            return true;
    }
    return false;
}

static void write_forbidden(JsonWriter& writer, std::string_view field)
{
    if (writer.tags() == Tags::none)
        return writer.null();
    writer.begin_object();
    writer.key("$forbidden");
    writer.string(field);
    writer.end_object();
    writer.set_tagged();
}

// A field that was not loaded is absent.
static void write_map(JsonWriter& writer, const Map& map)
{
    if (writer.tags() != Tags::none && has_tag_like_key(map))
        return write_tagged_pairs(writer, "$map", map);
    writer.begin_object();
    for (const auto& [key, value] : map) {
        if (value.is(Kind::not_loaded))
            continue;
        writer.key(key);
        if (value.is(Kind::forbidden_field))
            write_forbidden(writer, key);
        else
            writer.value(value);
    }
    writer.end_object();
}

static void write_union(JsonWriter& writer, const Value& value)
{
    bool tagged = writer.tags() != Tags::none;
    writer.begin_object();
    writer.key(tagged ? "$union" : "type");
    writer.string(value.name());
    writer.key("value");
    writer.value(value.inner());
    writer.end_object();
    if (tagged)
        writer.set_tagged();
}

static void write_big_integer(JsonWriter& writer, const Decimal& integer)
{
    std::string text = (integer.negative ? "-" : "") + integer.digits;
    if (writer.tags() == Tags::none)
        return writer.raw(text);
    writer.begin_object();
    writer.key("$integer");
    writer.string(text);
    writer.end_object();
    writer.set_tagged();
}

void JsonWriter::value(const Value& value)
{
    switch (value.kind()) {
    case Kind::null:
    case Kind::not_loaded:
        return null();
    case Kind::boolean:
        return boolean(value.boolean());
    case Kind::integer:
        return integer(value.integer());
    case Kind::big_integer:
        return write_big_integer(*this, value.decimal());
    case Kind::real:
        return real(value.real());
    case Kind::decimal:
        return write_text(*this, "$decimal", value.decimal().to_string());
    case Kind::string:
        return string(value.text());
    case Kind::ci_string:
        return write_text(*this, "$ci_string", value.text());
    case Kind::atom:
        return write_text(*this, "$atom", value.text());
    case Kind::binary:
        return binary(value.text());
    case Kind::date:
        return write_text(*this, "$date", format_date(value.days()));
    case Kind::time:
        return write_text(*this, "$time", format_time(value.microseconds(), value.precision()));
    case Kind::naive_datetime:
        return write_text(*this, "$naive_datetime",
            format_naive_date_time(value.microseconds(), value.precision()));
    case Kind::datetime:
        return write_text(
            *this, "$datetime", format_date_time(value.microseconds(), value.precision()));
    case Kind::duration:
        return write_text(*this, "$duration", value.duration().to_string());
    case Kind::list:
        return write_list(*this, value.list());
    case Kind::tuple:
        return write_tuple(*this, value.list());
    case Kind::map:
    case Kind::structure:
        return write_map(*this, value.map());
    case Kind::keyword:
        return write_keyword(*this, value.map());
    case Kind::union_value:
        return write_union(*this, value);
    case Kind::forbidden_field:
        return write_forbidden(*this, {});
    }
}

std::string to_json(const Value& value, Tags tags)
{
    JsonWriter writer(tags);
    writer.value(value);
    return writer.take();
}

} // namespace tunez
