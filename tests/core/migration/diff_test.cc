#include "migration/diff.h"

#include "data_layer/sqlite/schema.h"
#include "migration/migration.h"
#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using Texts = std::vector<std::string>;

// One table with these attributes, and whatever else is written behind them.
static Snapshots table(std::string_view attributes, std::string_view more = "")
{
    FakeHost host;
    std::string resource
        = R"([{'name':'Album','table':'albums','attributes':[{'name':'id','type':'uuid','primary_key':true})";
    resource.append(attributes).append("]").append(more).append("}]");
    auto definition = test::load_resources(resource, host);
    auto snapshots = take_snapshots(*definition);
    REQUIRE(snapshots);
    return std::move(*snapshots);
}

static Snapshots tables(std::string_view resources)
{
    FakeHost host;
    auto definition = test::load_resources(resources, host);
    auto snapshots = take_snapshots(*definition);
    REQUIRE(snapshots);
    return std::move(*snapshots);
}

static Diff changes(const Snapshots& from, const Snapshots& to, const DiffOptions& options = {})
{
    auto result = diff(from, to, options);
    if (!result)
        UNSCOPED_INFO(result.error().rendered());
    REQUIRE(result);
    return std::move(*result);
}

static MigrationText text(const Snapshots& from, const Diff& diff)
{
    return write_migration(from, diff, sqlite::render_schema_changes);
}

static Texts questions(const Diff& diff)
{
    Texts texts;
    for (auto& question : diff.questions)
        texts.push_back(question.text);
    return texts;
}

static constexpr std::string_view name_and_year
    = R"(,{'name':'name','type':'string'},{'name':'year','type':'integer'})";

TEST_CASE("equal definitions differ in nothing")
{
    auto music = tables(test::music_resources);
    auto none = changes(music, music);
    CHECK(none.changes.empty());
    CHECK(none.questions.empty());
    CHECK(none.snapshots == music);
    CHECK(text(music, none).up.empty());
}

TEST_CASE("a new table is made, and dropped on the way down")
{
    auto to = table(
        R"(,{'name':'name','type':'string','allow_nil':false},{'name':'at','type':'utc_datetime_usec','default':{'fn':'now'}})");
    auto migration = text({}, changes({}, to));
    CHECK(migration.up
        == Texts {
            "CREATE TABLE \"albums\" (\"id\" TEXT PRIMARY KEY NOT NULL, \"name\" TEXT NOT NULL, "
            "\"at\" TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))) STRICT" });
    CHECK(migration.down == Texts { "DROP TABLE \"albums\"" });
}

TEST_CASE("an identity is a unique index")
{
    auto from = table(name_and_year);
    auto to
        = table(name_and_year, R"(,'identities':[{'name':'unique_name','keys':['name','year']}])");
    auto migration = text(from, changes(from, to));
    CHECK(migration.up
        == Texts { "CREATE UNIQUE INDEX \"albums_unique_name_index\" ON \"albums\" (\"name\", "
                   "\"year\")" });
    CHECK(migration.down == Texts { "DROP INDEX \"albums_unique_name_index\"" });
}

TEST_CASE("a column that is new is added")
{
    auto from = table(R"(,{'name':'name','type':'string'})");
    auto to = table(name_and_year);
    auto migration = text(from, changes(from, to));
    CHECK(migration.up == Texts { "ALTER TABLE \"albums\" ADD COLUMN \"year\" INTEGER" });
    CHECK(migration.down == Texts { "ALTER TABLE \"albums\" DROP COLUMN \"year\"" });
}

TEST_CASE("a column that is gone stays in the table, unless it may be dropped")
{
    auto from = table(name_and_year);
    auto to = table(R"(,{'name':'name','type':'string'})");
    auto kept = changes(from, to);
    CHECK(kept.changes.empty());
    CHECK(kept.kept
        == Texts { "albums.year is no longer used; it is dropped only when drop_columns is set" });
    CHECK(text(from, kept).up
        == Texts {
            "-- albums.year is no longer used; it is dropped only when drop_columns is set" });
    REQUIRE(kept.snapshots.at("albums").find_attribute("year"));
    CHECK(kept.snapshots.at("albums").find_attribute("year")->removed);

    // It is not told again, and can be dropped or taken up again later.
    CHECK(changes(kept.snapshots, to).kept.empty());
    CHECK(changes(kept.snapshots, to).snapshots == kept.snapshots);
    auto dropped = changes(kept.snapshots, to, { .renames = {}, .drop_columns = true });
    CHECK(text(kept.snapshots, dropped).up
        == Texts { "ALTER TABLE \"albums\" DROP COLUMN \"year\"" });
    CHECK(dropped.snapshots == to);
    auto again = changes(kept.snapshots, from);
    CHECK(again.changes.empty());
    CHECK(again.snapshots == from);
}

