#include "migration/runner.h"

#include "base/calendar.h"

#include <algorithm>
#include <ranges>

namespace tunez {

static const Migration* find(std::span<const Migration> migrations, std::string_view version)
{
    auto found = std::ranges::find(migrations, version, &Migration::version);
    return found == migrations.end() ? nullptr : &*found;
}

static bool is_applied(std::span<const AppliedMigration> applied, std::string_view version)
{
    return std::ranges::find(applied, version, &AppliedMigration::version) != applied.end();
}

static bool is_current(std::span<const Migration> migrations, const AppliedMigration& applied)
{
    auto* known = find(migrations, applied.version);
    return known && checksum(*known) == applied.checksum;
}

static Error too_new(const AppliedMigration& applied)
{
    auto error = Error::framework(ErrorCode::schema_too_new,
        "The database has the migration %{version}_%{name}, which this version of the application "
        "does not know");
    error.vars = { { "version", Value(applied.version) }, { "name", Value(applied.name) } };
    return error;
}

static Error mismatch(const AppliedMigration& applied)
{
    auto error = Error::framework(ErrorCode::checksum_mismatch,
        "The migration %{version}_%{name} was changed after it had run on this database");
    error.vars = { { "version", Value(applied.version) }, { "name", Value(applied.name) } };
    return error;
}

// The applied migrations from the oldest that is not current any more on: to be undone before
// anything else. All of them have to be development migrations, which brought with them what undoes
// them.
static Result<std::span<const AppliedMigration>> outdated(
    std::span<const AppliedMigration> applied, std::span<const Migration> migrations)
{
    auto is_outdated = [&](auto& each) { return !is_current(migrations, each); };
    auto first = std::ranges::find_if(applied, is_outdated);
    std::span rest(first, applied.end());
    for (auto& each : rest) {
        if (!each.dev_down && is_outdated(each))
            return fail(find(migrations, each.version) ? mismatch(each) : too_new(each));
    }
    for (auto& each : rest) {
        if (!each.dev_down)
            return fail(find(migrations, first->version) ? mismatch(*first) : too_new(*first));
    }
    return rest;
}

static Error about(Error error, std::string_view version, std::string_view name)
{
    error.message = "Migration %{version}_%{name}: " + error.message;
    for (auto* map : { &error.vars, &error.details }) {
        map->set("version", Value(version));
        map->set("name", Value(name));
    }
    return error;
}

static Result<void> revert(
    SchemaStore& store, const AppliedMigration& migration, std::span<const std::string> down)
{
    auto reverted = store.revert_migration(down, migration.version);
    if (!reverted)
        return fail(about(std::move(reverted).error(), migration.version, migration.name));
    return {};
}

static Result<void> apply(SchemaStore& store, const Migration& migration, Host& host)
{
    AppliedMigration record {
        .version = migration.version,
        .name = migration.name,
        .checksum = checksum(migration),
        .inserted_at = format_date_time(host.now(), Precision::microsecond),
        .dev_down = migration.dev ? std::optional(migration.down) : std::nullopt,
    };
    auto applied = store.apply_migration(migration.up, record);
    if (!applied)
        return fail(about(std::move(applied).error(), migration.version, migration.name));
    return {};
}

Result<std::vector<std::string>> migrate(SchemaStore& store, std::span<const Migration> migrations,
    Host& host, std::optional<std::string> to)
{
    auto applied = TRY(store.applied_migrations());
    auto replaced = TRY(outdated(applied, migrations));
    for (auto& each : std::views::reverse(replaced))
        TRY(revert(store, each, *each.dev_down));
    std::span kept(applied.data(), applied.size() - replaced.size());

    std::vector<std::string> versions;
    for (auto& migration : migrations) {
        if (to && is_older(*to, migration.version))
            break;
        if (is_applied(kept, migration.version))
            continue;
        TRY(apply(store, migration, host));
        versions.push_back(migration.version);
    }
    return versions;
}

Result<PendingMigrations> pending_migrations(
    SchemaStore& store, std::span<const Migration> migrations)
{
    auto applied = TRY(store.applied_migrations());
    auto replaced = TRY(outdated(applied, migrations));
    std::span kept(applied.data(), applied.size() - replaced.size());
    PendingMigrations pending { .version = applied.empty() ? "" : applied.back().version,
        .count = replaced.size() };
    for (auto& migration : migrations)
        pending.count += is_applied(kept, migration.version) ? 0U : 1U;
    return pending;
}

static Result<std::span<const std::string>> undoing(
    const AppliedMigration& applied, std::span<const Migration> migrations)
{
    if (applied.dev_down)
        return std::span<const std::string>(*applied.dev_down);
    auto* known = find(migrations, applied.version);
    if (!known)
        return fail(too_new(applied));
    if (checksum(*known) != applied.checksum)
        return fail(mismatch(applied));
    return std::span<const std::string>(known->down);
}

Result<std::vector<std::string>> rollback(
    SchemaStore& store, std::span<const Migration> migrations, const RollbackTarget& target)
{
    auto applied = TRY(store.applied_migrations());
    std::vector<std::string> versions;
    for (auto& each : std::views::reverse(applied)) {
        if (target.to ? is_older(each.version, *target.to) : versions.size() == target.steps)
            break;
        auto down = TRY(undoing(each, migrations));
        TRY(revert(store, each, down));
        versions.push_back(each.version);
    }
    return versions;
}

static MigrationStatus status_of(
    const AppliedMigration& applied, std::span<const Migration> migrations)
{
    return {
        .version = applied.version,
        .name = applied.name,
        .applied = true,
        .applied_at = applied.inserted_at,
        .checksum_ok = is_current(migrations, applied),
        .known = find(migrations, applied.version) != nullptr,
    };
}

static MigrationStatus pending(const Migration& migration)
{
    MigrationStatus status;
    status.version = migration.version;
    status.name = migration.name;
    return status;
}

Result<std::vector<MigrationStatus>> status(
    SchemaStore& store, std::span<const Migration> migrations)
{
    auto applied = TRY(store.applied_migrations());
    std::vector<MigrationStatus> list;
    for (auto& each : applied)
        list.push_back(status_of(each, migrations));
    for (auto& migration : migrations) {
        if (!is_applied(applied, migration.version))
            list.push_back(pending(migration));
    }
    std::ranges::sort(
        list, [](auto& left, auto& right) { return is_older(left.version, right.version); });
    return list;
}

} // namespace tunez
