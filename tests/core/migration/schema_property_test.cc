// Random definitions: what a diff makes of one database is what the new definition would have made
// of an empty one, and the way down leads back.
#include "data_layer/sqlite/schema.h"
#include "data_layer/sqlite/sqlite_data_layer.h"
#include "migration/diff.h"
#include "migration/migration.h"

#include "catch_amalgamated.hpp"

#include <random>

using namespace tunez;
using sqlite::SqliteDataLayer;

class Random {
public:
    explicit Random(uint32_t seed)
        : engine_(seed)
    {
    }
    size_t below(size_t bound) { return engine_() % bound; }
    bool one_in(size_t n) { return below(n) == 0; }

private:
    std::mt19937 engine_;
};

static ColumnDefault random_default(Random& random, const Type& type)
{
    ColumnDefault value;
    if (random.one_in(2))
        return value;
    value.source = ColumnDefault::Source::literal;
    value.literal = type.column == Column::integer ? Value(static_cast<int64_t>(random.below(3)))
                                                   : Value(random.one_in(2) ? "7" : "it's");
    if (type.column == Column::text && random.one_in(4)) {
        value = {};
        value.source = ColumnDefault::Source::now;
        value.epoch = "1970-01-01T00:00:00Z";
    }
    return value;
}

static SnapshotAttribute random_attribute(Random& random, std::string name)
{
    static const char* types[]
        = { "string", "ci_string", "integer", "decimal", "boolean", "utc_datetime" };
    SnapshotAttribute attribute;
    attribute.column.name = std::move(name);
    attribute.column.type = find_type(types[random.below(std::size(types))]);
    attribute.column.default_value = random_default(random, *attribute.column.type);
    attribute.column.allow_nil = random.one_in(2) || !attribute.column.default_value.is_set();
    return attribute;
}

static SnapshotAttribute key(Random& random)
{
    SnapshotAttribute attribute;
    attribute.column.name = "id";
    attribute.column.type = find_type("integer");
    attribute.column.primary_key = true;
    attribute.column.allow_nil = false;
    attribute.column.generated = random.one_in(2);
    return attribute;
}

static SnapshotAttribute random_reference(
    Random& random, const std::string& table, const std::string& to)
{
    SnapshotAttribute attribute;
    attribute.column.name = to + "_id";
    attribute.column.type = find_type("integer");
    attribute.column.reference = Reference { .name = table + "_" + to + "_id_fkey",
        .table = to,
        .column = "id",
        .on_delete = static_cast<OnDelete>(random.below(4)),
        .on_update = random.one_in(3) ? OnDelete::delete_ : OnDelete::nothing };
    attribute.index_reference = random.one_in(2);
    return attribute;
}

static Snapshot random_table(
    Random& random, const std::string& name, const std::vector<std::string>& others)
{
    Snapshot snapshot;
    snapshot.table = name;
    snapshot.attributes.push_back(key(random));
    for (auto* column : { "a", "b", "c", "d" }) {
        if (!random.one_in(3))
            snapshot.attributes.push_back(random_attribute(random, column));
    }
    for (auto& other : others) {
        if (random.one_in(3))
            snapshot.attributes.push_back(random_reference(random, name, other));
    }
    auto some_columns = [&] {
        std::vector<std::string> columns;
        for (size_t i = 1; i < snapshot.attributes.size(); ++i) {
            if (random.one_in(2))
                columns.push_back(snapshot.attributes[i].column.name);
        }
        return columns;
    };
    for (auto* identity : { "x", "y" }) {
        auto columns = some_columns();
        if (random.one_in(2) && !columns.empty())
            snapshot.identities.push_back({ .name = identity,
                .keys = columns,
                .index_name = name + "_" + identity + "_index",
                .nils_distinct = random.one_in(2),
                .where = random.one_in(2) ? "\"" + columns.front() + "\" IS NOT NULL" : "" });
    }
    if (auto columns = some_columns(); random.one_in(2) && !columns.empty())
        snapshot.custom_indexes.push_back(
            { .name = name + "_custom", .columns = columns, .unique = random.one_in(2) });
    TableFullText words { .name = name + "_words_fts",
        .columns = {},
        .tokenizer = static_cast<FullText::Tokenizer>(random.below(4)) };
    for (auto& attribute : snapshot.attributes) {
        if (attribute.column.type->column == Column::text && random.one_in(2))
            words.columns.push_back(attribute.column.name);
    }
    if (random.one_in(2) && !words.columns.empty())
        snapshot.full_text.push_back(std::move(words));
    return snapshot;
}

