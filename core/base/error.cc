#include "base/error.h"

#include <algorithm>

namespace tunez {

[[gnu::noinline]] Error::Error() = default;
[[gnu::noinline]] Error::Error(const Error& other) = default;
[[gnu::noinline]] Error::Error(Error&& other) noexcept = default;
[[gnu::noinline]] Error& Error::operator=(const Error& other) = default;
[[gnu::noinline]] Error& Error::operator=(Error&& other) noexcept = default;
[[gnu::noinline]] Error::~Error() = default;
[[gnu::noinline]] Errors::Errors() = default;
[[gnu::noinline]] Errors::Errors(const Errors& other) = default;
[[gnu::noinline]] Errors::Errors(Errors&& other) noexcept = default;
[[gnu::noinline]] Errors& Errors::operator=(const Errors& other) = default;
[[gnu::noinline]] Errors& Errors::operator=(Errors&& other) noexcept = default;
[[gnu::noinline]] Errors::~Errors() = default;

struct CodeRow {
    std::string_view name;
    ErrorClass error_class;
};

constexpr CodeRow code_rows[] = {
#define TUNEZ_ERROR_CODE(code, ash_name, error_class) { #code, ErrorClass::error_class },
#include "base/error_codes.def"
#undef TUNEZ_ERROR_CODE
};

static const CodeRow& row(ErrorCode code) { return code_rows[static_cast<size_t>(code)]; }

std::string_view name(ErrorClass error_class)
{
    switch (error_class) {
    case ErrorClass::forbidden:
        return "forbidden";
    case ErrorClass::invalid:
        return "invalid";
    case ErrorClass::framework:
        return "framework";
    case ErrorClass::unknown:
        return "unknown";
    }
    return "unknown";
}

std::string_view name(ErrorCode code) { return row(code).name; }

std::optional<ErrorCode> find_error_code(std::string_view name)
{
    for (size_t code = 0; code < std::size(code_rows); ++code) {
        if (code_rows[code].name == name)
            return static_cast<ErrorCode>(code);
    }
    return std::nullopt;
}

ErrorClass class_of(ErrorCode code) { return row(code).error_class; }

std::string Error::rendered() const { return render(message, vars); }

Error Error::make(ErrorCode code, std::string message)
{
    Error error;
    error.code = code;
    error.message = std::move(message);
    return error;
}

static Error about_field(ErrorCode code, std::string_view field, std::string_view message, Map vars)
{
    auto error = Error::make(code, std::string(message));
    error.field = field;
    error.vars = std::move(vars);
    return error;
}

Error Error::invalid_attribute(std::string_view field, std::string_view message, Map vars)
{
    return about_field(ErrorCode::invalid_attribute, field, message, std::move(vars));
}

Error Error::invalid_argument(std::string_view field, std::string_view message, Map vars)
{
    return about_field(ErrorCode::invalid_argument, field, message, std::move(vars));
}

Error Error::invalid_changes(std::vector<std::string> fields, std::string_view message, Map vars)
{
    auto error = make(ErrorCode::invalid_changes, std::string(message));
    error.fields = std::move(fields);
    error.vars = std::move(vars);
    return error;
}

Error Error::required(std::string_view field, std::string_view type, std::string_view resource)
{
    auto message = std::string(type) + " " + std::string(field) + " is required";
    auto error = about_field(ErrorCode::required, field, message, {});
    error.details = { { "type", type }, { "resource", resource } };
    return error;
}

Error Error::no_such_input(
    std::string_view input, std::string_view resource, std::string_view action)
{
    auto message = "No such input `" + std::string(input) + "` for action " + std::string(resource)
        + "." + std::string(action);
    auto error = make(ErrorCode::no_such_input, std::move(message));
    error.details = { { "input", input }, { "resource", resource }, { "action", action } };
    return error;
}

Error Error::framework(ErrorCode code, std::string message)
{
    return make(code, std::move(message));
}

ErrorClass Errors::error_class() const
{
    ErrorClass worst = ErrorClass::unknown;
    for (const auto& error : errors)
        worst = std::min(worst, class_of(error.code));
    return worst;
}

void Errors::append(Errors other)
{
    errors.insert(errors.end(), std::make_move_iterator(other.errors.begin()),
        std::make_move_iterator(other.errors.end()));
}

static bool same(const Error& left, const Error& right)
{
    return left.code == right.code && left.field == right.field && left.path == right.path
        && left.fields == right.fields && left.message == right.message && left.vars == right.vars
        && left.details == right.details;
}

static bool is_overshadowed(const Error& error, const std::vector<Error>& others)
{
    return error.code == ErrorCode::required
        && std::any_of(others.begin(), others.end(), [&](const Error& other) {
               return other.code != ErrorCode::required && other.field == error.field
                   && other.path == error.path;
           });
}

void Errors::merge_duplicates()
{
    std::vector<Error> merged;
    for (auto& error : errors) {
        bool known = std::any_of(
            merged.begin(), merged.end(), [&](const Error& other) { return same(error, other); });
        if (!known)
            merged.push_back(std::move(error));
    }
    errors.clear();
    for (const auto& error : merged) {
        if (!is_overshadowed(error, merged))
            errors.push_back(error);
    }
}

} // namespace tunez
