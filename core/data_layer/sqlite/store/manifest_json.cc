#include "data_layer/sqlite/store/manifest_json.h"

#include "base/json.h"

namespace tunez::sqlite {

static Value to_value(const BackupEntry& entry)
{
    return Value(Map { { "slot", entry.slot }, { "at", entry.at }, { "size", entry.size },
        { "version", entry.version }, { "written", entry.written } });
}

static Value to_value(const KeptEntry& entry)
{
    return Value(Map { { "slot", entry.slot }, { "at", entry.at }, { "reason", entry.reason },
        { "size", entry.size } });
}

static Value to_value(const Replacement& replacement)
{
    bool restoring = replacement.step == Replacement::Step::restoring;
    return Value(
        Map { { "step", restoring ? "restoring" : "keeping" }, { "reason", replacement.reason },
            { "kept", replacement.kept }, { "backup", replacement.backup },
            { "rows", replacement.rows }, { "lost", replacement.lost } });
}

template <typename Entry> static Value to_value(const std::vector<Entry>& entries)
{
    List list;
    for (const auto& entry : entries)
        list.push_back(to_value(entry));
    return Value(std::move(list));
}

std::string to_json(const Manifest& manifest)
{
    Map map { { "open", manifest.open }, { "damaged", manifest.damaged }, { "made", manifest.made },
        { "backups", to_value(manifest.backups) }, { "kept", to_value(manifest.kept) } };
    if (manifest.replacement)
        map.set("replacement", to_value(*manifest.replacement));
    return tunez::to_json(Value(std::move(map)));
}

namespace {

// The members of a map, each with its own kind.
class Members {
public:
    explicit Members(const Value& value)
        : map_(value.is(Kind::map) ? &value.map() : nullptr)
    {
    }

    const Value& member(std::string_view name) const
    {
        static const Value none {};
        const auto* value = map_ ? map_->find(name) : nullptr;
        return value ? *value : none;
    }
    bool flag(std::string_view name) const
    {
        const auto& value = member(name);
        return value.is(Kind::boolean) && value.boolean();
    }
    int64_t integer(std::string_view name) const
    {
        const auto& value = member(name);
        return value.is(Kind::integer) ? value.integer() : 0;
    }
    std::string text(std::string_view name) const
    {
        const auto& value = member(name);
        return value.is(Kind::string) ? std::string(value.text()) : std::string();
    }
    std::vector<Members> list(std::string_view name) const
    {
        std::vector<Members> items;
        if (const auto& value = member(name); value.is(Kind::list)) {
            for (const auto& item : value.list())
                items.emplace_back(item);
        }
        return items;
    }

private:
    const Map* map_;
};

} // namespace

static BackupEntry backup_from(const Members& members)
{
    return { .slot = members.integer("slot"),
        .at = members.text("at"),
        .size = members.integer("size"),
        .version = members.text("version"),
        .written = members.flag("written") };
}

static KeptEntry kept_from(const Members& members)
{
    return { .slot = members.integer("slot"),
        .at = members.text("at"),
        .reason = members.text("reason"),
        .size = members.integer("size") };
}

static Replacement replacement_from(const Members& members)
{
    using Step = Replacement::Step;
    return { .step = members.text("step") == "restoring" ? Step::restoring : Step::keeping,
        .reason = members.text("reason"),
        .kept = members.integer("kept"),
        .backup = members.integer("backup"),
        .rows = members.integer("rows"),
        .lost = members.integer("lost") };
}

Result<Manifest> manifest_from(std::string_view json)
{
    auto value = TRY(parse_json(json));
    Members members(value);
    Manifest manifest;
    manifest.open = members.flag("open");
    manifest.damaged = members.flag("damaged");
    manifest.made = members.flag("made");
    for (const auto& entry : members.list("backups"))
        manifest.backups.push_back(backup_from(entry));
    for (const auto& entry : members.list("kept"))
        manifest.kept.push_back(kept_from(entry));
    if (members.member("replacement").is(Kind::map))
        manifest.replacement = replacement_from(Members(members.member("replacement")));
    return manifest;
}

} // namespace tunez::sqlite
