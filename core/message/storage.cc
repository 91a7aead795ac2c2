#include "message/operations.h"
#include "message/schema.h"
#include "message/store.h"

namespace tunez::message {

static Result<sqlite::OpenOptions> open_options(Session& session, const Request& request)
{
    sqlite::OpenOptions options;
    options.file = TRY(request.text("storage"));
    if (options.file != ":memory:") {
        if (session.port == nullptr)
            return fail(Error::make(ErrorCode::storage_unavailable,
                "there is no storage here but :memory:; " + options.file + " needs one"));
        options.vfs = &session.vfs;
    }
    const auto& durability = request.member("durability");
    if (durability.is_textual() && durability.text() == "relaxed")
        options.durability = sqlite::Durability::relaxed;
    return options;
}

// In memory there is nothing to look after.
static Outcome<std::vector<std::string>> open_memory(
    Session& session, const sqlite::OpenOptions& options, StoreMigrations& schema)
{
    auto layer = TRY(sqlite::SqliteDataLayer::open(options));
    auto applied = TRY(schema.bring_up(*layer, std::nullopt));
    session.data_layer = std::move(layer);
    return applied;
}

// What was opened stays closed when its migrations cannot run: nothing may work on tables of
// another shape.
static Outcome<std::vector<std::string>> open_files(
    Session& session, const sqlite::OpenOptions& options, StoreMigrations& schema)
{
    auto opened = TRY(sqlite::Store::open({ .port = *session.port,
        .vfs = session.vfs,
        .host = session.host,
        .database = options,
        .schema = schema }));
    session.store = std::move(opened.store);
    session.data_layer = std::move(opened.layer);
    return std::move(opened.applied);
}

static Outcome<void> run_open(Session& session, const Request& request, JsonWriter& answer)
{
    if (session.data_layer)
        return fail(Errors(Error::make(
            ErrorCode::already_open, "a database is open already: " + session.storage)));
    auto options = TRY(open_options(session, request));
    auto migrations = TRY(migrations_of(request));
    // The command line looks at a database, and decides, before anything runs.
    const auto& migrate = request.member("migrate");
    using Runs = StoreMigrations::Runs;
    auto runs = migrate.is(Kind::boolean) && !migrate.boolean() ? Runs::never : Runs::always;
    StoreMigrations schema(session.host, migrations, runs);
    auto open = options.file == ":memory:" ? open_memory : open_files;
    auto applied = TRY(open(session, options, schema));
    session.storage = options.file;
    session.durability = options.durability;
    write_opened(session, migrations, applied, answer);
    return {};
}

static Outcome<void> run_close(Session& session, const Request&, JsonWriter& answer)
{
    session.waiting.clear();
    auto flushed = session.data_layer
        ? session.flushes.message_ends(*session.data_layer, Flushes::Answer::now)
        : Result<void> {};
    session.close();
    TRY(std::move(flushed));
    answer.null();
    return {};
}

static Outcome<void> run_sql(Session& session, const Request& request, JsonWriter& answer)
{
    if (!session.allow_sql)
        return fail(Errors(Error::make(ErrorCode::not_supported,
            "SQL is for tests and the command line: this session was not made for it")));
    const auto& parameters = request.member("params");
    List none;
    const auto& bound = parameters.is(Kind::list) ? parameters.list() : none;
    auto statement = TRY(request.text("sql"));
    answer.value(TRY(session.data_layer->query(statement, bound)));
    return {};
}

const MessageOperation open_operation {
    .name = "open",
    .needs = MessageOperation::Needs::definition,
    .run = run_open,
};

const MessageOperation close_operation {
    .name = "close",
    .needs = MessageOperation::Needs::nothing,
    .run = run_close,
};

const MessageOperation sql_operation {
    .name = "sql",
    .needs = MessageOperation::Needs::database,
    .run = run_sql,
};

} // namespace tunez::message
