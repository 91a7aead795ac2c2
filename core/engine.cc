#include "engine.h"

#include "base/json.h"
#include "message/encode.h"
#include "message/options.h"
#include "message/session.h"

#include <memory>
#include <vector>

namespace tunez {

// Callbacks that call back without end must not take the stack.
static constexpr size_t deepest_message = 32;

struct Engine::Implementation {
    Implementation(Host& host, const EngineOptions& options)
        : session(host, options.port, options.allow_sql)
    {
    }

    Session session;
    std::vector<std::unique_ptr<JsonWriter>> answers; // One for each depth.
    size_t depth = 0;
};

Engine::Engine(Host& host, EngineOptions options)
    : implementation_(std::make_unique<Implementation>(host, options))
{
}

Engine::~Engine() = default;

static const MessageOperation* find_operation(const Value& name)
{
    if (!name.is_textual())
        return nullptr;
    for (const auto& operation : message_operations()) {
        if (operation.name == name.text())
            return &operation;
    }
    return nullptr;
}

// The records of an embedded resource are stored, and written, with those that they are part of.
static Outcome<void> refuse_embedded(const Session& session, const Request& request)
{
    const auto& changeset = request.member("changeset");
    const auto* described = changeset.is(Kind::map) ? changeset.map().find("resource") : nullptr;
    const auto& name = described != nullptr ? *described : request.member("resource");
    const auto* resource
        = name.is_textual() ? session.definition->find_resource(name.text()) : nullptr;
    if (resource == nullptr || !resource->embedded)
        return {};
    auto error = Error::make(ErrorCode::not_supported,
        resource->name
            + " is embedded: its records are read and written with those that they are "
              "part of");
    error.details.set("resource", Value(resource->name));
    return fail(Errors(std::move(error)));
}

static Outcome<void> answer_message(Session& session, const Value& message, JsonWriter& answer)
{
    if (!message.is(Kind::map))
        return fail(Errors(Error::make(ErrorCode::invalid_message, "a message is a map")));
    TRY(check_options(message.map()));
    Request request(message.map());
    const auto* operation = find_operation(request.member("op"));
    if (operation == nullptr)
        return fail(Errors(Error::make(ErrorCode::invalid_message,
            "there is no message called " + inspect(request.member("op")))));
    if (operation->needs != MessageOperation::Needs::nothing && !session.definition)
        return fail(Errors(Error::make(ErrorCode::not_open, "no definition was loaded yet")));
    if (operation->needs == MessageOperation::Needs::database && !session.data_layer)
        return fail(Errors(Error::make(ErrorCode::not_open, "no database is open")));
    if (operation->needs == MessageOperation::Needs::database)
        TRY(refuse_embedded(session, request));
    return operation->run(session, request, answer);
}

static const Resource* resource_named(const Session& session, const Value& message)
{
    if (!session.definition || !message.is(Kind::map))
        return nullptr;
    const auto* name = message.map().find("resource");
    return name != nullptr && name->is_textual() ? session.definition->find_resource(name->text())
                                                 : nullptr;
}

static void write_failure(const Errors& errors, const Resource* resource, JsonWriter& answer)
{
    answer.clear();
    answer.begin_object();
    answer.key("error");
    write_errors(errors, resource, answer);
}

// Whoever sends the outermost message decides whether notifications are delivered or handed back.
static void listen(const Value& message, Notifications& notifications)
{
    const auto* options = message.is(Kind::map) ? message.map().find("options") : nullptr;
    const auto* wanted = options != nullptr && options->is(Kind::map)
        ? options->map().find("return_notifications")
        : nullptr;
    notifications.handing_back
        = wanted != nullptr && wanted->is(Kind::boolean) && wanted->boolean();
}

static void write_handed_back(Notifications& notifications, JsonWriter& answer)
{
    if (!notifications.handing_back && notifications.handed_back.empty())
        return;
    answer.key("notifications");
    write_notifications(notifications.handed_back, answer);
    notifications.handed_back.clear();
    notifications.handing_back = false;
}

std::string_view Engine::run(std::string_view text)
{
    auto& state = *implementation_;
    if (state.answers.size() == state.depth)
        state.answers.push_back(std::make_unique<JsonWriter>(Tags::wire));
    auto& answer = *state.answers[state.depth];
    answer.clear();
    if (state.depth + 1 >= deepest_message) {
        write_failure(
            Errors(Error::make(ErrorCode::invalid_message, "callbacks call each other too deeply")),
            nullptr, answer);
        answer.end_object();
        return answer.text();
    }
    ++state.depth;
    auto message = parse_json(text, Tags::wire);
    if (!message) {
        write_failure(Errors(std::move(message).error()), nullptr, answer);
    } else {
        if (state.depth == 1)
            listen(*message, state.session.notifications);
        answer.begin_object();
        answer.key("ok");
        auto outcome = answer_message(state.session, *message, answer);
        if (!outcome) {
            auto errors = std::move(outcome).error();
            errors.merge_duplicates();
            write_failure(errors, resource_named(state.session, *message), answer);
        }
    }
    if (state.depth == 1)
        write_handed_back(state.session.notifications, answer);
    if (answer.tagged()) {
        answer.key("tagged");
        answer.boolean(true);
    }
    answer.end_object();
    --state.depth;
    return answer.text();
}

} // namespace tunez
