#include "data_layer/sqlite/schema.h"

#include "data_layer/sqlite/sqlite_data_layer.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::sqlite;
using Texts = std::vector<std::string>;

static TableColumn column(std::string name, const char* type)
{
    TableColumn column;
    column.name = std::move(name);
    column.type = find_type(type);
    return column;
}

static TableColumn key(std::string name, const char* type)
{
    auto made = column(std::move(name), type);
    made.primary_key = true;
    made.allow_nil = false;
    return made;
}

static TableColumn required(TableColumn column)
{
    column.allow_nil = false;
    return column;
}

static TableColumn with_default(TableColumn column, Value value)
{
    column.default_value.source = ColumnDefault::Source::literal;
    column.default_value.literal = std::move(value);
    return column;
}

static TableColumn with_now(TableColumn column, std::string epoch)
{
    column.default_value.source = ColumnDefault::Source::now;
    column.default_value.epoch = std::move(epoch);
    return column;
}

static TableColumn referring(TableColumn column, std::string table, OnDelete on_delete)
{
    column.reference = Reference { .name = column.name + "_fkey",
        .table = std::move(table),
        .column = "id",
        .on_delete = on_delete,
        .on_update = OnDelete::nothing };
    return column;
}

static Table artists()
{
    return { "artists", { key("id", "uuid"), required(column("name", "string")) }, {}, {} };
}

static Table albums()
{
    auto counted = key("id", "integer");
    counted.generated = true;
    return { "albums",
        { counted, required(column("name", "string")), column("title", "ci_string"),
            referring(column("artist_id", "uuid"), "artists", OnDelete::delete_) },
        { { .name = "albums_name_index", .columns = { "artist_id", "name" }, .unique = true } },
        {} };
}

static Schema schema(std::initializer_list<Table> tables)
{
    Schema schema;
    for (auto& table : tables)
        schema[table.name] = table;
    return schema;
}

// A database in which schema changes run one after the other.
class SchemaTest {
public:
    explicit SchemaTest(std::initializer_list<Table> tables)
        : store_(std::move(*SqliteDataLayer::open({})))
    {
        for (auto& table : tables)
            REQUIRE(change({ CreateTable { table } }));
    }
    Result<void> change(std::vector<SchemaChange> changes)
    {
        auto statements = render_schema_changes(schema_, changes);
        auto version = std::to_string(++version_);
        auto done = store_->apply_migration(statements,
            { .version = version,
                .name = "change",
                .checksum = "",
                .inserted_at = "",
                .dev_down = {} });
        if (done) {
            for (auto& each : changes)
                apply_change(schema_, each);
        }
        return done;
    }
    Texts rows(std::string_view sql)
    {
        auto rows = store_->query(sql);
        if (!rows)
            UNSCOPED_INFO(rows.error().rendered());
        REQUIRE(rows);
        Texts texts;
        for (auto& row : rows->list()) {
            std::string line;
            for (auto& [name, value] : row.map())
                line += (line.empty() ? "" : "|") + display(value);
            texts.push_back(std::move(line));
        }
        return texts;
    }

private:
    std::unique_ptr<SqliteDataLayer> store_;
    Schema schema_;
    int version_ = 0;
};

static SchemaTest two_artists()
{
    SchemaTest store { artists(), albums() };
    store.rows("INSERT INTO artists VALUES ('a', 'Ada'), ('b', 'Bob')");
    store.rows("INSERT INTO albums (name, title, artist_id) VALUES ('One', 'one', 'a'), ('Two', "
               "'two', 'b'), ('Three', null, 'a')");
    return store;
}

TEST_CASE("a table is made strict, with its key, references and indexes")
{
    auto statements
        = render_schema_changes({}, std::vector<SchemaChange> { CreateTable { albums() } });
    CHECK(statements
        == Texts { "CREATE TABLE \"albums\" (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
                   "\"name\" TEXT NOT NULL, "
                   "\"title\" TEXT COLLATE \"tunez_nocase\", \"artist_id\" TEXT CONSTRAINT "
                   "\"artist_id_fkey\" "
                   "REFERENCES \"artists\" (\"id\") ON DELETE CASCADE) STRICT",
            "CREATE UNIQUE INDEX \"albums_name_index\" ON \"albums\" (\"artist_id\", \"name\")" });
}

