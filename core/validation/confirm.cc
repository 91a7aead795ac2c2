#include "validation/builtins.h"

#include "type/type.h"

namespace tunez::validation {

static constexpr OptionRow confirm_options[] = {
    { "field", OptionKind::field, "What was entered.", true },
    { "confirmation", OptionKind::field, "Where it was entered again; the error sits here.", true },
};

static constexpr auto confirm_message = "confirmation did not match value";

static std::string_view confirmation_of(const ValidationCall& call)
{
    const auto* option = call.written("confirmation");
    return option != nullptr && option->is_textual() ? option->text() : std::string_view {};
}

const Validation confirm {
    .shape
    = { .name = "confirm", .doc = "Two fields have the same value.", .options = confirm_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            const auto& value = call.value(call.field());
            const auto& again = call.value(confirmation_of(call));
            const auto* type = call.type(call.field());
            bool same = type != nullptr ? equal(*type, value, again) : value == again;
            if (!same)
                errors.push_back(Error::invalid_attribute(confirmation_of(call), confirm_message));
        },
    .describe = [](const Entry&, std::string& text, Map&) { text = confirm_message; },
};

} // namespace tunez::validation
