#include "validation/builtins.h"

namespace tunez::validation {

static void description_of(const Entry& entry, std::string& message, Map& vars)
{
    const auto& validation = validation_of(entry);
    if (validation.describe != nullptr)
        validation.describe(entry, message, vars);
    else
        message = entry.builtin->name;
}

static std::string joined_descriptions(const Entry& entry)
{
    std::string text;
    for (const auto& inner : entry.inner) {
        std::string message;
        Map vars;
        description_of(inner, message, vars);
        if (!text.empty())
            text += ", ";
        text += render(message, vars);
    }
    return text;
}

// A failure to ask is no answer: it is passed on instead of being negated or outvoted.
static bool take_failures(std::vector<Error>& from, std::vector<Error>& errors)
{
    bool found = false;
    for (auto& error : from) {
        if (error.code == ErrorCode::callback_failed
            || error.code == ErrorCode::callback_returned_promise) {
            errors.push_back(std::move(error));
            found = true;
        }
    }
    return found;
}

static void describe_negate(const Entry& entry, std::string& message, Map& vars)
{
    std::string inner;
    if (!entry.inner.empty())
        description_of(entry.inner.front(), inner, vars);
    message = "must not pass validation: " + inner;
}

static void describe_any(const Entry& entry, std::string& message, Map&)
{
    message = "must pass at least one of: " + joined_descriptions(entry);
}

static void describe_all(const Entry& entry, std::string& message, Map&)
{
    message = "must pass all of: " + joined_descriptions(entry);
}

static Error refused(const Entry& entry, void (*describe)(const Entry&, std::string&, Map&))
{
    auto error = Error::make(ErrorCode::invalid_attribute, {});
    describe(entry, error.message, error.vars);
    return error;
}

static constexpr OptionRow negate_options[] = {
    { "validation", OptionKind::entry, "What must not hold.", true },
};

static constexpr OptionRow logic_options[] = {
    { "validations", OptionKind::entries, "The validations to combine.", true },
};

const Validation negate {
    .shape = { .name = "negate", .doc = "A validation does not hold.", .options = negate_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            std::vector<Error> inner;
            for (const auto& entry : call.entry.inner)
                validate_entry(entry, call.changeset, call.context, inner);
            if (!take_failures(inner, errors) && inner.empty())
                errors.push_back(refused(call.entry, describe_negate));
        },
    .describe = describe_negate,
};

const Validation any {
    .shape = { .name = "any",
        .doc = "At least one of several validations holds.",
        .options = logic_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            for (const auto& entry : call.entry.inner) {
                std::vector<Error> inner;
                validate_entry(entry, call.changeset, call.context, inner);
                if (take_failures(inner, errors) || inner.empty())
                    return;
            }
            errors.push_back(refused(call.entry, describe_any));
        },
    .describe = describe_any,
};

const Validation all {
    .shape = { .name = "all", .doc = "Several validations hold.", .options = logic_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            bool failed = false;
            for (const auto& entry : call.entry.inner) {
                std::vector<Error> inner;
                validate_entry(entry, call.changeset, call.context, inner);
                if (take_failures(inner, errors))
                    return;
                failed = failed || !inner.empty();
            }
            if (failed)
                errors.push_back(refused(call.entry, describe_all));
        },
    .describe = describe_all,
};

} // namespace tunez::validation