TEST_CASE("a key of several columns stands beside them")
{
    Table table { "pairs", { key("a", "string"), key("b", "string") }, {}, {} };
    CHECK(create_table_sql(table, "pairs")
        == "CREATE TABLE \"pairs\" (\"a\" TEXT NOT NULL, \"b\" TEXT NOT NULL, PRIMARY KEY (\"a\", "
           "\"b\")) STRICT");
}

TEST_CASE("defaults are written as the column holds them")
{
    auto sql = [](const TableColumn& column) { return default_sql(column.default_value); };
    CHECK(sql(with_default(column("x", "integer"), -5)) == "-5");
    CHECK(sql(with_default(column("x", "float"), 0.5)) == "0.5");
    CHECK(sql(with_default(column("x", "string"), "it's")) == "'it''s'");
    CHECK(sql(with_default(column("x", "binary"), Value::binary(std::string_view("\0\xab", 2))))
        == "x'00ab'");
    CHECK(sql(with_now(column("x", "utc_datetime_usec"), "1970-01-01T00:00:00.000000Z"))
        == "(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))");
    CHECK(sql(with_now(column("x", "utc_datetime"), "1970-01-01T00:00:00Z"))
        == "(strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))");
    CHECK(sql(with_now(column("x", "date"), "1970-01-01")) == "(strftime('%Y-%m-%d', 'now'))");
}

TEST_CASE("a default of now fills in what the column would hold")
{
    SchemaTest store { { "log",
        { key("id", "integer"),
            required(with_now(column("at", "utc_datetime_usec"), "1970-01-01T00:00:00.000000Z")) },
        {}, {} } };
    store.rows("INSERT INTO log (id) VALUES (1)");
    CHECK(store.rows("SELECT at GLOB "
                     "'[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].["
                     "0-9][0-9][0-9]000Z' FROM log")
        == Texts { "1" });
}

TEST_CASE("names are quoted whatever is in them")
{
    Table odd { "a\"; DROP TABLE b; --", { key("id\"", "integer"), column("select", "string") },
        { { .name = "in'dex\"", .columns = { "select" } } }, {} };
    SchemaTest store { odd };
    REQUIRE(store.change({ AddColumn { odd.name, column("x\"y", "string") } }));
    REQUIRE(store.change({ RenameColumn { odd.name, "x\"y", "from" } }));
    REQUIRE(store.change({ AlterColumn { odd.name, column("from", "string"),
        required(with_default(column("from", "string"), "''\"")) } }));
    CHECK(store.rows("SELECT name FROM pragma_table_info('a\"; DROP TABLE b; --') ORDER BY name")
        == Texts { "from", "id\"", "select" });
    CHECK(store.rows("SELECT name FROM pragma_index_list('a\"; DROP TABLE b; --')")
        == Texts { "in'dex\"" });
}

TEST_CASE("what ALTER TABLE can do is not a rebuild")
{
    auto before = schema({ artists(), albums() });
    auto rendered = [&](SchemaChange change) {
        SchemaChange changes[] = { std::move(change) };
        return render_schema_changes(before, changes);
    };
    CHECK(rendered(AddColumn { "albums", with_default(required(column("year", "integer")), 0) })
        == Texts { "ALTER TABLE \"albums\" ADD COLUMN \"year\" INTEGER NOT NULL DEFAULT 0" });
    CHECK(rendered(AddColumn {
              "albums", referring(column("label_id", "uuid"), "artists", OnDelete::nilify) })
        == Texts { "ALTER TABLE \"albums\" ADD COLUMN \"label_id\" TEXT CONSTRAINT "
                   "\"label_id_fkey\" REFERENCES \"artists\" (\"id\") "
                   "ON DELETE SET NULL" });
    CHECK(rendered(DropColumn { "albums", column("title", "ci_string") })
        == Texts { "ALTER TABLE \"albums\" DROP COLUMN \"title\"" });
    CHECK(rendered(RenameColumn { "albums", "title", "heading" })
        == Texts { "ALTER TABLE \"albums\" RENAME COLUMN \"title\" TO \"heading\"" });
    CHECK(rendered(RenameTable { "albums", "records" })
        == Texts { "ALTER TABLE \"albums\" RENAME TO \"records\"" });
    // Types that a column holds alike.
    CHECK(rendered(AlterColumn { "albums", column("name", "string"), column("name", "atom") })
            .empty());
}

