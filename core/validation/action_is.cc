#include "validation/builtins.h"

namespace tunez::validation {

static constexpr OptionRow action_is_options[] = {
    { "action", OptionKind::any, "The name of an action, or a list of names.", true },
};

static std::vector<std::string> names_of(const Entry& entry)
{
    std::vector<std::string> names;
    const auto* option = entry.options.find("action");
    if (option != nullptr && option->is_textual())
        names.emplace_back(option->text());
    if (option != nullptr && option->is(Kind::list)) {
        for (const auto& name : option->list())
            names.emplace_back(name.is_textual() ? name.text() : "");
    }
    return names;
}

static void describe_action_is(const Entry& entry, std::string& message, Map& vars)
{
    message = "action must be one of %{action}";
    std::string joined;
    for (const auto& name : names_of(entry))
        joined += (joined.empty() ? "" : ", ") + name;
    vars.set("action", Value(joined));
}

const Validation action_is {
    .shape = { .name = "action_is",
        .doc = "The action has this name; meant as a condition.",
        .options = action_is_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            const auto* action = call.changeset.action();
            for (const auto& name : names_of(call.entry)) {
                if (action != nullptr && action->name == name)
                    return;
            }
            auto error = Error::make(ErrorCode::unknown_error, {});
            describe_action_is(call.entry, error.message, error.vars);
            const auto* option = call.written("action");
            if (option != nullptr && option->is_textual())
                error.message = "must be %{action}";
            errors.push_back(std::move(error));
        },
    .describe = describe_action_is,
};

const Validation pre_flight_authorization {
    .shape = { .name = "pre_flight_authorization",
        .doc = "Holds only while it is asked whether an action may run.",
        .options = {} },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            const auto* pre_flight = call.changeset.context().find("pre_flight_authorization");
            if (pre_flight == nullptr || !pre_flight->is(Kind::boolean) || !pre_flight->boolean())
                errors.push_back(
                    Error::invalid_changes({}, "must be in a pre-flight authorization context"));
        },
    .describe = [](const Entry&, std::string& text,
                    Map&) { text = "must be in a pre-flight authorization context"; },
};

} // namespace tunez::validation
