#include "message/options.h"

#include "base/error.h"

#include <string>
#include <string_view>

namespace tunez {

namespace {

struct OptionShape {
    std::string_view name;
    bool (*fits)(const Value& value);
    std::string_view what;
};

} // namespace

static bool is_flag(const Value& value) { return value.is(Kind::boolean); }

static bool is_map(const Value& value) { return value.is(Kind::map); }

static bool is_count(const Value& value) { return value.is(Kind::integer) && value.integer() > 0; }

static bool is_list(const Value& value) { return value.is(Kind::list); }

static bool is_names(const Value& value) { return value.is_textual() || value.is(Kind::list); }

static bool is_function(const Value& value)
{
    const auto* id = value.is(Kind::map) ? value.map().find("callback") : nullptr;
    return id != nullptr && id->is(Kind::integer);
}

static bool is_extent(const Value& value)
{
    return value.is(Kind::boolean)
        || (value.is_textual() && (value.text() == "all" || value.text() == "batch"));
}

static constexpr OptionShape shapes[] = {
    { "assume_casted", is_flag, "true or false" },
    { "authorize", is_flag, "true or false" },
    { "batch_size", is_count, "a positive integer" },
    { "context", is_map, "a map" },
    { "not_found_error", is_flag, "true or false" },
    { "notify", is_flag, "true or false" },
    { "private_arguments", is_map, "a map" },
    { "require", is_flag, "true or false" },
    { "return_destroyed", is_flag, "true or false" },
    { "return_errors", is_flag, "true or false" },
    { "return_notifications", is_flag, "true or false" },
    { "return_records", is_flag, "true or false" },
    { "rollback_on_error", is_flag, "true or false" },
    { "select", is_list, "a list of names" },
    { "skip_unknown_inputs", is_names, "a name or a list of names" },
    { "sorted", is_flag, "true or false" },
    { "stop_on_error", is_flag, "true or false" },
    { "timeout", is_count, "a positive integer" },
    { "transaction", is_extent, "\"all\", \"batch\" or false" },
    { "transform_changeset", is_function, "a function, as `{\"callback\":id}`" },
};

static Error wrong_kind(std::string_view name, std::string_view what)
{
    return Error::make(ErrorCode::invalid_message,
        "the option `" + std::string(name) + "` is " + std::string(what));
}

Result<void> check_options(const Map& message)
{
    const auto* options = message.find("options");
    if (options == nullptr || options->is_null())
        return {};
    if (!options->is(Kind::map))
        return fail(
            Error::make(ErrorCode::invalid_message, "the `options` of a message are a map"));
    for (const auto& [name, value] : options->map()) {
        if (value.is_null())
            continue;
        for (const auto& shape : shapes) {
            if (shape.name == name && !shape.fits(value))
                return fail(wrong_kind(name, shape.what));
        }
    }
    return {};
}

} // namespace tunez