TEST_CASE("a rebuild keeps every row, what refers to it, the indexes and the counted keys")
{
    auto store = two_artists();
    store.rows("DELETE FROM albums WHERE name = 'Three'");
    REQUIRE(store.change(
        { AlterColumn { "artists", required(column("name", "string")), column("name", "string") },
            AlterColumn { "albums", required(column("name", "string")),
                with_default(required(column("name", "string")), "?") } }));
    CHECK(store.rows("SELECT id, name, title, artist_id FROM albums")
        == Texts { "1|One|one|a", "2|Two|two|b" });
    CHECK(store.rows("SELECT * FROM artists") == Texts { "a|Ada", "b|Bob" });
    CHECK(store.rows("SELECT name, \"unique\" FROM pragma_index_list('albums')")
        == Texts { "albums_name_index|1" });
    CHECK(store.rows("SELECT \"table\", \"from\", on_delete FROM pragma_foreign_key_list('albums')")
        == Texts { "artists|artist_id|CASCADE" });
    // Key 3 was given out once.
    CHECK(store.rows("INSERT INTO albums (artist_id) VALUES ('b') RETURNING id, name")
        == Texts { "4|?" });
    // Enforced again.
    CHECK(store.rows("PRAGMA foreign_keys") == Texts { "1" });
    store.rows("DELETE FROM artists WHERE id = 'a'");
    CHECK(store.rows("SELECT name FROM albums ORDER BY id") == Texts { "Two", "?" });
}

TEST_CASE("several changes of one table are one rebuild")
{
    SchemaChange changes[] = {
        AddColumn {
            "albums", with_now(required(column("at", "utc_datetime")), "1970-01-01T00:00:00Z") },
        AlterColumn { "albums", required(column("name", "string")), column("name", "string") },
        DropColumn {
            "albums", referring(column("artist_id", "uuid"), "artists", OnDelete::delete_) }
    };
    auto before = schema({ artists(), albums() });
    before.at("albums").indexes.clear();
    auto statements = render_schema_changes(before, changes);
    CHECK(std::ranges::count_if(statements, [](auto& sql) {
        return sql.starts_with("CREATE TABLE");
    }) == 1);
    CHECK(statements.front() == "PRAGMA foreign_keys=OFF");
}

TEST_CASE("rows get the default of a column that is filled in by an expression, or that allows nil "
          "no more")
{
    auto store = two_artists();
    REQUIRE(store.change(
        { AddColumn {
              "albums", with_now(required(column("at", "utc_datetime")), "1970-01-01T00:00:00Z") },
            AlterColumn { "albums", column("title", "ci_string"),
                with_default(required(column("title", "ci_string")), "untitled") } }));
    CHECK(store.rows("SELECT title, at LIKE '2%Z' FROM albums")
        == Texts { "one|1", "two|1", "untitled|1" });
}

TEST_CASE("a change that the rows do not allow undoes everything and says which statement failed")
{
    auto store = two_artists();
    auto done = store.change({ AddColumn { "artists", column("extra", "string") },
        AlterColumn {
            "albums", column("title", "ci_string"), required(column("title", "ci_string")) } });
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::invalid_migration);
    CHECK(*done.error().details.find("statement")
        == Value(4)); // The copy, after the pragma, the column and the new table.
    CHECK(done.error().rendered()
        == "statement 4 failed: NOT NULL constraint failed: tunez_new_albums.title");
    CHECK(store.rows("SELECT name FROM pragma_table_info('artists')") == Texts { "id", "name" });
    CHECK(store.rows("SELECT count(*) FROM albums") == Texts { "3" });
    CHECK(store.rows("PRAGMA foreign_keys") == Texts { "1" });
}

TEST_CASE("text that is no number does not become one")
{
    auto store = two_artists();
    CHECK_FALSE(store.change({ AlterColumn {
        "albums", required(column("name", "string")), required(column("name", "integer")) } }));
    store.rows("UPDATE albums SET name = id * 10");
    REQUIRE(store.change({ AlterColumn {
        "albums", required(column("name", "string")), required(column("name", "integer")) } }));
    CHECK(store.rows("SELECT name + 1 FROM albums ORDER BY id") == Texts { "11", "21", "31" });
}

