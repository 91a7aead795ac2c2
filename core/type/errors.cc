#include "type/type.h"

namespace tunez {

// Of an action of an embedded resource: the field is the inner one. What it says about an attribute
// it says about an argument, where that is what the value was given for.
static Error caused(const TypeError& error, ErrorCode code, std::string_view attribute)
{
    auto result = *error.cause;
    if (result.code == ErrorCode::invalid_attribute && error.path.empty())
        result.code = code;
    result.path.insert(result.path.begin(), error.path.begin(), error.path.end());
    result.path.emplace(result.path.begin(), std::string(attribute));
    return result;
}

static Error to_error(TypeError error, ErrorCode code, std::string_view attribute)
{
    if (error.cause)
        return caused(error, code, attribute);
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
        bool own_value = error.cause != nullptr && !sensitive;
        result.push_back(to_error(std::move(error), code, attribute));
        if (!own_value)
            result.back().value = sensitive ? Value("**redacted**") : input;
    }
    return result;
}

} // namespace tunez
