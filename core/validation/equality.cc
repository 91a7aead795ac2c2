#include "validation/builtins.h"

#include "type/type.h"

namespace tunez::validation {

// Equal as the field's type sees it; the option is cast to it first where it can be. Nil equals
// only nil.
static bool equal_to(const ValidationCall& call, const Value& value, const Value& option)
{
    const auto* type = call.type(call.field());
    if (type == nullptr || value.is_null() || option.is_null())
        return value == option;
    Value converted;
    TypeErrors errors;
    if (!cast_input(*type, option, converted, errors))
        return false;
    return equal(*type, value, converted);
}

static const Value& attribute_value(const ValidationCall& call)
{
    const auto* attribute = call.changeset.resource().find_attribute(call.field());
    return attribute != nullptr ? call.changeset.get_attribute(*attribute)
                                : call.value(call.field());
}

static Result<List> list_of(const ValidationCall& call)
{
    auto option = TRY(call.option("values"));
    return option.is(Kind::list) ? option.list() : List {};
}

static std::string joined(const List& values)
{
    std::string text;
    for (const auto& value : values) {
        if (!text.empty())
            text += ", ";
        text += display(value);
    }
    return text;
}

static bool among(const ValidationCall& call, const Value& value, const List& values)
{
    for (const auto& candidate : values) {
        if (equal_to(call, value, candidate))
            return true;
    }
    return false;
}

enum class Wanted : bool { different, equal };

static void compare_once(const ValidationCall& call, std::vector<Error>& errors, const Value& value,
    Wanted wanted, ErrorCode code)
{
    auto option = call.option("value");
    if (!option) {
        errors.push_back(std::move(option).error());
        return;
    }
    bool same = equal_to(call, value, *option);
    if (same == (wanted == Wanted::equal))
        return;
    auto error = Error::make(
        code, wanted == Wanted::equal ? "must equal %{value}" : "must not equal %{value}");
    error.field = std::string(call.field());
    error.vars = { { "value", *option } };
    errors.push_back(std::move(error));
}

static void describe_equals(const Entry& entry, std::string& message, Map& vars)
{
    message = "must equal %{value}";
    if (const auto* value = entry.options.find("value"))
        vars.set("value", *value);
}

static void describe_does_not_equal(const Entry& entry, std::string& message, Map& vars)
{
    message = "must not equal %{value}";
    if (const auto* value = entry.options.find("value"))
        vars.set("value", *value);
}

static void describe_list(const Entry& entry, std::string& message, Map& vars,
    std::string_view text, std::string_view variable)
{
    message = text;
    const auto* values = entry.options.find("values");
    vars.set(
        variable, Value(values != nullptr && values->is(Kind::list) ? joined(values->list()) : ""));
}

static void describe_one_of(const Entry& entry, std::string& message, Map& vars)
{
    describe_list(entry, message, vars, "expected one of %{values}", "values");
}

static void validate_one_of(
    const ValidationCall& call, std::vector<Error>& errors, const Value& value)
{
    auto values = list_of(call);
    if (!values)
        errors.push_back(std::move(values).error());
    else if (!among(call, value, *values))
        errors.push_back(Error::invalid_attribute(
            call.field(), "expected one of %{values}", { { "values", Value(joined(*values)) } }));
}

static void validate_field_one_of(const ValidationCall& call, std::vector<Error>& errors)
{
    const auto& value = call.value(call.field());
    if (!value.is_null())
        validate_one_of(call, errors, value);
}

static constexpr OptionRow value_options[] = {
    { "field", OptionKind::field, "What to compare.", true },
    { "value", OptionKind::any, "What it is compared with.", true },
};

static constexpr OptionRow list_options[] = {
    { "field", OptionKind::field, "What to look for.", true },
    { "values", OptionKind::list, "Where to look for it.", true },
};

const Validation attribute_equals {
    .shape = { .name = "attribute_equals",
        .doc = "An attribute has this value.",
        .options = value_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            compare_once(
                call, errors, attribute_value(call), Wanted::equal, ErrorCode::invalid_attribute);
        },
    .describe = describe_equals,
};

const Validation attribute_does_not_equal {
    .shape = { .name = "attribute_does_not_equal",
        .doc = "An attribute has another value than this.",
        .options = value_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            compare_once(call, errors, attribute_value(call), Wanted::different,
                ErrorCode::invalid_attribute);
        },
    .describe = describe_does_not_equal,
};

const Validation argument_equals {
    .shape
    = { .name = "argument_equals", .doc = "An argument has this value.", .options = value_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            compare_once(
                call, errors, call.value(call.field()), Wanted::equal, ErrorCode::invalid_argument);
        },
    .describe = describe_equals,
};

const Validation argument_does_not_equal {
    .shape = { .name = "argument_does_not_equal",
        .doc = "An argument has another value than this.",
        .options = value_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            compare_once(call, errors, call.value(call.field()), Wanted::different,
                ErrorCode::invalid_argument);
        },
    .describe = describe_does_not_equal,
};

const Validation argument_in {
    .shape = { .name = "argument_in",
        .doc = "An argument is one of these values.",
        .options = list_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            auto values = list_of(call);
            if (!values) {
                errors.push_back(std::move(values).error());
            } else if (!among(call, call.value(call.field()), *values)) {
                errors.push_back(Error::invalid_argument(
                    call.field(), "must be in %{list}", { { "list", Value(joined(*values)) } }));
            }
        },
    .describe
    = [](const Entry& entry, std::string& message,
          Map& vars) { describe_list(entry, message, vars, "must be in %{list}", "list"); },
};

const Validation one_of {
    .shape = { .name = "one_of",
        .doc = "A field is one of these values, or nil.",
        .options = list_options },
    .validate = validate_field_one_of,
    .describe = describe_one_of,
};

const Validation attribute_in {
    .shape = { .name = "attribute_in", .doc = "Older name of one_of.", .options = list_options },
    .validate = validate_field_one_of,
    .describe = describe_one_of,
};

const Validation data_one_of {
    .shape = { .name = "data_one_of",
        .doc = "The value before the changes is one of these.",
        .options = list_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            const auto* attribute = call.changeset.resource().find_attribute(call.field());
            validate_one_of(
                call, errors, attribute != nullptr ? call.changeset.original(*attribute) : Value());
        },
    .describe = describe_one_of,
};

} // namespace tunez::validation