static Snapshots random_snapshots(Random& random)
{
    std::vector<std::string> names;
    for (auto* name : { "p", "q", "r" }) {
        if (!random.one_in(4))
            names.push_back(name);
    }
    Snapshots snapshots;
    for (auto& name : names)
        snapshots.emplace(name, random_table(random, name, names));
    return snapshots;
}

static std::unique_ptr<SqliteDataLayer> open() { return std::move(*SqliteDataLayer::open({})); }

static void run(SqliteDataLayer& store, std::span<const std::string> statements)
{
    static int version = 0;
    auto done = store.apply_migration(statements,
        { .version = std::to_string(++version),
            .name = "x",
            .checksum = "",
            .inserted_at = "",
            .dev_down = {} });
    for (auto& statement : statements)
        UNSCOPED_INFO(statement);
    if (!done)
        UNSCOPED_INFO(done.error().rendered());
    REQUIRE(done);
}

// Everything that SQLite says of the tables, whatever the order of columns.
static std::vector<std::string> description(SqliteDataLayer& store)
{
    auto rows = store.query(R"(
        SELECT t.name || ' ' || t.strict || ' column ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || ifnull(c.dflt_value, '-') || ' ' || c.pk || ' ' || c.hidden AS line
          FROM pragma_table_list AS t JOIN pragma_table_xinfo(t.name) AS c WHERE t.name IN ('p','q','r')
        UNION ALL
        SELECT t.name || ' reference ' || f."from" || ' ' || f."table" || ' ' || f."to" || ' ' || f.on_update || ' ' || f.on_delete
          FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS f WHERE t.name IN ('p','q','r')
        UNION ALL
        SELECT t.name || ' index ' || i.name || ' ' || i."unique" || ' ' || x.seqno || ' ' || ifnull(x.name, '?') || ' ' || x.coll || ' ' || x.key
          FROM pragma_table_list AS t JOIN pragma_index_list(t.name) AS i JOIN pragma_index_xinfo(i.name) AS x
         WHERE t.name IN ('p','q','r') AND x.key = 1
        UNION ALL
        SELECT 'full text ' || sql FROM sqlite_schema WHERE type = 'trigger' OR sql LIKE 'CREATE VIRTUAL%'
        UNION ALL
        SELECT name || ' counts' FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' AND name IN ('p','q','r')
        ORDER BY line)");
    if (!rows)
        UNSCOPED_INFO(rows.error().rendered());
    REQUIRE(rows);
    std::vector<std::string> lines;
    for (auto& row : rows->list())
        lines.emplace_back(row.map().find("line")->text());
    return lines;
}

static std::vector<std::string> fresh_description(const Snapshots& snapshots)
{
    auto store = open();
    run(*store, write_migration({}, *diff({}, snapshots, {}), sqlite::render_schema_changes).up);
    return description(*store);
}

TEST_CASE("diff, then apply, makes the schema of a fresh definition; down makes the old one again")
{
    for (uint32_t seed = 0; seed < 300; ++seed) {
        INFO("seed " << seed);
        Random random(seed);
        auto from = random_snapshots(random);
        auto to = random_snapshots(random);
        auto difference = diff(from, to, { .renames = {}, .drop_columns = true, .dev = true });
        REQUIRE(difference);
        CHECK(difference->snapshots == to);
        auto store = open();
        run(*store, write_migration({}, *diff({}, from, {}), sqlite::render_schema_changes).up);
        auto before = description(*store);
        auto text = write_migration(from, *difference, sqlite::render_schema_changes);
        run(*store, text.up);
        CHECK(description(*store) == fresh_description(to));
        run(*store, text.down);
        CHECK(description(*store) == before);
    }
}

TEST_CASE("without permission to drop, a chain of definitions keeps every column, and every later "
          "diff still applies")
{
    for (uint32_t seed = 0; seed < 60; ++seed) {
        INFO("seed " << seed);
        Random random(seed);
        auto store = open();
        Snapshots current;
        for (int step = 0; step < 4; ++step) {
            auto next = random_snapshots(random);
            auto difference = diff(current, next, {});
            REQUIRE(difference);
            run(*store, write_migration(current, *difference, sqlite::render_schema_changes).up);
            current = difference->snapshots;
            CHECK(description(*store) == fresh_description(current));
        }
    }
}
