#include "action/deadline.h"

namespace tunez {

static constexpr int64_t microseconds = 1'000;

Deadline deadline_in(int64_t milliseconds, Host& host)
{
    return { .at = host.now() + milliseconds * microseconds, .milliseconds = milliseconds };
}

void set_deadline(const Changeset& changeset, Context& context)
{
    if (context.deadline)
        return;
    auto milliseconds = changeset.timeout();
    if (!milliseconds && changeset.action() != nullptr)
        milliseconds = changeset.action()->timeout_ms;
    if (milliseconds)
        context.deadline = deadline_in(*milliseconds, context.host);
}

bool is_overdue(const Context& context)
{
    return context.deadline && context.host.now() > context.deadline->at;
}

Errors timed_out(const Changeset& changeset, const Context& context)
{
    auto name = changeset.resource().name;
    if (changeset.action() != nullptr)
        name += "." + changeset.action()->name;
    return Errors(Error::make(ErrorCode::timeout,
        name + " timed out after " + std::to_string(context.deadline->milliseconds) + "ms"));
}

} // namespace tunez
