#include "type/type.h"

namespace tunez {

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
        result.push_back(to_error(std::move(error), code, attribute));
        result.back().value = sensitive ? Value("**redacted**") : input;
    }
    return result;
}

} // namespace tunez
