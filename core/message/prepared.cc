#include "base/json_scan.h"
#include "message/encode.h"
#include "message/operations.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace tunez {

List plain_repeat(std::string_view sent)
{
    uint32_t number = 0;
    const char* begin = sent.data();
    const char* end = begin + sent.size();
    if (sent.size() < 2 || sent.front() != '[')
        return {};
    auto [after, refused] = std::from_chars(begin + 1, end, number);
    std::string_view rest(after, static_cast<size_t>(end - after));
    bool is_json = sent[1] != '0' || after == begin + 2;
    if (refused != std::errc() || !is_json || !rest.starts_with(",\"") || !rest.ends_with("\"]")
        || rest.size() < 4)
        return {};
    auto text = rest.substr(2, rest.size() - 4);
    if (plain_json_length(text.data(), text.size(), beyond_ascii) != text.size())
        return {};
    List message;
    message.reserve(2);
    message.emplace_back(int64_t { number });
    message.emplace_back(text);
    return message;
}

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
    auto values = std::span(message).subspan(1);
    if (!session.is_outermost) {
        JsonRecordEncoder encoder(answer);
        return prepared.run(values, *session.data_layer, encoder);
    }
    PackedRecordEncoder encoder(session.packed);
    TRY(prepared.run(values, *session.data_layer, encoder));
    session.packed.finish_known_row();
    return {};
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
    std::string fields;
    describe_fields(prepared->selected(), {}, fields);
    answer.begin_object();
    answer.key("number");
    answer.integer(static_cast<int64_t>(session.prepared.size()));
    answer.key("fields");
    answer.raw('[' + fields + ']');
    answer.end_object();
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
