#include "base/json.h"
#include "migration/snapshot_json.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

static Result<Snapshots> read_snapshots(std::string_view json)
{
    auto parsed = parse_json(json, Tags::wire);
    REQUIRE(parsed);
    return snapshots_from(*parsed);
}

TEST_CASE("defaults, indexes and full-text indexes survive the JSON of a snapshot")
{
    auto read = read_snapshots(R"({"posts":{"table":"posts","attributes":[
        {"source":"id","type":"uuid","primary_key?":true},
        {"source":"score","type":"integer","default":{"value":3},"allow_nil?":true},
        {"source":"at","type":"utc_datetime","default":{"now":"utc_datetime"}}],
        "custom_indexes":[{"name":"by_score","fields":["score","at"],"unique":true,"where":"score > 1"},
          {"name":"by_at","fields":["at"]}],
        "full_text":[{"name":"words","fields":["id"],"tokenize":"porter","prefix":[2,3]},
          {"name":"parts","fields":["id"],"tokenize":"trigram"}]}})");
    REQUIRE(read);
    const auto& posts = read->at("posts");
    CHECK(posts.attributes[0].column.default_value.source == ColumnDefault::Source::none);
    CHECK(posts.attributes[1].column.default_value.literal == Value(3));
    CHECK(posts.attributes[2].column.default_value.source == ColumnDefault::Source::now);
    CHECK(posts.attributes[2].column.default_value.epoch == "utc_datetime");
    REQUIRE(posts.custom_indexes.size() == 2);
    CHECK(posts.custom_indexes[0].columns == std::vector<std::string> { "score", "at" });
    CHECK(posts.custom_indexes[0].unique);
    CHECK(posts.custom_indexes[0].where == "score > 1");
    CHECK_FALSE(posts.custom_indexes[1].unique);
    REQUIRE(posts.full_text.size() == 2);
    CHECK(posts.full_text[0].tokenizer == FullText::Tokenizer::porter);
    CHECK(posts.full_text[0].prefix == std::vector<int64_t> { 2, 3 });
    CHECK(posts.full_text[1].tokenizer == FullText::Tokenizer::trigram);
    auto again = snapshots_from(to_value(*read));
    REQUIRE(again);
    CHECK(*again == *read);
}

TEST_CASE("whatever is wrong in a snapshot is named with its table")
{
    struct Case {
        const char* members;
        const char* problem;
    };
    static constexpr Case cases[] = {
        { R"("attributes":5)", "`attributes` must be a list" },
        { R"("attributes":[5])", "`items` must be maps" },
        { R"("attributes":[{"type":"string"}])", "`source` must be text" },
        { R"("attributes":[{"source":"x","type":"string","allow_nil?":"yes"}])",
            "`allow_nil?` must be true or false" },
        { R"("attributes":[{"source":"x","type":"string","default":5}])", "`items` must be maps" },
        { R"("attributes":[{"source":"x","type":"string","default":{"today":true}}])",
            "`now` must be text" },
        { R"("identities":[{"name":"x","keys":5,"index_name":"y"}])", "`keys` must be a list" },
        { R"("custom_indexes":[{"name":"x","fields":["a"],"unique":1}])",
            "`unique` must be true or false" },
        { R"("custom_indexes":[{"name":"x","fields":["a"],"where":5}])", "`where` must be text" },
        { R"("full_text":[{"name":"x","fields":["a"],"tokenize":"words"}])",
            "`tokenize` must be unicode61, porter, ascii or trigram" },
        { R"("full_text":[{"name":"x","fields":["a"],"prefix":["2"]}])",
            "`prefix` must be a list of numbers" },
        { R"("full_text":[{"name":"x","fields":["a"],"prefix":2}])", "`prefix` must be a list" },
        { R"("custom_statements":[{"name":"x","up":"SELECT 1"}])", "`down` must be text" },
        { R"("multitenancy":{"attribute":5})", "`attribute` must be text" },
        { R"("multitenancy":{"attribute":"org","global":1})", "`global` must be true or false" },
    };
    for (const auto& [members, problem] : cases) {
        CAPTURE(members);
        auto read = read_snapshots(R"({"a":{"table":"a",)" + std::string(members) + "}}");
        REQUIRE_FALSE(read);
        CHECK(read.error().code == ErrorCode::invalid_migration);
        CHECK(read.error().rendered() == "Snapshot of a: " + std::string(problem));
    }
    auto nameless = read_snapshots(R"({"a":{"attributes":[]}})");
    REQUIRE_FALSE(nameless);
    CHECK(nameless.error().rendered() == "Snapshot of a table: `table` must be text");
}
