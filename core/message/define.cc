#include "change/change.h"
#include "message/operations.h"
#include "preparation/preparation.h"
#include "resource/introspect.h"
#include "validation/validation.h"

namespace tunez::message {

static Outcome<void> run_define(Session& session, const Request& request, JsonWriter& answer)
{
    if (session.definition)
        return fail(
            Errors(Error::make(ErrorCode::already_open, "this session has a definition already")));
    BuiltinTables tables { .validations = builtin_validations(),
        .changes = builtin_changes(),
        .preparations = builtin_preparations() };
    session.definition = TRY(load_definition(request.member("definition"), tables, session.host));
    answer.begin_object();
    answer.key("resources");
    answer.begin_array();
    for (const auto& resource : session.definition->resources)
        answer.string(resource->name);
    answer.end_array();
    answer.key("warnings");
    answer.begin_array();
    for (const auto& warning : session.definition->warnings)
        answer.string(warning);
    answer.end_array();
    answer.end_object();
    return {};
}

static Outcome<void> run_info(Session& session, const Request& request, JsonWriter& answer)
{
    if (!request.member("resource").is_null()) {
        answer.value(describe(*TRY(resource_of(session, request))));
        return {};
    }
    answer.value(describe(*session.definition));
    return {};
}

const MessageOperation define_operation {
    .name = "define",
    .needs = MessageOperation::Needs::nothing,
    .run = run_define,
};

const MessageOperation info_operation {
    .name = "info",
    .needs = MessageOperation::Needs::definition,
    .run = run_info,
};

} // namespace tunez::message