TEST_CASE("a column that stays unused binds nobody any more")
{
    auto albums = R"({'name':'Album','table':'albums','attributes':[
        {'name':'id','type':'uuid','primary_key':true},{'name':'year','type':'integer','allow_nil':false}],
        'relationships':[{'name':'artist','kind':'belongs_to','destination':'Artist','allow_nil':false,'on_delete':'delete','index':true}]})";
    auto artists
        = R"({'name':'Artist','table':'artists','attributes':[{'name':'id','type':'uuid','primary_key':true}]})";
    auto from = tables("[" + std::string(artists) + "," + albums + "]");
    auto to = tables("[" + std::string(artists)
        + R"(,{'name':'Album','table':'albums','attributes':[{'name':'id','type':'uuid','primary_key':true}]}])");
    auto kept = changes(from, to);
    for (auto* name : { "year", "artist_id" }) {
        auto* attribute = kept.snapshots.at("albums").find_attribute(name);
        REQUIRE(attribute);
        CHECK(attribute->column.allow_nil);
        CHECK_FALSE(attribute->column.reference);
    }
    CHECK(text(from, kept).up.front() == "PRAGMA foreign_keys=OFF");
}

TEST_CASE("one column gone and one new: whether it was renamed is asked, not guessed")
{
    auto from = table(R"(,{'name':'name','type':'string'})");
    auto to = table(R"(,{'name':'title','type':'string'})");
    auto open = changes(from, to);
    CHECK(questions(open) == Texts { "Are you renaming albums.name to albums.title?" });
    CHECK(open.questions[0].subject == "albums.name");

    auto renamed = changes(from, to, { .renames = { { "albums.name", "title" } } });
    CHECK(renamed.questions.empty());
    CHECK(text(from, renamed).up
        == Texts { "ALTER TABLE \"albums\" RENAME COLUMN \"name\" TO \"title\"" });
    CHECK(text(from, renamed).down
        == Texts { "ALTER TABLE \"albums\" RENAME COLUMN \"title\" TO \"name\"" });
    CHECK(renamed.snapshots == to);

    auto replaced
        = changes(from, to, { .renames = { { "albums.name", nullptr } }, .drop_columns = true });
    CHECK(replaced.questions.empty());
    CHECK(text(from, replaced).up
        == Texts { "ALTER TABLE \"albums\" ADD COLUMN \"title\" TEXT",
            "ALTER TABLE \"albums\" DROP COLUMN \"name\"" });
    CHECK(changes(from, to, { .renames = {}, .dev = true }).questions.empty());
}

TEST_CASE("of several columns gone and new each one is asked about, with what it may have become")
{
    auto from = table(name_and_year);
    auto to = table(R"(,{'name':'title','type':'string'},{'name':'released','type':'integer'})");
    auto open = changes(from, to);
    CHECK(questions(open)
        == Texts { "Are you renaming albums.name?", "Are you renaming albums.year?" });
    CHECK(open.questions[0].candidates == Texts { "title", "released" });
    auto one = changes(from, to, { .renames = { { "albums.year", "released" } } });
    CHECK(questions(one) == Texts { "Are you renaming albums.name to albums.title?" });
}

TEST_CASE("a renamed column may change as well")
{
    auto from = table(R"(,{'name':'name','type':'string'})");
    auto to = table(R"(,{'name':'title','type':'ci_string','allow_nil':false})",
        R"(,'identities':[{'name':'title','keys':['title']}])");
    auto renamed = changes(from, to, { .renames = { { "albums.name", "title" } } });
    auto up = text(from, renamed).up;
    CHECK(up[0] == "PRAGMA foreign_keys=OFF");
    CHECK(up[1] == "ALTER TABLE \"albums\" RENAME COLUMN \"name\" TO \"title\"");
    CHECK(up.back() == "CREATE UNIQUE INDEX \"albums_title_index\" ON \"albums\" (\"title\")");
}

TEST_CASE("a renamed table keeps its rows; what refers to it and its indexes follow")
{
    auto from = tables(test::music_resources);
    std::string resources(test::music_resources);
    resources.replace(resources.find("'table':'albums'"), 16, "'table':'records'");
    auto to = tables(resources);
    CHECK(questions(changes(from, to)) == Texts { "Are you renaming albums to records?" });
    auto renamed = changes(from, to, { .renames = { { "albums", "records" } } });
    auto migration = text(from, renamed);
    CHECK(migration.up
        == Texts { "ALTER TABLE \"albums\" RENAME TO \"records\"",
            "DROP INDEX \"albums_unique_name_index\"", "DROP INDEX \"albums_unique_title_index\"",
            "DROP INDEX \"albums_artist_id_index\"",
            "CREATE UNIQUE INDEX \"records_unique_name_index\" ON \"records\" (\"artist_id\", "
            "\"name\")",
            "CREATE UNIQUE INDEX \"records_unique_title_index\" ON \"records\" (\"title\")",
            "CREATE INDEX \"records_artist_id_index\" ON \"records\" (\"artist_id\")" });
    CHECK(renamed.snapshots == to);
}

