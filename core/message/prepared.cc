#include "message/encode.h"
#include "message/operations.h"

#include <algorithm>

namespace tunez {

const PreparedGet* prepared_request(const Session& session, const List& message)
{
    if (message.empty() || !message.front().is(Kind::integer))
        return nullptr;
    auto number = message.front().integer();
    bool known = number >= 0 && static_cast<size_t>(number) < session.prepared.size();
    return known ? session.prepared[static_cast<size_t>(number)].get() : nullptr;
}

Outcome<void> run_prepared(
    const PreparedGet& prepared, Session& session, const List& message, JsonWriter& answer)
{
    JsonRecordEncoder encoder(answer);
    return prepared.run(std::span(message).subspan(1), *session.data_layer, encoder);
}

namespace message {

// An application has as many as it has functions that read one record.
static constexpr size_t most_prepared = 1'000;

static Outcome<std::vector<const Attribute*>> fields_of(
    const Resource& resource, const Value& names)
{
    std::vector<const Attribute*> fields;
    if (names.is(Kind::list)) {
        for (const auto& name : names.list())
            fields.push_back(name.is_textual() ? resource.find_attribute(name.text()) : nullptr);
    }
    if (fields.empty() || std::ranges::find(fields, nullptr) != fields.end())
        return fail(Errors(Error::make(
            ErrorCode::invalid_message, "`by` is a list of attributes of " + resource.name)));
    return fields;
}

static Outcome<void> run_prepare(Session& session, const Request& request, JsonWriter& answer)
{
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::read));
    auto prepared
        = PreparedGet::make(*resource, *action, TRY(fields_of(*resource, request.member("by"))));
    if (!prepared || session.prepared.size() == most_prepared) {
        answer.null();
        return {};
    }
    answer.integer(static_cast<int64_t>(session.prepared.size()));
    session.prepared.push_back(std::move(prepared));
    return {};
}

const MessageOperation prepare_operation {
    .name = "prepare",
    .needs = MessageOperation::Needs::definition,
    .run = run_prepare,
};

} // namespace message

} // namespace tunez
