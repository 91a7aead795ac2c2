#include "base/inspection.h"
#include "type/type.h"

namespace tunez {

static Error placed(Error error, const Path& path, std::string_view attribute)
{
    error.path.insert(error.path.begin(), path.begin(), path.end());
    error.path.emplace(error.path.begin(), std::string(attribute));
    return error;
}

// Of an action of an embedded resource: the field is the inner one. What it says about an attribute
// it says about an argument, where that is what the value was given for; what it says about several
// it says about each, and what about none, about the value itself.
static void add_caused(
    const TypeError& error, ErrorCode code, std::string_view attribute, std::vector<Error>& result)
{
    const auto& cause = *error.cause;
    auto own = cause;
    if (cause.code == ErrorCode::invalid_attribute && error.path.empty())
        own.code = code;
    if (cause.code != ErrorCode::invalid_changes) {
        result.push_back(placed(std::move(own), error.path, attribute));
        return;
    }
    own.code = code;
    own.fields.clear();
    for (const auto& field : cause.fields) {
        own.field = field;
        result.push_back(placed(own, error.path, attribute));
    }
    if (cause.fields.empty()) {
        own.field = attribute;
        own.path.insert(own.path.begin(), error.path.begin(), error.path.end());
        result.push_back(std::move(own));
    }
}

static Error to_error(TypeError error, ErrorCode code, std::string_view attribute)
{
    auto result = Error::make(code, std::move(error.message));
    result.vars = std::move(error.vars);
    if (error.field.empty()) {
        result.field = attribute;
        result.path = std::move(error.path);
        return result;
    }
    result.field = std::move(error.field);
    result.path = std::move(error.path);
    result.path.emplace(result.path.begin(), std::string(attribute));
    return result;
}

std::vector<Error> to_errors(TypeErrors errors, ErrorCode code, std::string_view attribute,
    const Value& input, bool sensitive)
{
    std::vector<Error> result;
    result.reserve(errors.size());
    for (auto& error : errors) {
        if (error.cause && !sensitive) {
            add_caused(error, code, attribute, result);
            continue;
        }
        size_t first = result.size();
        if (error.cause)
            add_caused(error, code, attribute, result);
        else
            result.push_back(to_error(std::move(error), code, attribute));
        for (size_t i = first; i < result.size(); ++i)
            result[i].value = sensitive ? Value(redaction) : input;
    }
    return result;
}

} // namespace tunez