TEST_CASE("a table that is gone is dropped only when that was said")
{
    auto from = table(name_and_year);
    auto open = changes(from, {});
    CHECK(questions(open) == Texts { "Is the table albums to be dropped?" });
    CHECK(open.changes.empty());
    CHECK(open.snapshots == from);
    for (auto& options : { DiffOptions { .renames = { { "albums", nullptr } } },
             DiffOptions { .renames = {}, .dev = true } }) {
        auto dropped = changes(from, {}, options);
        CHECK(dropped.questions.empty());
        CHECK(text(from, dropped).up == Texts { "DROP TABLE \"albums\"" });
        CHECK(text(from, dropped).down.size() == 1);
        CHECK(dropped.snapshots.empty());
    }
}

TEST_CASE("a declared rename that does not fit is refused")
{
    auto from = table(name_and_year);
    auto to = table(R"(,{'name':'title','type':'string'},{'name':'year','type':'integer'})");
    auto problem = [&](const char* subject, Value answer) {
        auto result = diff(from, to, { .renames = { { subject, std::move(answer) } } });
        REQUIRE_FALSE(result);
        CHECK(result.error().code == ErrorCode::invalid_migration);
        return result.error().rendered();
    };
    CHECK(problem("albums.nmae", "title")
        == "Cannot rename albums.nmae: nothing of that name is gone from the definition");
    CHECK(problem("albums.name", "titel")
        == "Cannot rename albums.name: its new name must be one that is new");
    CHECK(problem("albums.name", "year")
        == "Cannot rename albums.name: its new name must be one that is new");
    CHECK(problem("albums.year", "title")
        == "Cannot rename albums.year: nothing of that name is gone from the definition");
    CHECK(problem("albums.name", 5)
        == "Cannot rename albums.name: its new name must be one that is new");
}

TEST_CASE("the application's own statements run last and are undone first")
{
    auto from = table(name_and_year);
    auto to = from;
    to.at("albums").custom_statements = { { "view", "CREATE VIEW v AS SELECT 1", "DROP VIEW v" } };
    auto added = changes(from, to);
    CHECK(text(from, added).up == Texts { "CREATE VIEW v AS SELECT 1" });
    CHECK(text(from, added).down == Texts { "DROP VIEW v" });
    auto other = to;
    other.at("albums").custom_statements
        = { { "view", "CREATE VIEW v AS SELECT 2", "DROP VIEW v" } };
    CHECK(text(to, changes(to, other)).up == Texts { "DROP VIEW v", "CREATE VIEW v AS SELECT 2" });
}

static constexpr std::string_view words_index
    = R"(,'full_text':[{'name':'words','fields':['name'],'tokenize':'trigram','prefix':[2,3]}])";

TEST_CASE(
    "a full-text index is a virtual table, filled from the rows that are there, with triggers")
{
    auto from = table(name_and_year);
    auto to = table(name_and_year, words_index);
    auto migration = text(from, changes(from, to));
    CHECK(migration.up
        == Texts {
            "CREATE VIRTUAL TABLE \"albums_words_fts\" USING fts5(\"name\", content='albums', "
            "tokenize='tunez_trigram', prefix='2 3')",
            "INSERT INTO \"albums_words_fts\" (\"albums_words_fts\") VALUES ('rebuild')",
            "CREATE TRIGGER \"albums_words_fts_insert\" AFTER INSERT ON \"albums\" BEGIN INSERT "
            "INTO \"albums_words_fts\" (rowid, \"name\") VALUES (new.rowid, new.\"name\"); END",
            "CREATE TRIGGER \"albums_words_fts_update\" AFTER UPDATE OF \"id\", \"name\" ON "
            "\"albums\" BEGIN INSERT INTO \"albums_words_fts\" (\"albums_words_fts\", rowid, "
            "\"name\") VALUES ('delete', old.rowid, old.\"name\"); INSERT INTO "
            "\"albums_words_fts\" (rowid, \"name\") VALUES (new.rowid, new.\"name\"); END",
            "CREATE TRIGGER \"albums_words_fts_delete\" AFTER DELETE ON \"albums\" BEGIN INSERT "
            "INTO \"albums_words_fts\" (\"albums_words_fts\", rowid, \"name\") VALUES ('delete', "
            "old.rowid, old.\"name\"); END" });
    CHECK(migration.down
        == Texts { "DROP TRIGGER \"albums_words_fts_insert\"",
            "DROP TRIGGER \"albums_words_fts_update\"", "DROP TRIGGER \"albums_words_fts_delete\"",
            "DROP TABLE \"albums_words_fts\"" });
}

