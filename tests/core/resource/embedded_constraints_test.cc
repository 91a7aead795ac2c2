#include "core/resource/loading.h"
#include "resource/embedded.h"
#include "type/embedded.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

// A resource `A` whose attribute `p` embeds a part, alone or as a list, with these constraints.
static LoadedDefinition with_part(std::string_view constraints, bool is_list = false)
{
    return load_resources(
        "[{'name':'P','embedded':true,'attributes':{'a':{'type':'string'},'b':{'type':'integer'}},"
        "'calculations':{'shout':{'type':'string','expr':{'ref':'a'}},"
        "'plus':{'type':'integer','arguments':{'n':{'type':'integer'}},'expr':{'ref':'b'}}},"
        "'defaults':['create','read','update','destroy'],"
        "'actions':{'draw':{'type':'create'},'redraw':{'type':'update'}}},"
        "{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},'p':{'type':"
        + std::string(is_list ? "{'array':{'embedded':'P'}}" : "{'embedded':'P'}")
        + ",'constraints':" + std::string(constraints) + "}}}]");
}

static const EmbeddedUse& part_of(const LoadedDefinition& loaded, bool is_list = false)
{
    const auto& use = loaded.resource("A").find_attribute("p")->type;
    return (is_list ? *use.items : use).options<EmbeddedUse>();
}

TEST_CASE("the actions of an embedded type are those of its resource, by their kinds")
{
    struct Case {
        const char* constraints;
        const char* mistake;
    };
    const Case cases[] = {
        { "{'create_action':'make'}",
            "constraint `create_action`: P has no create action \"make\"" },
        { "{'create_action':'redraw'}",
            "constraint `create_action`: P has no create action \"redraw\"" },
        { "{'update_action':'draw'}",
            "constraint `update_action`: P has no update action \"draw\"" },
        { "{'destroy_action':'draw'}",
            "constraint `destroy_action`: P has no destroy action \"draw\"" },
        { "{'read_action':'draw'}", "constraint `read_action`: P has no read action \"draw\"" },
        { "{'create_action':5}", "constraint `create_action` must be a text, got 5" },
        { "{'include_source':'no'}",
            "constraint `include_source` must be true or false, got \"no\"" },
        { "{'load':5}", "constraint `load` is a list of names of calculations" },
        { "{'load':['shout',5]}", "constraint `load` is a list of names of calculations" },
        { "{'load':'nope'}", "constraint `load`: P has no calculation without arguments \"nope\"" },
        { "{'load':['plus']}",
            "constraint `load`: P has no calculation without arguments \"plus\"" },
        { "{'sort':5}", "constraint `sort` is a list of [field, direction]" },
        { "{'sort':[5]}", "constraint `sort` is a list of [field, direction]" },
        { "{'sort':[['a']]}", "constraint `sort` is a list of [field, direction]" },
        { "{'sort':[['a',5]]}", "constraint `sort` is a list of [field, direction]" },
        { "{'sort':[[5,'asc']]}", "constraint `sort` is a list of [field, direction]" },
        { "{'sort':{'a':5,'b':'asc'}}", "constraint `sort` is a list of [field, direction]" },
        { "{'sort':'-c'}", "constraint `sort`: P has no attribute \"c\"" },
        { "{'sort':{'a':'up'}}", "constraint `sort`: \"up\" is not a direction" },
    };
    for (const auto& [constraints, mistake] : cases) {
        INFO(constraints);
        auto loaded = with_part(constraints);
        CHECK(loaded.has("A.attributes.p: " + std::string(mistake)));
        CHECK(loaded.mistakes.size() == 1);
    }
}

TEST_CASE("an embedded type uses the actions that it names, and the primary ones else")
{
    auto named = with_part("{'create_action':'draw','update_action':'redraw'}");
    CHECK(part_of(named).create_action->name == "draw");
    CHECK(part_of(named).update_action->name == "redraw");
    CHECK(part_of(named).destroy_action->name == "destroy");
    CHECK(part_of(named).include_source);
    CHECK_FALSE(part_of(named).replace);
    auto other = with_part("{'on_update':'replace','include_source':false}");
    CHECK(part_of(other).create_action->name == "create");
    CHECK(part_of(other).replace);
    CHECK_FALSE(part_of(other).include_source);
}

TEST_CASE("the order of embedded values is a text, a list or a map")
{
    struct Case {
        const char* sort;
        bool descending;
        bool nils_first;
    };
    const Case cases[] = { { "'b'", false, false }, { "'+b'", false, false },
        { "'-b'", true, true }, { "['b']", false, false }, { "['-b']", true, true },
        { "[['b','desc']]", true, true }, { "{'b':'asc'}", false, false },
        { "{'b':'desc_nils_last'}", true, false }, { "[['b','desc_nils_first']]", true, true },
        { "[['b','asc_nils_first']]", false, true }, { "[['b','asc_nils_last']]", false, false } };
    for (const auto& [sort, descending, nils_first] : cases) {
        INFO(sort);
        auto loaded = with_part("{'sort':" + std::string(sort) + "}", true);
        const auto& terms = part_of(loaded, true).sort;
        REQUIRE(terms.size() == 1);
        CHECK(terms[0].field == 1);
        CHECK(terms[0].descending == descending);
        CHECK(terms[0].nils_first == nils_first);
    }
    CHECK(part_of(with_part("{'sort':null}", true), true).sort.empty());
}

TEST_CASE("an embedded type may load one calculation or several")
{
    CHECK(part_of(with_part("{'load':'shout'}")).loads != nullptr);
    CHECK(part_of(with_part("{'load':['shout']}")).loads != nullptr);
    CHECK(part_of(with_part("{'load':[]}")).loads == nullptr);
    CHECK(part_of(with_part("{}")).loads == nullptr);
}

TEST_CASE("what is embedded is found wherever a type has others inside")
{
    auto loaded = load_resources(
        "[{'name':'P','embedded':true,'attributes':{'a':{'type':'string'}}},"
        "{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},"
        "'m':{'type':'map','constraints':{'fields':{'p':{'type':{'embedded':'P'},'constraints':{"
        "'load':['x']}},'n':{'type':'integer'}}}},"
        "'u':{'type':'union','constraints':{'types':{'p':{'type':{'embedded':'Q'}},'n':{'type':"
        "'integer'}}}}}}]");
    CHECK(loaded.has("A.attributes.m: constraint `load`: P has no calculation without arguments "
                     "\"x\""));
    CHECK(loaded.has("A.attributes.u: there is no embedded resource \"Q\"; there is \"P\""));
    CHECK(loaded.mistakes.size() == 2);
}
