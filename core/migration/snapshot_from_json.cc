#include "migration/snapshot_json.h"

namespace tunez {

// Takes a snapshot apart. The first thing that is not as it should be is kept as the problem; what
// follows reads as absent.
class SnapshotReader {
public:
    Snapshot read(const Value& value);
    Result<Snapshot> result(Snapshot snapshot);

private:
    const Map& map(const Value& value);
    const Value& field(const Map& map, std::string_view name);
    std::string text(const Map& map, std::string_view name);
    bool flag(const Map& map, std::string_view name);
    // The place of the text in the table; the first where there is none.
    template <typename Choice>
    Choice choice(const Map& map, std::string_view name, std::span<const std::string_view> names,
        std::string_view wanted)
    {
        auto& value = field(map, name);
        for (size_t i = 0; i < names.size(); ++i) {
            if (value.is(Kind::string) && value.text() == names[i])
                return static_cast<Choice>(i);
        }
        if (!value.is_null())
            refuse(name, wanted);
        return {};
    }
    OnDelete action(const Map& map, std::string_view name);
    std::vector<std::string> texts(const Map& map, std::string_view name);
    const List& list(const Map& map, std::string_view name);
    void refuse(std::string_view name, std::string_view wanted);

    ColumnDefault column_default(const Value& value);
    SnapshotAttribute attribute(const Map& map);
    Reference reference(const Map& map);
    TableIndex index(const Map& map);
    std::string where(const Map& map);
    TableFullText full_text(const Map& map);

