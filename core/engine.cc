#include "engine.h"

#include "base/json.h"
#include "host/callback_message.h"
#include "message/encode.h"
#include "message/options.h"
#include "message/session.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace tunez {

// Callbacks that call back without end must not take the stack.
static constexpr size_t deepest_message = 32;

struct Engine::Implementation {
    Implementation(Host& host, const EngineOptions& options)
        : session(host, options.port, options.allow_sql)
    {
    }

    JsonWriter& answer() { return *answers[depth - 1]; }
    void answer_message(Value message);
    void resume(const Request& request);
    template <typename Step> void go_on(std::unique_ptr<Running> running, Step step);
    void keep(std::unique_ptr<Running> running);
    void start(std::string_view text);
    Result<void> recover();
    void set_origin(std::unique_ptr<sqlite::Origin> made);
    bool answer_again();
    int64_t changes() const { return session.data_layer ? session.data_layer->changes() : 0; }
    void end(int64_t changes_before);

    std::vector<std::unique_ptr<JsonWriter>> answers; // One for each depth.
    size_t depth = 0;
    int64_t last_request = 0;
    std::unique_ptr<sqlite::Origin> next_origin; // Of the next outermost message.
    std::unique_ptr<sqlite::Origin> origin; // Of the one that is being answered.
    bool is_pending = false; // What was answered last: that it is.
    std::string unknown; // What flush() has answered.
    Session session; // Last: what waits there writes to answers.
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

static Errors not_open() { return Errors(Error::make(ErrorCode::not_open, "no database is open")); }

static Outcome<void> answer_prepared(Session& session, const List& message, JsonWriter& answer)
{
    const auto* prepared = prepared_request(session, message);
    if (prepared == nullptr)
        return fail(Errors(
            Error::make(ErrorCode::invalid_message, "no request was prepared under that number")));
    if (!session.data_layer)
        return fail(not_open());
    return run_prepared(*prepared, session, message, answer);
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

// What is to be done, where everything is there that it needs.
static Outcome<const MessageOperation*> operation_of(const Session& session, const Value& message)
{
    if (!message.is(Kind::map))
        return fail(Errors(Error::make(ErrorCode::invalid_message, "a message is a map")));
    TRY(check_options(message.map()));
    const auto& name = Request(message.map()).member("op");
    const auto* operation = find_operation(name);
    if (operation == nullptr)
        return fail(Errors(Error::make(
            ErrorCode::invalid_message, "there is no message called " + inspect(name))));
    if (operation->needs != MessageOperation::Needs::nothing && !session.definition)
        return fail(Errors(Error::make(ErrorCode::not_open, "no definition was loaded yet")));
    if (operation->needs == MessageOperation::Needs::database && !session.data_layer)
        return fail(not_open());
    if (operation->needs == MessageOperation::Needs::database)
        TRY(refuse_embedded(session, Request(message.map())));
    return operation;
}

static const Resource* resource_named(const Session& session, const Value& message)
{
    if (message.is(Kind::list)) {
        const auto* prepared = prepared_request(session, message.list());
        return prepared != nullptr ? &prepared->resource() : nullptr;
    }
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

static void write_outcome(
    Outcome<void> outcome, const Session& session, const Value& message, JsonWriter& answer)
{
    if (outcome)
        return;
    auto errors = std::move(outcome).error();
    errors.merge_duplicates();
    write_failure(errors, resource_named(session, message), answer);
}

// The request goes on later: its answer is not this one.
void Engine::Implementation::keep(std::unique_ptr<Running> running)
{
    if (!running->answer)
        running->answer
            = std::exchange(answers[depth - 1], std::make_unique<JsonWriter>(Tags::wire));
    auto& pending = answer();
    pending.begin_object();
    pending.key("pending");
    pending.begin_object();
    pending.key("request");
    pending.integer(running->number);
    pending.key("promise");
    pending.integer(session.waits.find(running->number)->promise);
    pending.end_object();
    is_pending = true;
    if (depth == 1) {
        running->notifications = std::exchange(session.notifications, {});
        running->origin = std::move(origin);
    }
    session.waiting.push_back(std::move(running));
}

// Works on a request until it is done or waits.
template <typename Step>
void Engine::Implementation::go_on(std::unique_ptr<Running> running, Step step)
{
    auto outer = std::exchange(session.waits.request, running->number);
    step(*running);
    session.waits.request = outer;
    if (!running->task.done())
        return keep(std::move(running));
    if (running->answer)
        answers[depth - 1] = std::move(running->answer);
    if (running->lost)
        running->undertaking.outcome = fail(Errors(*std::move(running->lost)));
    write_outcome(std::move(running->undertaking.outcome), session, running->message, answer());
}

void Engine::Implementation::answer_message(Value message)
{
    if (depth == 1) {
        listen(message, session.notifications);
        session.exported = {};
    }
    answer().begin_object();
    answer().key("ok");
    if (message.is(Kind::list))
        return write_outcome(
            answer_prepared(session, message.list(), answer()), session, message, answer());
    auto operation = operation_of(session, message);
    if (operation && (*operation)->start != nullptr)
        return go_on(
            std::make_unique<Running>(session, std::move(message), answer(), ++last_request),
            [&](Running& running) { running.task = (*operation)->start(running.undertaking); });
    auto outcome = operation ? (*operation)->run(session, Request(message.map()), answer())
                             : fail(std::move(operation).error());
    write_outcome(std::move(outcome), session, message, answer());
}

// What was to be announced before the request waited still is.
static void take_up(Notifications& notifications, Notifications earlier)
{
    notifications.waiting.insert(notifications.waiting.end(),
        std::make_move_iterator(earlier.waiting.begin()),
        std::make_move_iterator(earlier.waiting.end()));
    notifications.handing_back = earlier.handing_back;
    notifications.handed_back = std::move(earlier.handed_back);
}

// `{"op":"resume","request":n,"reply":…}`: the answer that was promised.
void Engine::Implementation::resume(const Request& request)
{
    const auto& number = request.member("request");
    auto found = std::ranges::find_if(
        session.waiting, [&](const auto& running) { return number == Value(running->number); });
    auto running = found != session.waiting.end() ? std::move(*found) : nullptr;
    if (running)
        session.waiting.erase(found);
    auto wait = running ? session.waits.take(running->number) : std::nullopt;
    if (!wait) {
        write_failure(Errors(Error::make(ErrorCode::invalid_message,
                          "no request waits for this: what it belonged to has ended")),
            nullptr, answer());
        return;
    }
    if (depth == 1) {
        take_up(session.notifications, std::move(running->notifications));
        set_origin(std::move(running->origin));
    }
    *wait->answer = callback_reply(request.member("reply"));
    go_on(std::move(running), [&](Running&) { wait->handle.resume(); });
}

static bool is_called(const Value& message, std::string_view operation)
{
    if (!message.is(Kind::map))
        return false;
    const auto& name = Request(message.map()).member("op");
    return name.is_textual() && name.text() == operation;
}

// What a hook that waited goes on with belongs to the request that it is part of.
static sqlite::Origin* origin_of(const Session& session, const Request& request)
{
    const auto& handle = request.member("handle");
    const auto* live
        = handle.is(Kind::integer) ? session.live_changesets.find(handle.integer()) : nullptr;
    for (const auto& running : session.waiting) {
        if (live != nullptr && running->number == live->request)
            return running->origin.get();
    }
    return nullptr;
}

void Engine::Implementation::set_origin(std::unique_ptr<sqlite::Origin> made)
{
    origin = std::move(made);
    if (session.data_layer)
        session.data_layer->set_request(origin.get());
}

// Nobody is in the middle of anything: a database that was lost is recovered. What waited for the
// end of a transaction of the caller's waits no more.
Result<void> Engine::Implementation::recover()
{
    session.notifications.waiting.clear();
    return session.data_layer->reopen();
}

// Whether the request was carried out before, or nobody can tell.
bool Engine::Implementation::answer_again()
{
    if (!origin || !session.data_layer)
        return false;
    auto found = session.data_layer->find_request(*origin);
    if (found && !*found)
        return false;
    if (found && (*found)->answer) {
        answer().raw(*(*found)->answer);
        // The last brace is still to come, as with every other answer.
        answer().truncate(answer().size() - 1, true);
        return true;
    }
    auto lost = Error::framework(ErrorCode::answer_lost,
        "the request was carried out before, but what it answered was not stored");
    write_failure(Errors(found ? std::move(lost) : std::move(found).error()), nullptr, answer());
    return true;
}

static bool needs_database(const Value& message)
{
    if (message.is(Kind::list))
        return true;
    const auto* operation
        = message.is(Kind::map) ? find_operation(Request(message.map()).member("op")) : nullptr;
    return operation != nullptr && operation->needs == MessageOperation::Needs::database;
}

void Engine::Implementation::start(std::string_view sent)
{
    auto repeat = plain_repeat(sent);
    auto message
        = repeat.empty() ? parse_json(sent, Tags::wire) : Result<Value>(Value(std::move(repeat)));
    if (depth >= deepest_message)
        return write_failure(
            Errors(Error::make(ErrorCode::invalid_message, "callbacks call each other too deeply")),
            nullptr, answer());
    if (!message)
        return write_failure(Errors(std::move(message).error()), nullptr, answer());
    bool resumes = is_called(*message, "resume");
    bool is_lost = depth == 1 && session.data_layer && session.data_layer->lost();
    if (is_lost && (resumes || needs_database(*message))) {
        auto recovered = recover();
        // A request that has waited learns by itself that the database cannot be used.
        if (!recovered && !resumes)
            return write_failure(Errors(std::move(recovered).error()), nullptr, answer());
    }
    if (resumes)
        return resume(Request(message->map()));
    if (depth == 1 && next_origin) {
        set_origin(std::move(next_origin));
        if (answer_again())
            return;
    } else if (depth == 1 && !session.waiting.empty() && is_called(*message, "proceed")) {
        session.data_layer->set_request(origin_of(session, Request(message->map())));
    }
    answer_message(std::move(*message));
}

// Nothing is acknowledged that may get lost: neither the answer nor, of a request that waits, what
// it has done so far.
void Engine::Implementation::end(int64_t changes_before)
{
    if (!session.data_layer)
        return;
    bool is_part = depth > 1 && session.data_layer->in_transaction();
    if (is_part || (depth > 1 && changes() == changes_before && !session.data_layer->lost()))
        return;
    bool is_answered = depth == 1 && origin;
    auto kept = session.data_layer->end_message(
        is_answered ? std::optional(answer().text()) : std::nullopt);
    if (depth == 1) {
        session.data_layer->set_request(nullptr);
        origin.reset();
    }
    auto when = depth == 1 && !is_pending ? Flushes::Answer::may_wait : Flushes::Answer::now;
    // A commit that failed may have made it uncertain what is kept of others, too.
    if (auto flushed = session.flushes.message_ends(*session.data_layer, when); !flushed)
        kept = std::move(flushed);
    if (kept)
        return;
    if (is_pending) {
        session.waiting.back()->lost = std::move(kept).error();
        return;
    }
    session.packed.clear();
    write_failure(Errors(std::move(kept).error()), nullptr, answer());
    answer().end_object();
}

std::string_view Engine::run(std::string_view message)
{
    auto& state = *implementation_;
    if (state.answers.size() == state.depth)
        state.answers.push_back(std::make_unique<JsonWriter>(Tags::wire));
    ++state.depth;
    state.answer().clear();
    bool outer = std::exchange(state.is_pending, false);
    auto changes = state.changes();
    bool is_outermost = state.depth == 1;
    auto outer_is = std::exchange(state.session.is_outermost, is_outermost);
    if (is_outermost) {
        state.session.packed.clear();
        state.session.changes_before = changes;
    }
    state.start(message);
    auto& answer = state.answer();
    if (state.depth == 1)
        write_handed_back(state.session.notifications, answer);
    if (state.depth == 1 && state.session.waiting.empty())
        state.session.live_changesets.forget_kept();
    if (answer.tagged()) {
        answer.key("tagged");
        answer.boolean(true);
    }
    answer.end_object();
    state.end(changes);
    state.is_pending = outer;
    state.session.is_outermost = outer_is;
    --state.depth;
    return is_outermost && state.session.packed.is_ready() ? state.session.packed.bytes()
                                                           : answer.text();
}

void Engine::request_from(std::string_view client, int64_t number, int64_t seen)
{
    auto& state = *implementation_;
    state.next_origin = std::make_unique<sqlite::Origin>(sqlite::Origin {
        .client = std::string(client),
        .number = number,
        .seen = seen,
        .at = state.session.host.now(),
    });
}

void Engine::hold_flushes(bool held) { implementation_->session.flushes.hold(held); }

bool Engine::unflushed() const { return implementation_->session.flushes.owed(); }

std::string_view Engine::flush()
{
    auto& state = *implementation_;
    auto flushed = state.session.flushes.flush(state.session.data_layer.get());
    state.unknown.clear();
    if (!flushed) {
        JsonWriter answer(Tags::wire);
        write_failure(Errors(std::move(flushed).error()), nullptr, answer);
        answer.end_object();
        state.unknown = answer.take();
    }
    return state.unknown;
}

} // namespace tunez
