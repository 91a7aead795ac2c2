#pragma once

#include "base/result.h"
#include "base/value.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tunez {

// Ash's four classes, worst first: a result that mixes them has the class of the worst.
enum class ErrorClass : uint8_t { forbidden, invalid, framework, unknown };

enum class ErrorCode : uint8_t {
#define TUNEZ_ERROR_CODE(code, ash_name, error_class) code,
#include "base/error_codes.def"
#undef TUNEZ_ERROR_CODE
};

std::string_view name(ErrorClass error_class);
std::string_view name(ErrorCode code);
std::optional<ErrorCode> find_error_code(std::string_view name);
ErrorClass class_of(ErrorCode code);

using PathStep = std::variant<std::string, int64_t>;
using Path = std::vector<PathStep>;

// One thing that went wrong. `message` is a template (`%{name}`) whose variables are `vars`;
// `rendered()` fills it in. `path` leads from the outermost input to the container of `field`.
struct Error {
    ErrorCode code = ErrorCode::unknown_error;
    std::string message;
    Map vars;
    std::string field; // Empty where it does not apply.
    std::vector<std::string> fields;
    Path path;
    std::optional<Value> value; // What was refused; redacted when the field is sensitive.
    Map details; // What else the code carries: resource, action, input, inputs, type, relationship,
                 // filter, …
    std::vector<std::string> bread_crumbs; // Where it happened, outermost first.

    // Out of line: a Result is made and thrown away in a thousand places, and this would be the
    // largest part of each.
    Error();
    Error(const Error& other);
    Error(Error&& other) noexcept;
    Error& operator=(const Error& other);
    Error& operator=(Error&& other) noexcept;
    ~Error();

    std::string rendered() const;

    static Error make(ErrorCode code, std::string message);
    static Error invalid_attribute(std::string_view field, std::string_view message, Map vars = {});
    static Error invalid_argument(std::string_view field, std::string_view message, Map vars = {});
    static Error invalid_changes(
        std::vector<std::string> fields, std::string_view message, Map vars = {});
    // "attribute title is required"; type is attribute, argument or relationship.
    static Error required(std::string_view field, std::string_view type, std::string_view resource);
    static Error no_such_input(
        std::string_view input, std::string_view resource, std::string_view action);
    static Error framework(ErrorCode code, std::string message);
};

// What an action answers with: every error of the run, classified by the worst.
struct Errors {
    std::vector<Error> errors;

    Errors();
    Errors(const Errors& other);
    Errors(Errors&& other) noexcept;
    Errors& operator=(const Errors& other);
    Errors& operator=(Errors&& other) noexcept;
    ~Errors();
    Errors(Error error) { errors.push_back(std::move(error)); }
    Errors(std::vector<Error> list)
        : errors(std::move(list))
    {
    }

    bool empty() const { return errors.empty(); }
    ErrorClass error_class() const;
    void add(Error error) { errors.push_back(std::move(error)); }
    void append(Errors other);
    // Spec §19.1: each error once, and no `required` beside another error of the same field and
    // path.
    void merge_duplicates();
};

// An action's outcome.
template <typename T> using Outcome = std::expected<T, Errors>;

// Fills `%{x}` from vars (spec §19.4); unknown placeholders stay.
std::string render(std::string_view message, const Map& vars);
// A value as it reads inside a message: null empty, dates ISO, datetimes "YYYY-MM-DD HH:MM:SSZ",
// symbols by name.
std::string display(const Value& value);
// A value quoted as a literal: text in double quotes, null as nil, symbols with a colon, maps as
// %{key: value}.
std::string inspect(const Value& value);
// For people who look for a mistake: `required name: attribute name is required`, with the path in
// front of the field. Never what was refused.
std::string inspect(const Error& error);
// `#Invalid<…, …>`, by the worst class of them.
std::string inspect(const Errors& errors);

} // namespace tunez
