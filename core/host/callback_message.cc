#include "host/callback_message.h"

#include "base/json.h"

namespace tunez {

std::string encode_callback_message(const Value& message)
{
    JsonWriter writer(Tags::wire);
    writer.begin_object();
    for (const auto& [key, value] : message.map()) {
        writer.key(key);
        writer.value(value);
    }
    if (writer.tagged()) {
        writer.key("tagged");
        writer.boolean(true);
    }
    writer.end_object();
    return writer.take();
}

static Error malformed_reply()
{
    return Error::make(
        ErrorCode::callback_failed, "the answer of a callback is neither a value nor an error");
}

static std::string text_of(const Map& map, std::string_view key)
{
    const auto* value = map.find(key);
    return value && value->is_textual() ? std::string(value->text()) : std::string();
}

static std::vector<std::string> texts_of(const Map& map, std::string_view key)
{
    std::vector<std::string> texts;
    const auto* value = map.find(key);
    if (!value || !value->is(Kind::list))
        return texts;
    for (const auto& item : value->list())
        texts.push_back(display(item));
    return texts;
}

static Path path_of(const Map& map)
{
    Path path;
    const auto* value = map.find("path");
    if (!value || !value->is(Kind::list))
        return path;
    for (const auto& step : value->list()) {
        if (step.is(Kind::integer))
            path.emplace_back(step.integer());
        else
            path.emplace_back(display(step));
    }
    return path;
}

static Map details_of(const Map& map)
{
    Map details;
    for (std::string_view key : { "input", "type", "relationship", "resource", "action" }) {
        if (const auto* value = map.find(key))
            details.set(key, *value);
    }
    return details;
}

static Error error_of(const Map& map)
{
    auto code = find_error_code(text_of(map, "code")).value_or(ErrorCode::unknown_error);
    auto message = text_of(map, "template");
    auto error = Error::make(code, message.empty() ? text_of(map, "message") : std::move(message));
    if (const auto* vars = map.find("vars"); vars && vars->is(Kind::map))
        error.vars = vars->map();
    error.field = text_of(map, "field");
    error.fields = texts_of(map, "fields");
    error.path = path_of(map);
    error.details = details_of(map);
    return error;
}

static Error failure_of(const Value& failure)
{
    const auto* errors = failure.is(Kind::map) ? failure.map().find("errors") : nullptr;
    if (!errors || !errors->is(Kind::list) || errors->list().empty()
        || !errors->list().front().is(Kind::map))
        return malformed_reply();
    auto error = error_of(errors->list().front().map());
    error.bread_crumbs = texts_of(failure.map(), "bread_crumbs");
    return error;
}

Result<Value> decode_callback_reply(std::string_view reply)
{
    return callback_reply(TRY(parse_json(reply, Tags::wire)));
}

Result<Value> callback_reply(const Value& answer)
{
    if (!answer.is(Kind::map))
        return fail(malformed_reply());
    if (const auto* value = answer.map().find("ok"))
        return *value;
    const auto* failure = answer.map().find("error");
    return fail(failure ? failure_of(*failure) : malformed_reply());
}

} // namespace tunez
