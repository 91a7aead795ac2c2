#include "changeset/error_handler.h"

#include "changeset/callback.h"
#include "changeset/changeset.h"
#include "changeset/context.h"
#include "changeset/operations.h"

namespace tunez {

static bool says_ignore(const Value& answer)
{
    if (answer.is_textual())
        return answer.text() == "ignore";
    const auto* ignore = answer.is(Kind::map) ? answer.map().find("ignore") : nullptr;
    return ignore != nullptr && ignore->is(Kind::boolean) && ignore->boolean();
}

static Result<std::optional<Error>> handled(
    CallbackId callback, Changeset& changeset, const Error& error, Context& context)
{
    auto answer = TRY(call_with_changeset(callback, "handle_error", changeset, context,
        { { "error", error_value(error, changeset.resource()) } }));
    if (answer.is_null())
        return error;
    if (says_ignore(answer))
        return std::nullopt;
    const auto* operations = answer.is(Kind::map) ? answer.map().find("operations") : nullptr;
    if (operations != nullptr)
        TRY(apply_answer(changeset, answer, context));
    const auto* replacement = answer.is(Kind::map) ? answer.map().find("error") : nullptr;
    if (replacement == nullptr && operations != nullptr)
        return std::nullopt;
    // The first of several takes the place of the error; the others join it.
    auto errors = errors_from(replacement != nullptr ? *replacement : answer);
    if (errors.empty())
        return std::nullopt;
    for (size_t i = 1; i < errors.size(); ++i)
        changeset.add_error(std::move(errors[i]));
    return std::move(errors.front());
}

ErrorHandler error_handler(CallbackId callback, const Context& context)
{
    // A copy: the changeset may outlive the call that registers it.
    return [callback, context](Changeset& changeset, const Error& error) -> std::optional<Error> {
        auto own = context;
        auto result = handled(callback, changeset, error, own);
        if (result)
            return std::move(*result);
        changeset.add_error(std::move(result).error());
        return error;
    };
}

} // namespace tunez
