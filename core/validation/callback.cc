#include "changeset/callback.h"
#include "changeset/context.h"
#include "validation/builtins.h"

namespace tunez::validation {

static constexpr OptionRow callback_options[] = {
    { "options", OptionKind::map, "What the function is given besides the changeset." },
};

// One complaint as the application wrote it: a text, or a map with field or fields, message, vars
// and path.
static Error error_from(const Value& complaint)
{
    if (complaint.is_textual())
        return Error::invalid_changes({}, complaint.text());
    if (!complaint.is(Kind::map))
        return Error::invalid_changes({}, display(complaint));
    return error_from_map(complaint.map());
}

const Validation callback {
    .shape = { .name = "callback",
        .doc = "A validation of the application.",
        .options = callback_options },
    .validate =
        [](const ValidationCall& call, std::vector<Error>& errors) {
            auto answer
                = call_with_changeset(call.entry, "validation", call.changeset, call.context);
            if (!answer) {
                errors.push_back(std::move(answer).error());
                return;
            }
            if (answer->is(Kind::list)) {
                for (const auto& complaint : answer->list())
                    errors.push_back(error_from(complaint));
            } else if (!answer->is_null()) {
                errors.push_back(error_from(*answer));
            }
        },
    .describe = [](const Entry&, std::string& text, Map&) { text = "must pass function"; },
};

} // namespace tunez::validation