TEST_CASE("a reference that rows do not keep is refused at the end of the migration")
{
    auto store = two_artists();
    REQUIRE(store.change({ AddColumn { "albums", column("label_id", "uuid") } }));
    store.rows("UPDATE albums SET label_id = 'nobody' WHERE id = 1");
    auto done = store.change({ AlterColumn { "albums", column("label_id", "uuid"),
        referring(column("label_id", "uuid"), "artists", OnDelete::nothing) } });
    REQUIRE_FALSE(done);
    CHECK(done.error().code == ErrorCode::invalid_migration);
    CHECK(done.error().rendered().find("albums") != std::string::npos);
    store.rows("UPDATE albums SET label_id = NULL");
    REQUIRE(store.change({ AlterColumn { "albums", column("label_id", "uuid"),
        referring(column("label_id", "uuid"), "artists", OnDelete::nothing) } }));
}

TEST_CASE("a table that refers to itself is rebuilt and still does")
{
    Table nodes { "nodes",
        { key("id", "integer"),
            referring(column("parent_id", "integer"), "nodes", OnDelete::delete_) },
        {}, {} };
    SchemaTest store { nodes };
    store.rows("INSERT INTO nodes VALUES (1, NULL), (2, 1), (3, 2)");
    REQUIRE(store.change({ AddColumn { "nodes", with_now(column("at", "date"), "1970-01-01") } }));
    CHECK(
        store.rows("SELECT \"table\" FROM pragma_foreign_key_list('nodes')") == Texts { "nodes" });
    store.rows("DELETE FROM nodes WHERE id = 1");
    CHECK(store.rows("SELECT count(*) FROM nodes") == Texts { "0" });
}

TEST_CASE("references follow a table and a column that are renamed")
{
    auto store = two_artists();
    REQUIRE(store.change(
        { RenameTable { "artists", "people" }, RenameColumn { "people", "id", "key" } }));
    CHECK(store.rows("SELECT \"table\", \"to\" FROM pragma_foreign_key_list('albums')")
        == Texts { "people|key" });
}

TEST_CASE("tables that refer to one another can be dropped in any order")
{
    auto store = two_artists();
    REQUIRE(store.change({ DropTable { artists() }, DropTable { albums() } }));
    CHECK(store.rows("SELECT name FROM sqlite_schema WHERE name IN ('artists', 'albums')").empty());
}

TEST_CASE("a table that rows still refer to is not dropped")
{
    auto store = two_artists();
    CHECK_FALSE(store.change({ DropTable { artists() } }));
    CHECK(store.rows("SELECT count(*) FROM albums") == Texts { "3" });
    CHECK(store.rows("SELECT count(*) FROM artists") == Texts { "2" });
}

TEST_CASE("a migration can neither end its transaction nor reach for other files")
{
    auto store = std::move(*SqliteDataLayer::open({}));
    for (auto* sql : { "COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT x", "ATTACH 'other' AS other",
             "SELECT 1; COMMIT; CREATE TABLE late (id)" }) {
        std::string statements[] = { "CREATE TABLE early (id INTEGER)", sql };
        auto done = store->apply_migration(statements,
            { .version = "1", .name = "x", .checksum = "", .inserted_at = "", .dev_down = {} });
        INFO(sql);
        REQUIRE_FALSE(done);
        CHECK(done.error().code == ErrorCode::invalid_migration);
        CHECK(*done.error().details.find("statement") == Value(2));
        auto tables = store->query("SELECT name FROM sqlite_schema");
        REQUIRE(tables);
        CHECK(tables->list().empty());
    }
}

TEST_CASE("comments and several statements in one item are fine")
{
    auto store = std::move(*SqliteDataLayer::open({}));
    std::string statements[] = { "-- nothing to do",
        "CREATE TABLE a (id INTEGER); CREATE TABLE b (id INTEGER); -- done", "" };
    REQUIRE(store->apply_migration(statements,
        { .version = "1", .name = "x", .checksum = "", .inserted_at = "", .dev_down = {} }));
    auto tables = store->query("SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')");
    REQUIRE(tables);
    CHECK(tables->list().size() == 2);
}
