#include "form/form_errors.h"

#include "resource/field_name.h"

namespace tunez {

static Error beside(const Error& error, std::string_view field, const Resource& resource)
{
    auto text = error;
    text.field = key_of(resource, field);
    text.fields.clear();
    return text;
}

static Error beside(
    const Error& error, std::string_view field, const Resource& resource, std::string_view words)
{
    auto text = beside(error, field, resource);
    text.message = words;
    return text;
}

static std::string_view detail(const Error& error, std::string_view name)
{
    const auto* value = error.details.find(name);
    return value != nullptr && value->is_textual() ? value->text() : std::string_view();
}

static void add_changes(const Error& error, const Resource& resource, std::vector<Error>& shown)
{
    if (error.fields.empty()) {
        shown.push_back(beside(error, error.field.empty() ? whole_form : error.field, resource));
        return;
    }
    std::string all;
    for (const auto& field : error.fields)
        all += (all.empty() ? "" : ",") + field;
    for (const auto& field : error.fields) {
        shown.push_back(beside(error, field, resource));
        shown.back().vars.set("fields", Value(all));
        shown.back().vars.set("field", Value(field));
    }
}

static void add_not_found(const Error& error, const Resource& resource, std::vector<Error>& shown)
{
    const auto* keys = error.details.find("primary_key");
    if (keys == nullptr || !keys->is(Kind::map))
        return;
    for (const auto& [key, value] : keys->map()) {
        shown.push_back(beside(error, key, resource, "could not be found"));
        shown.back().vars.set("value", value);
    }
}

void FormErrors::add(const Error& error, const Resource& resource)
{
    auto before = shown.size();
    switch (error.code) {
    case ErrorCode::invalid_changes:
        add_changes(error, resource, shown);
        break;
    case ErrorCode::invalid_attribute:
    case ErrorCode::invalid_argument:
    case ErrorCode::invalid_query:
        if (!error.field.empty() || !error.fields.empty())
            add_changes(error, resource, shown);
        break;
    case ErrorCode::required:
        shown.push_back(beside(error, error.field, resource, "is required"));
        break;
    case ErrorCode::no_such_input:
        shown.push_back(beside(error, detail(error, "input"), resource, "no such input"));
        break;
    case ErrorCode::not_found:
        add_not_found(error, resource, shown);
        break;
    case ErrorCode::invalid_relationship:
        shown.push_back(beside(error, detail(error, "relationship"), resource));
        break;
    default:
        break;
    }
    if (shown.size() == before)
        unhandled.push_back(error);
}

} // namespace tunez
