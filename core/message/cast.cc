#include "message/operations.h"
#include "resource/embedded.h"
#include "type/type.h"

namespace tunez::message {

// A definition's words that make no type are the definition's mistakes.
static Errors problems_of(std::vector<std::string> problems)
{
    Errors errors;
    for (auto& problem : problems)
        errors.add(Error::make(ErrorCode::invalid_definition, std::move(problem)));
    return errors;
}

static Outcome<void> run_cast(Session& session, const Request& request, JsonWriter& answer)
{
    std::vector<std::string> problems;
    auto use = make_type_use(
        request.member("type"), request.member("constraints"), session.host, problems);
    if (problems.empty() && use.holds_embedded) {
        if (!session.definition)
            return fail(Errors(Error::make(ErrorCode::not_open, "no definition was loaded yet")));
        link_embedded(use, *session.definition);
        problems = embedded_problems(use, *session.definition);
    }
    if (!problems.empty())
        return fail(problems_of(std::move(problems)));
    Value value;
    TypeErrors errors;
    const auto& input = request.member("input");
    if (!tunez::cast(use, input, value, errors))
        return fail(Errors(
            to_errors(std::move(errors), ErrorCode::invalid_attribute, "value", input, false)));
    JsonWriter full(Tags::full);
    full.value(value);
    answer.raw(full.text());
    if (full.tagged())
        answer.set_tagged();
    return {};
}

const MessageOperation cast_operation {
    .name = "cast",
    .needs = MessageOperation::Needs::nothing,
    .run = run_cast,
};

} // namespace tunez::message
