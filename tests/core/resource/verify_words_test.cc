#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

struct Refused {
    const char* members; // Of a resource `A` with an attribute `x`.
    const char* mistake;
};

} // namespace

static LoadedDefinition with_members(std::string_view members)
{
    return load_with("'x':{'type':'integer'}", "," + std::string(members));
}

TEST_CASE("options of an entry are of the kind that they are declared with")
{
    static constexpr Refused cases[] = {
        { "'validations':[{'name':'string_length','options':{'field':'x','min':'3'}}]",
            "A.validations[0].min: expected a whole number, not \"3\"" },
        { "'validations':[{'name':'string_length','options':{'field':5,'min':3}}]",
            "A.validations[0].field: expected a name, not 5" },
        { "'validations':[{'name':'present','options':{'fields':['x',5]}}]",
            "A.validations[0].fields: expected a list of names, not a list of 2" },
        { "'validations':[{'name':'present','options':{'fields':5}}]",
            "A.validations[0].fields: expected a list of names, not 5" },
        { "'validations':[{'name':'one_of','options':{'field':'x','values':5}}]",
            "A.validations[0].values: expected a list, not 5" },
        { "'validations':[{'name':'changing','options':{'field':'x','touching':1}}]",
            "A.validations[0].touching: expected true or false, not 1" },
        { "'changes':[{'name':'increment','options':{'attribute':'x','amount':'2'}}]",
            "A.changes[0].amount: expected a number, not \"2\"" },
        { "'changes':[{'name':'atomic_update','options':{'attribute':'x','expr':5}}]",
            "A.changes[0].expr: expected a map, not 5" },
        { "'changes':[{'name':'log','options':{'label':5}}]",
            "A.changes[0].label: expected a text, not 5" },
    };
    for (const auto& [members, mistake] : cases) {
        INFO(members);
        CHECK(with_members(members).has(mistake));
    }
    for (auto amount : { "2", "2.5", "{'$decimal':'1.5'}", "{'tenant':true}" })
        CHECK(with_members("'changes':[{'name':'increment','options':{'attribute':'x','amount':"
            + std::string(amount) + "}}]")
                .mistakes.empty());
}

TEST_CASE("upserts name identities and attributes of the resource")
{
    auto upsert = [](std::string_view more) {
        return with_members("'identities':{'by_x':{'keys':['x']}},'actions':{'put':{'type':"
                            "'create','upsert':true,"
            + std::string(more) + "}}");
    };
    CHECK(upsert("'upsert_identity':'by_x','upsert_fields':['x']").mistakes.empty());
    CHECK(upsert("'upsert_identity':'by_y'")
            .has("A.actions.put.upsert_identity: \"by_y\" is not an identity of A; did you mean "
                 "\"by_x\"?"));
    CHECK(upsert("'upsert_identity':'by_x','upsert_fields':['y',5]").locations
        == std::vector<std::string> {
            "A.actions.put.upsert_fields[0]", "A.actions.put.upsert_fields[1]" });
    CHECK(upsert("'upsert_identity':'by_x','upsert_fields':{'replace':['y']}").locations
        == std::vector<std::string> { "A.actions.put.upsert_fields.replace[0]" });
    CHECK(upsert("'upsert_identity':'by_x','upsert_fields':'replace_all'").mistakes.empty());
}

TEST_CASE("whether a page can be counted is true, false or by default")
{
    auto countable = [](std::string_view value) {
        return with_members(
            "'actions':{'read':{'type':'read','pagination':{'offset':true,'countable':"
            + std::string(value) + "}}}");
    };
    for (auto value : { "true", "false", "null", "'by_default'" })
        CHECK(countable(value).mistakes.empty());
    for (auto value : { "'always'", "5" })
        CHECK(countable(value).locations
            == std::vector<std::string> { "A.actions.read.pagination.countable" });
    CHECK(countable("'always'")
            .has("A.actions.read.pagination.countable: expected true, false or "
                 "\"by_default\", not \"always\""));
}

