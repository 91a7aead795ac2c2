#include "migration/snapshot.h"
#include "support/test_database.h"

#include "catch_amalgamated.hpp"

using namespace tunez;

static Outcome<Snapshots> snapshots_or_errors(std::string_view resources)
{
    FakeHost host;
    auto definition = test::load_resources(resources, host);
    return take_snapshots(*definition);
}

TEST_CASE("only resources with tables of their own are in a snapshot, with columns that are stored")
{
    auto snapshots = snapshots_or_errors(R"([{'name':'Part','embedded':true,'attributes':[
            {'name':'a','type':'string'}]},
        {'name':'Post','table':'posts','attributes':[
            {'name':'id','type':'uuid','primary_key':true},
            {'name':'part','type':{'embedded':'Part'}}]}])");
    REQUIRE(snapshots);
    CHECK(snapshots->size() == 1);
    CHECK(snapshots->at("posts").attributes.size() == 2);
}

TEST_CASE("what no index can hold is refused with its place")
{
    auto refused = snapshots_or_errors(R"([{'name':'Post','table':'posts','attributes':[
            {'name':'id','type':'uuid','primary_key':true},{'name':'title','type':'string'},
            {'name':'slug','type':'string'}],
        'identities':[{'name':'odd','keys':['title'],
            'where':{'fn':'contains','args':[{'ref':'title'},{'value':'x'}]}}],
        'custom_indexes':[{'name':'odder','fields':['slug'],
            'where':{'fn':'contains','args':[{'ref':'title'},{'value':'x'}]}}]}])");
    REQUIRE_FALSE(refused);
    std::vector<std::string> lines;
    for (const auto& error : refused.error().errors) {
        CHECK(error.code == ErrorCode::not_supported);
        lines.push_back(error.rendered());
    }
    auto reason = ": `where` is to compare fields with values: the database checks it by itself";
    CHECK(lines
        == std::vector<std::string> { std::string("Post.identities.odd") + reason,
            std::string("Post.custom_indexes.odder") + reason });
}

TEST_CASE("an index of each tenant's rows begins with the tenant, once")
{
    auto snapshots = snapshots_or_errors(R"([{'name':'Post','table':'posts','attributes':[
            {'name':'id','type':'uuid','primary_key':true},{'name':'org','type':'string'},
            {'name':'title','type':'string'},{'name':'slug','type':'string'}],
        'multitenancy':{'strategy':'attribute','attribute':'org'},
        'identities':[{'name':'title','keys':['title']},{'name':'both','keys':['slug','org']},
            {'name':'everywhere','keys':['slug'],'all_tenants':true}]}])");
    REQUIRE(snapshots);
    std::vector<std::string> indexes;
    for (const auto& index : to_table(snapshots->at("posts")).indexes) {
        std::string text;
        for (const auto& column : index.columns)
            text += (text.empty() ? "" : ",") + column;
        indexes.push_back(std::move(text));
    }
    CHECK(indexes == std::vector<std::string> { "slug,org", "slug", "org,title" });
}
