#include "message/schema.h"

#include "data_layer/sqlite/schema.h"
#include "message/operations.h"
#include "migration/diff.h"
#include "migration/runner.h"
#include "migration/snapshot_json.h"

namespace tunez {

Outcome<std::vector<Migration>> migrations_of(const Request& request)
{
    const auto& list = request.member("migrations");
    if (list.is_null())
        return std::vector<Migration> {};
    return TRY(migrations_from(list));
}

Result<std::vector<std::string>> run_pending(Session& session,
    const std::vector<Migration>& migrations, const std::optional<std::string>& to)
{
    return migrate(*session.data_layer, migrations, session.host, to);
}

void write_versions(const std::vector<std::string>& versions, JsonWriter& answer)
{
    answer.begin_array();
    for (const auto& version : versions)
        answer.string(version);
    answer.end_array();
}

namespace message {

static std::optional<std::string> version_member(const Request& request, std::string_view name)
{
    const auto& version = request.member(name);
    return version.is_textual() ? std::optional(std::string(version.text())) : std::nullopt;
}

static void write_list(
    std::string_view key, const std::vector<std::string>& versions, JsonWriter& answer)
{
    answer.begin_object();
    answer.key(key);
    write_versions(versions, answer);
    answer.end_object();
}

static Outcome<void> run_migrate(Session& session, const Request& request, JsonWriter& answer)
{
    auto migrations = TRY(migrations_of(request));
    write_list(
        "applied", TRY(run_pending(session, migrations, version_member(request, "to"))), answer);
    return {};
}

static Outcome<void> run_rollback(Session& session, const Request& request, JsonWriter& answer)
{
    auto migrations = TRY(migrations_of(request));
    const auto& steps = request.member("steps");
    RollbackTarget target { .steps = 1, .to = version_member(request, "to") };
    if (steps.is(Kind::integer) && steps.integer() > 0)
        target.steps = static_cast<size_t>(steps.integer());
    write_list("rolled_back", TRY(rollback(*session.data_layer, migrations, target)), answer);
    return {};
}

static Outcome<void> run_status(Session& session, const Request& request, JsonWriter& answer)
{
    auto migrations = TRY(migrations_of(request));
    answer.begin_array();
    for (const auto& row : TRY(status(*session.data_layer, migrations))) {
        answer.begin_object();
        answer.key("version");
        answer.string(row.version);
        answer.key("name");
        answer.string(row.name);
        answer.key("applied");
        answer.boolean(row.applied);
        answer.key("applied_at");
        if (row.applied)
            answer.string(row.applied_at);
        else
            answer.null();
        answer.key("checksum_ok");
        answer.boolean(row.checksum_ok);
        answer.key("known");
        answer.boolean(row.known);
        answer.end_object();
    }
    answer.end_array();
    return {};
}

static Outcome<void> run_snapshot(Session& session, const Request&, JsonWriter& answer)
{
    auto snapshots = TRY(take_snapshots(*session.definition));
    answer.begin_object();
    answer.key("tables");
    answer.value(to_value(snapshots));
    answer.end_object();
    return {};
}

static DiffOptions diff_options(const Request& request)
{
    DiffOptions options;
    if (request.option("renames").is(Kind::map))
        options.renames = request.option("renames").map();
    options.drop_columns = request.flag("drop_columns", false);
    options.dev = request.flag("dev", false);
    return options;
}

static void write_statements(
    std::string_view key, const std::vector<std::string>& statements, JsonWriter& answer)
{
    answer.key(key);
    write_versions(statements, answer);
}

static void write_questions(const std::vector<Question>& questions, JsonWriter& answer)
{
    answer.key("questions");
    answer.begin_array();
    for (const auto& question : questions) {
        answer.begin_object();
        answer.key("subject");
        answer.string(question.subject);
        answer.key("text");
        answer.string(question.text);
        answer.key("candidates");
        write_versions(question.candidates, answer);
        answer.end_object();
    }
    answer.end_array();
}

static Outcome<void> run_diff(Session& session, const Request& request, JsonWriter& answer)
{
    auto from = TRY(snapshots_from(request.member("from")));
    auto to = TRY(take_snapshots(*session.definition));
    auto found = TRY(diff(from, to, diff_options(request)));
    answer.begin_object();
    answer.key("changes");
    answer.integer(static_cast<int64_t>(found.changes.size()));
    auto text = write_migration(from, found, sqlite::render_schema_changes);
    write_statements("up", text.up, answer);
    write_statements("down", text.down, answer);
    write_statements("destructive", found.kept, answer);
    write_questions(found.questions, answer);
    answer.key("snapshots");
    answer.value(to_value(found.snapshots));
    answer.end_object();
    return {};
}

const MessageOperation migrate_operation {
    .name = "migrate",
    .needs = MessageOperation::Needs::database,
    .run = run_migrate,
};

const MessageOperation rollback_operation {
    .name = "rollback",
    .needs = MessageOperation::Needs::database,
    .run = run_rollback,
};

const MessageOperation status_operation {
    .name = "status",
    .needs = MessageOperation::Needs::database,
    .run = run_status,
};

const MessageOperation snapshot_operation {
    .name = "snapshot",
    .needs = MessageOperation::Needs::definition,
    .run = run_snapshot,
};

const MessageOperation diff_operation {
    .name = "diff",
    .needs = MessageOperation::Needs::definition,
    .run = run_diff,
};

} // namespace message

} // namespace tunez
