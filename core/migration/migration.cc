#include "migration/migration.h"

#include "base/ascii.h"
#include "base/json.h"
#include "base/sha256.h"

#include <algorithm>

namespace tunez {

static Error refused(std::string_view version, std::string_view problem)
{
    auto error = Error::framework(ErrorCode::invalid_migration, "Migration %{version}: %{problem}");
    error.vars = { { "version", Value(version) }, { "problem", Value(problem) } };
    return error;
}

static std::string_view text_of(const Map& map, std::string_view key)
{
    auto* value = map.find(key);
    return value && value->is(Kind::string) ? value->text() : std::string_view {};
}

static Result<std::vector<std::string>> statements_of(
    const Map& map, std::string_view key, std::string_view version)
{
    std::vector<std::string> statements;
    auto* list = map.find(key);
    if (!list || !list->is(Kind::list))
        return fail(refused(version, "`up` and `down` must be lists of SQL statements"));
    for (auto& statement : list->list()) {
        if (!statement.is(Kind::string))
            return fail(refused(version, "`up` and `down` must be lists of SQL statements"));
        statements.emplace_back(statement.text());
    }
    return statements;
}

static bool is_version(std::string_view text)
{
    return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, is_digit);
}

Result<Migration> migration_from(const Value& value)
{
    if (!value.is(Kind::map))
        return fail(refused("?", "must be a map"));
    auto& map = value.map();
    Migration migration;
    migration.version = text_of(map, "version");
    migration.name = text_of(map, "name");
    if (!is_version(migration.version))
        return fail(refused(migration.version, "`version` must be text of digits"));
    if (migration.name.empty())
        return fail(refused(migration.version, "`name` is missing"));
    migration.up = TRY(statements_of(map, "up", migration.version));
    migration.down = TRY(statements_of(map, "down", migration.version));
    auto* dev = map.find("dev");
    migration.dev = dev && dev->is(Kind::boolean) && dev->boolean();
    return migration;
}

Result<std::vector<Migration>> migrations_from(const Value& list)
{
    if (!list.is(Kind::list))
        return fail(refused("?", "migrations must be a list"));
    std::vector<Migration> migrations;
    for (auto& item : list.list()) {
        auto migration = TRY(migration_from(item));
        if (!migrations.empty() && !is_older(migrations.back().version, migration.version))
            return fail(refused(migration.version, "must be newer than the one before it"));
        migrations.push_back(std::move(migration));
    }
    return migrations;
}

std::string checksum(const Migration& migration)
{
    List statements;
    for (auto& statement : migration.up)
        statements.emplace_back(statement);
    return sha256(to_json(Value(std::move(statements))));
}

bool is_older(std::string_view left, std::string_view right)
{
    auto significant = [](std::string_view version) {
        return version.substr(std::min(version.find_first_not_of('0'), version.size()));
    };
    left = significant(left);
    right = significant(right);
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

static std::string comment(std::string_view sentence)
{
    std::string text = "-- ";
    for (auto character : sentence)
        text += character == '\n' || character == '\r' ? ' ' : character;
    return text;
}

MigrationText write_migration(const Snapshots& from, const Diff& diff, RenderSchemaChanges render)
{
    auto schema = to_schema(from);
    MigrationText text;
    text.up = render(schema, diff.changes);
    for (auto& sentence : diff.kept)
        text.up.push_back(comment(sentence));
    for (auto& change : diff.changes)
        apply_change(schema, change);
    text.down = render(schema, inverse(diff.changes));
    return text;
}

} // namespace tunez