    std::string table_;
    std::string problem_;
};

static const Map no_map;
static const List no_list;
static const Value no_value {};

void SnapshotReader::refuse(std::string_view name, std::string_view wanted)
{
    if (!problem_.empty())
        return;
    problem_.append("Snapshot of ")
        .append(table_.empty() ? "a table" : table_)
        .append(": `")
        .append(name);
    problem_.append("` must be ").append(wanted);
}

const Map& SnapshotReader::map(const Value& value)
{
    if (value.is(Kind::map))
        return value.map();
    refuse("items", "maps");
    return no_map;
}

const Value& SnapshotReader::field(const Map& map, std::string_view name)
{
    auto* value = map.find(name);
    return value ? *value : no_value;
}

std::string SnapshotReader::text(const Map& map, std::string_view name)
{
    auto& value = field(map, name);
    if (value.is(Kind::string))
        return std::string(value.text());
    refuse(name, "text");
    return {};
}

bool SnapshotReader::flag(const Map& map, std::string_view name)
{
    auto& value = field(map, name);
    if (!value.is_null() && !value.is(Kind::boolean))
        refuse(name, "true or false");
    return value.is(Kind::boolean) && value.boolean();
}

const List& SnapshotReader::list(const Map& map, std::string_view name)
{
    auto& value = field(map, name);
    if (value.is(Kind::list))
        return value.list();
    if (!value.is_null())
        refuse(name, "a list");
    return no_list;
}

std::vector<std::string> SnapshotReader::texts(const Map& map, std::string_view name)
{
    std::vector<std::string> texts;
    for (auto& item : list(map, name)) {
        if (item.is(Kind::string))
            texts.emplace_back(item.text());
        else
            refuse(name, "a list of texts");
    }
    return texts;
}

OnDelete SnapshotReader::action(const Map& map, std::string_view name)
{
    return choice<OnDelete>(map, name, reference_actions, "nothing, restrict, delete or nilify");
}

ColumnDefault SnapshotReader::column_default(const Value& value)
{
    ColumnDefault result;
    if (value.is_null())
        return result;
    auto& written = map(value);
    if (auto* literal = written.find("value")) {
        result.source = ColumnDefault::Source::literal;
        result.literal = *literal;
    } else {
        result.source = ColumnDefault::Source::now;
        result.epoch = text(written, "now");
    }
    return result;
}

Reference SnapshotReader::reference(const Map& map)
{
    return {
        .name = text(map, "name"),
        .table = text(map, "table"),
        .column = text(map, "destination_attribute"),
        .on_delete = action(map, "on_delete"),
        .on_update = action(map, "on_update"),
    };
}

SnapshotAttribute SnapshotReader::attribute(const Map& written)
{
    SnapshotAttribute attribute;
    auto& column = attribute.column;
    column.name = text(written, "source");
    column.type = find_type(text(written, "type"));
    if (!column.type) {
        refuse("type", "a type of this version");
        column.type = builtin_types().front();
    }
    column.default_value = column_default(field(written, "default"));
    column.allow_nil = flag(written, "allow_nil?");
    column.generated = flag(written, "generated?");
    column.primary_key = flag(written, "primary_key?");
    attribute.removed = flag(written, "removed?");
    if (auto& value = field(written, "references"); !value.is_null()) {
        column.reference = reference(map(value));
        attribute.index_reference = flag(map(value), "index?");
    }
    return attribute;
}

TableIndex SnapshotReader::index(const Map& written)
{
    return { .name = text(written, "name"),
        .columns = texts(written, "fields"),
        .unique = flag(written, "unique"),
        .where = where(written) };
}

std::string SnapshotReader::where(const Map& written)
{
    return field(written, "where").is_null() ? "" : text(written, "where");
}

TableFullText SnapshotReader::full_text(const Map& written)
{
    TableFullText index { .name = text(written, "name"),
        .columns = texts(written, "fields"),
        .tokenizer = choice<FullText::Tokenizer>(
            written, "tokenize", tokenizers, "unicode61, porter, ascii or trigram") };
    for (auto& length : list(written, "prefix")) {
        if (length.is(Kind::integer))
            index.prefix.push_back(length.integer());
        else
            refuse("prefix", "a list of numbers");
    }
    return index;
}

Snapshot SnapshotReader::read(const Value& value)
{
    auto& written = map(value);
    Snapshot snapshot;
    snapshot.table = table_ = text(written, "table");
    for (auto& item : list(written, "attributes"))
        snapshot.attributes.push_back(attribute(map(item)));
    for (auto& item : list(written, "identities")) {
        auto& identity = map(item);
        snapshot.identities.push_back({
            .name = text(identity, "name"),
            .keys = texts(identity, "keys"),
            .index_name = text(identity, "index_name"),
            .nils_distinct = flag(identity, "nils_distinct?"),
            .all_tenants = flag(identity, "all_tenants?"),
            .where = where(identity),
        });
    }
    for (auto& item : list(written, "custom_indexes"))
        snapshot.custom_indexes.push_back(index(map(item)));
    for (auto& item : list(written, "full_text"))
        snapshot.full_text.push_back(full_text(map(item)));
    for (auto& item : list(written, "custom_statements"))
        snapshot.custom_statements.push_back(
            { text(map(item), "name"), text(map(item), "up"), text(map(item), "down") });
    if (auto& tenancy = field(written, "multitenancy");
        !tenancy.is_null() && !field(map(tenancy), "attribute").is_null())
        snapshot.multitenancy = { text(map(tenancy), "attribute"), flag(map(tenancy), "global") };
    snapshot.has_create_action = flag(written, "has_create_action");
    return snapshot;
}

Result<Snapshot> SnapshotReader::result(Snapshot snapshot)
{
    if (!problem_.empty())
        return fail(Error::framework(ErrorCode::invalid_migration, problem_));
    return snapshot;
}

Result<Snapshot> snapshot_from(const Value& value)
{
    SnapshotReader reader;
    auto snapshot = reader.read(value);
    return reader.result(std::move(snapshot));
}

Result<Snapshots> snapshots_from(const Value& value)
{
    Snapshots snapshots;
    if (!value.is(Kind::map))
        return fail(Error::framework(
            ErrorCode::invalid_migration, "Snapshots must be a map from table to snapshot"));
    for (auto& [table, written] : value.map()) {
        auto snapshot = TRY(snapshot_from(written));
        if (snapshot.table != table)
            return fail(Error::framework(ErrorCode::invalid_migration,
                "Snapshot of " + snapshot.table + " stands under " + table));
        snapshots.emplace(table, std::move(snapshot));
    }
    return snapshots;
}

} // namespace tunez