TEST_CASE("a full-text index is gone while the columns or the name of its table change")
{
    auto from = table(R"(,{'name':'name','type':'string'})", words_index);
    auto to = table(name_and_year, words_index);
    auto migration = text(from, changes(from, to));
    CHECK(migration.up[3] == "DROP TABLE \"albums_words_fts\"");
    CHECK(migration.up[4] == "ALTER TABLE \"albums\" ADD COLUMN \"year\" INTEGER");
    CHECK(migration.up[5].starts_with("CREATE VIRTUAL TABLE"));
    CHECK(migration.down[3] == "DROP TABLE \"albums_words_fts\"");
    CHECK(migration.down[4] == "ALTER TABLE \"albums\" DROP COLUMN \"year\"");
    CHECK(migration.down[5].starts_with("CREATE VIRTUAL TABLE"));
    CHECK(changes(to, to).changes.empty());
}

TEST_CASE("a new table has its full-text index from the start, and takes it along")
{
    auto to = table(R"(,{'name':'name','type':'string'})", words_index);
    auto migration = text({}, changes({}, to));
    CHECK(migration.up.size() == 5);
    CHECK(migration.up[1].starts_with("CREATE VIRTUAL TABLE"));
    CHECK(migration.down.back() == "DROP TABLE \"albums\"");
    CHECK(migration.down[3] == "DROP TABLE \"albums_words_fts\"");
}

TEST_CASE("an index over some rows has its condition in the schema")
{
    auto from = table(name_and_year);
    auto to = table(name_and_year,
        R"(,'custom_indexes':[{'fields':['name'],'unique':true,'where':{'op':'and','args':[{'op':'>','args':[{'ref':'year'},1999]},{'op':'not','args':[{'fn':'is_nil','args':[{'ref':'name'}]}]}]}}])");
    CHECK(text(from, changes(from, to)).up
        == Texts { "CREATE UNIQUE INDEX \"albums_name_index\" ON \"albums\" (\"name\") WHERE "
                   "((\"year\" > 1999) AND (NOT (\"name\" IS NULL)))" });
}

TEST_CASE(
    "an identity over some rows is an index over them, and another when its condition changes")
{
    auto identity = [](std::string_view year) {
        return R"(,'identities':[{'name':'recent','keys':['name'],'where':{'op':'>','args':[{'ref':'year'},)"
            + std::string(year) + "]}}]";
    };
    auto from = table(name_and_year, identity("1999"));
    auto to = table(name_and_year, identity("2009"));
    CHECK(text({}, changes({}, from)).up.back()
        == "CREATE UNIQUE INDEX \"albums_recent_index\" ON \"albums\" (\"name\") WHERE "
           "(\"year\" > 1999)");
    CHECK(text(from, changes(from, to)).up
        == Texts { "DROP INDEX \"albums_recent_index\"",
            "CREATE UNIQUE INDEX \"albums_recent_index\" ON \"albums\" (\"name\") WHERE "
            "(\"year\" > 2009)" });
    CHECK(changes(to, to).changes.empty());
}

TEST_CASE("a column that only a condition of an index names can be dropped with it")
{
    auto from = table(name_and_year,
        R"(,'identities':[{'name':'recent','keys':['name'],'where':{'op':'>','args':[{'ref':'year'},1999]}}])");
    auto to = table(R"(,{'name':'name','type':'string'})",
        R"(,'identities':[{'name':'recent','keys':['name']}])");
    DiffOptions dropping { .renames = {}, .drop_columns = true };
    CHECK(text(from, changes(from, to, dropping)).up
        == Texts { "DROP INDEX \"albums_recent_index\"",
            "ALTER TABLE \"albums\" DROP COLUMN \"year\"",
            "CREATE UNIQUE INDEX \"albums_recent_index\" ON \"albums\" (\"name\")" });
}

TEST_CASE("an index whose condition only the engine can check is refused")
{
    FakeHost host;
    auto definition = test::load_resources(
        R"([{'name':'Album','attributes':[{'name':'id','type':'uuid','primary_key':true},{'name':'name','type':'string'}],
        'custom_indexes':[{'fields':['name'],'where':{'op':'==','args':[{'fn':'string_downcase','args':[{'ref':'name'}]},'x']}}]}])",
        host);
    auto snapshots = take_snapshots(*definition);
    REQUIRE_FALSE(snapshots);
    CHECK(snapshots.error().errors.front().code == ErrorCode::not_supported);
}