TEST_CASE("an action that has to be atomic is warned of what is not")
{
    auto update = [](std::string_view resource, std::string_view action) {
        return with_members(std::string(resource)
            + "'actions':{'go':{'type':'update','require_atomic':true" + std::string(action)
            + "}}");
    };
    auto warning = [](std::string_view what) {
        return "A.actions.go.require_atomic: " + std::string(what) + " has no atomic form";
    };
    CHECK(update("'changes':[{'name':'log','options':{'label':'x'}}],", "")
            .warns(warning("\"log\" at A.changes[0]")));
    CHECK(update("'changes':[{'name':'log','options':{'label':'x'},'on':['create']}],", "")
            .definition->warnings.empty());
    CHECK(update("'changes':[{'name':'set_attribute','options':{'attribute':'x','value':1}}],", "")
            .definition->warnings.empty());
    auto late = "'validations':[{'name':'present','options':{'field':'x'},'before_action':true}]";
    CHECK(update(late + std::string(","), "").warns(warning("\"present\" at A.validations[0]")));
    CHECK(update(late + std::string(","), ",'skip_global_validations':true")
            .definition->warnings.empty());
    CHECK(update("", "," + std::string(late))
            .warns(warning("\"present\" at A.actions.go.validations[0]")));
    CHECK(update("", ",'validations':[{'name':'present','options':{'field':'x'}}]")
            .definition->warnings.empty());
    auto destroy = with_members("'changes':[{'name':'log','options':{'label':'x'},'on':['destroy']}"
                                "],'actions':{'go':{'type':'destroy','require_atomic':true}}");
    CHECK(destroy.warns(warning("\"log\" at A.changes[0]")));
}

TEST_CASE("what an action declares says neither when it runs nor, if it reads, what it accepts")
{
    for (auto on : { "create", "read", "update", "destroy", "action" }) {
        CAPTURE(on);
        CHECK(with_members("'actions':{'go':{'type':'update','validations':[{'name':'present',"
                           "'options':{'field':'x'},'on':['"
            + std::string(on) + "']}]}}")
                .has("A.actions.go.validations[0].on: what an action declares runs for that action "
                     "alone"));
    }
    CHECK(with_members("'defaults':[{'read':['x']}]")
            .has("A.defaults[0].read: a read action accepts nothing"));
    CHECK(with_members("'defaults':[{'read':'*'}]")
            .has("A.defaults[0].read: a read action accepts nothing"));
    CHECK(with_members("'defaults':[{'read':[]}]").mistakes.empty());
    CHECK(with_members("'defaults':[{'create':['x'],'update':['x']}]").mistakes.size() == 1);
    CHECK(with_members("'defaults':[5]").mistakes.size() == 1);
}

TEST_CASE("what runs for actions that it cannot do anything about is refused")
{
    for (auto on : { "read", "action" })
        CHECK(with_members("'changes':[{'name':'log','options':{'label':'x'},'on':['"
                  + std::string(on) + "']}]")
                  .locations
            == std::vector<std::string> { "A.changes[0].on" });
    for (auto on : { "create", "update", "destroy" })
        CHECK(with_members("'preparations':[{'name':'build','options':{'limit':1},'on':['"
                  + std::string(on) + "']}]")
                  .locations
            == std::vector<std::string> { "A.preparations[0].on" });
}

TEST_CASE("a key that is required is never made nil by what it refers to")
{
    auto loaded = load_resources(
        "[{'name':'A','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{"
        "'b':{'kind':'belongs_to','destination':'B','allow_nil':false,'on_update':'nilify'},"
        "'c':{'kind':'belongs_to','destination':'B','allow_nil':false,'on_delete':'nilify'},"
        "'d':{'kind':'belongs_to','destination':'B','on_delete':'nilify','on_update':'nilify'}}},"
        "{'name':'B','attributes':{'id':{'type':'uuid_primary_key'}}}]");
    CHECK(loaded.has("A.relationships.b.on_update: it would make \"b_id\" nil, which is required"));
    CHECK(loaded.has("A.relationships.c.on_delete: it would make \"c_id\" nil, which is required; "
                     "there is \"delete\", \"restrict\" and \"nothing\""));
    CHECK(loaded.mistakes.size() == 2);
}
