#include "resource/verify/verify.h"

#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

// ── Actions ──

TEST_CASE("an action accepts each writable attribute of its resource at most once")
{
    auto loaded = load_with("'name':{'type':'string'},'year':{'type':'integer'},'locked':{'type':'"
                            "string','writable':false}",
        R"(,'relationships':{'up':{'kind':'belongs_to','destination':'A'},'downs':{'kind':'has_many','destination':'A','destination_attribute':'up_id'}},
        'default_accept':['nam'],'actions':{'create':{'type':'create','accept':['name','year','nmae','locked','name','up','downs']}})");
    CHECK(loaded.has("A.default_accept[0]: cannot accept \"nam\", because it is not an attribute "
                     "of A; did you mean \"name\"?"));
    CHECK(loaded.has("A.actions.create.accept[2]: cannot accept \"nmae\", because it is not an "
                     "attribute of A; did you mean \"name\"?"));
    CHECK(loaded.has("A.actions.create.accept[3]: cannot accept \"locked\", because it is not "
                     "writable (`writable: false`)"));
    CHECK(loaded.has("A.actions.create.accept[4]: \"name\" is accepted twice"));
    CHECK(loaded.has("A.actions.create.accept[5]: cannot accept \"up\", because it is a "
                     "relationship; accept its key \"up_id\", or manage it by an argument"));
    CHECK(loaded.has("A.actions.create.accept[6]: cannot accept \"downs\", because it is a "
                     "relationship; manage it by an argument"));
    CHECK(loaded.mistakes.size() == 6);
}

TEST_CASE("what was meant is suggested in the developer's spelling")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':[{'name':'id','type':'uuid_primary_key'},{'name':'cover_image_url','key':'coverImageUrl','type':'string'}],
        'actions':{'create':{'type':'create','accept':['cover_image_ulr']}}}])");
    CHECK(loaded.has("A.actions.create.accept[0]: cannot accept \"cover_image_ulr\", because it is "
                     "not an attribute of A; did you mean \"coverImageUrl\"?"));
}

TEST_CASE("only a soft destroy accepts input")
{
    auto loaded = load_with("'x':{'type':'string'}",
        ",'actions':{'destroy':{'type':'destroy','accept':['x']},'archive':{'type':'destroy','soft'"
        ":true,'accept':['x']},'gone':{'type':'destroy','accept':[]}}");
    CHECK(loaded.mistakes
        == std::vector<std::string> { "A.actions.destroy.accept: a destroy writes nothing; only a "
                                      "soft one (`soft: true`) accepts input" });
}

TEST_CASE("an action requires only what it accepts, and lets out only what exists")
{
    auto loaded = load_with("'x':{'type':'string'},'y':{'type':'string'}",
        ",'actions':{'create':{'type':'create','accept':['x'],'require_attributes':['x','y','z'],'"
        "allow_nil_input':['q']}}");
    CHECK(loaded.has("A.actions.create.require_attributes[1]: cannot require \"y\", because the "
                     "action does not accept it"));
    CHECK(loaded.has("A.actions.create.require_attributes[2]: cannot require \"z\", because it is "
                     "not an attribute of A; there are \"id\", \"x\" and \"y\""));
    CHECK(loaded.has("A.actions.create.allow_nil_input[0]: \"q\" cannot be left out, because it is "
                     "not an attribute of A; there are \"id\", \"x\" and \"y\""));
}

TEST_CASE("at most one action of a type is primary")
{
    auto loaded = load_with("",
        ",'defaults':['create'],'actions':{'make':{'type':'create','primary':true},'one':{'type':'"
        "action','run':1,'primary':true},'two':{'type':'action','run':1,'primary':true}}");
    CHECK(loaded.mistakes
        == std::vector<std::string> {
            "A.actions.make.primary: \"create\" is the primary create action already" });
}

TEST_CASE("a record is got by attributes")
{
    auto loaded = load_with("'title':{'type':'string'}",
        ",'actions':{'by':{'type':'read','get_by':['title','titel']}}");
    CHECK(loaded.has("A.actions.by.get_by[1]: cannot get by \"titel\", because it is not an "
                     "attribute of A; did you mean \"title\"?"));
}

TEST_CASE("the filter of an action uses its arguments")
{
    auto loaded = load_with("'x':{'type':'string'}",
        R"(,'actions':{'search':{'type':'read','arguments':{'query':{'type':'string'}},
        'filter':{'op':'and','args':[{'op':'==','args':[{'ref':'x'},{'arg':'qurey'}]},{'op':'==','args':[{'ref':'x'},{'arg':'query'}]},{'value':{'arg':'literal'}}]}}})");
    CHECK(loaded.mistakes
        == std::vector<std::string> { "A.actions.search.filter.args[0].args[1]: \"qurey\" is not "
                                      "an argument of this action; did you mean \"query\"?" });
}

TEST_CASE("a generic action runs something")
{
    auto loaded = load_with("",
        ",'actions':{'ping':{'type':'action'},'pong':{'type':'action','run':{'callback':1},'"
        "returns':{'type':'string','constraints':{'max_length':1}}},'pang':{'type':'action','run':"
        "1,'returns':'strng'}}");
    CHECK(loaded.has("A.actions.ping: a generic action needs `run`: the callback that it is"));
    CHECK(loaded.locations[0] == "A.actions.pang.returns.type");
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("an upsert names an identity and attributes")
{
    auto loaded = load_with(
        "'code':{'type':'string'}", R"(,'identities':{'unique_code':{'keys':['code']}},'actions':{
        'up':{'type':'create','upsert':true,'upsert_identity':'uniqe_code','upsert_fields':['code','n']},
        'ok':{'type':'create','upsert':true,'upsert_identity':'unique_code','upsert_fields':{'replace_all_except':['id']}}})");
    CHECK(loaded.has("A.actions.up.upsert_identity: \"uniqe_code\" is not an identity of A; did "
                     "you mean \"unique_code\"?"));
    CHECK(loaded.has("A.actions.up.upsert_fields[1]: \"n\" is not an attribute of A; there are "
                     "\"id\" and \"code\""));
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("a private argument that is required and has no default is warned of")
{
    auto loaded = load_with("",
        ",'actions':{'read':{'type':'read','arguments':{'a':{'type':'string','public':false,'allow_"
        "nil':false},'b':{'type':'string','public':false,'allow_nil':false,'default':'x'}}},'all':{"
        "'type':'read'}}");
    CHECK(loaded.warns("A.actions.read.arguments.a: it is private, required and has no default: "
                       "every caller must give it as a private argument"));
    CHECK(loaded.definition->warnings.size() == 1);
}

TEST_CASE("a create that can never set what is required is warned of")
{
    auto loaded = load_with("'x':{'type':'string','allow_nil':false},'y':{'type':'string','allow_"
                            "nil':false,'default':'y'}",
        ",'actions':{'bare':{'type':'create'},'accepting':{'type':'create','accept':['x']},'"
        "changing':{'type':'create','changes':[{'name':'set_attribute','attribute':'x','value':1}]}"
        "}");
    CHECK(loaded.definition->warnings
        == std::vector<std::string> {
            "A.actions.bare: \"x\" is required, but the action neither accepts nor sets it" });
}

TEST_CASE("an action that says it is atomic warns of what cannot be")
{
    auto loaded = load_with("'x':{'type':'string'}", R"(,'actions':{
        'manual':{'type':'update','require_atomic':true,'manual':{'callback':1}},
        'mixed':{'type':'update','require_atomic':true,'changes':[{'name':'set_attribute','attribute':'x','value':1},{'name':'callback','callback':1}]},
        'unsaid':{'type':'update','changes':[{'name':'callback','callback':1}]}})");
    CHECK(loaded.warns("A.actions.manual.require_atomic: a manual action is never atomic"));
    CHECK(loaded.warns("A.actions.mixed.require_atomic: \"callback\" at A.actions.mixed.changes[1] "
                       "has no atomic form"));
    CHECK(loaded.definition->warnings.size() == 2);
}

TEST_CASE("a primary read action that is not plain is warned of")
{
    auto loaded = load_with("",
        ",'actions':{'read':{'type':'read','filter':{'value':true},'preparations':['build'],'"
        "arguments':{'q':{'type':'string','allow_nil':false}}}}");
    CHECK(loaded.definition->warnings.size() == 3);
    CHECK(loaded.warns("A.actions.read: the primary read action has a filter, which holds for "
                       "every load of relationships too; better give it to another action"));
}

// ── Entries ──

TEST_CASE("the options of entries exist, are complete and of the right kind")
{
    auto loaded = load_with("'n':{'type':'integer'}",
        R"(,'validations':[{'name':'compare','field':'n','greater_then':1},{'name':'compare'},
        {'name':'string_length','field':'n','min':'many'},{'name':'string_length','field':'n','min':{'arg':'n'}},{'name':'present','fields':['n',7]},{'name':'present','field':['n']},
        {'name':'negate'},{'name':'one_of','field':'n','values':'x'},{'name':'compare','field':'n','is_nil':'yes'}],
        'actions':{'up':{'type':'update','arguments':{'n':{'type':'integer'}},'changes':[{'name':'increment','attribute':'n','amount':'x'},{'name':'filter','expr':7}]}})");
    CHECK(loaded.has("A.validations[0]: \"compare\" has no option \"greater_then\"; did you mean "
                     "\"greater_than\"?"));
    CHECK(loaded.has("A.validations[1]: \"compare\" needs the option \"field\""));
    CHECK(loaded.has("A.validations[2].min: expected a whole number, not \"many\""));
    CHECK(loaded.has("A.validations[4].fields: expected a list of names, not a list of 2"));
    CHECK(loaded.has("A.validations[5].field: expected a name, not a list of 1"));
    CHECK(loaded.has("A.validations[6]: \"negate\" needs the option \"validation\""));
    CHECK(loaded.has("A.validations[7].values: expected a list, not \"x\""));
    CHECK(loaded.has("A.validations[8].is_nil: expected true or false, not \"yes\""));
    CHECK(loaded.has("A.actions.up.changes[0].amount: expected a number, not \"x\""));
    CHECK(loaded.has("A.actions.up.changes[1].expr: expected a map, not 7"));
    CHECK(loaded.mistakes.size() == 10);
}

TEST_CASE("fields that options name exist, at every depth")
{
    auto loaded = load_with("'name':{'type':'string'}",
        R"(,'relationships':{'up':{'kind':'belongs_to','destination':'A'}},
        'validations':[{'name':'present','field':'nmae'},{'name':'present','fields':['name','limit','up','zz']},
          {'name':'negate','validation':{'name':'present','field':'xx','where':[{'name':'changing','field':'yy'}]}}],
        'actions':{'create':{'type':'create','accept':['name'],'arguments':{'limit':{'type':'integer'}},
          'validations':[{'name':'present','field':'limit'},{'name':'action_is','action':'create'}],
          'changes':[{'name':'set_attribute','attribute':'limit','value':1},{'name':'manage_relationship','argument':'lmit','relationship':'name'}]},
          'update':{'type':'update','validations':[{'name':'present','field':'limit'}]}})");
    CHECK(
        loaded.has("A.validations[0].field: \"nmae\" is not a field of A; did you mean \"name\"?"));
    CHECK(loaded.has("A.validations[1].fields[3]: \"zz\" is not a field of A; there are \"limit\", "
                     "\"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.has("A.validations[2].validation.field: \"xx\" is not a field of A; there are "
                     "\"limit\", \"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.has("A.validations[2].validation.where[0].field: \"yy\" is not a field of A; "
                     "there are \"limit\", \"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.has("A.actions.create.changes[0].attribute: \"limit\" is not an attribute of A; "
                     "there are \"id\", \"name\" and \"up_id\""));
    CHECK(loaded.has("A.actions.create.changes[1].argument: \"lmit\" is not an argument of "
                     "A.create; did you mean \"limit\"?"));
    CHECK(loaded.has("A.actions.create.changes[1].relationship: \"name\" is not a relationship of "
                     "A; there is \"up\""));
    CHECK(loaded.has("A.actions.update.validations[0].field: \"limit\" is not a field of A.update; "
                     "there are \"id\", \"name\", \"up_id\" and \"up\""));
    CHECK(loaded.mistakes.size() == 8);
}

TEST_CASE("a condition on an action that does not exist is warned of")
{
    auto loaded = load_with("",
        ",'validations':[{'name':'action_is','action':['create','craete']}],'defaults':['create']");
    CHECK(loaded.warns(
        "A.validations[0].action[1]: \"craete\" is not an action of A; did you mean \"create\"?"));
}

TEST_CASE("templates stand for arguments and attributes that exist")
{
    auto loaded = load_with("'n':{'type':'integer'}",
        R"(,'actions':{'up':{'type':'update','arguments':{'by':{'type':'integer'}},
        'changes':[{'name':'set_attribute','attribute':'n','value':{'arg':'bye'}},{'name':'set_attribute','attribute':'n','value':{'arg':'by'}}],
        'validations':[{'name':'compare','field':'n','greater_than':{'attribute':'m'}}]}})");
    CHECK(loaded.has(
        "A.actions.up.changes[0].value: \"bye\" is not an argument of A.up; did you mean \"by\"?"));
    CHECK(loaded.has("A.actions.up.validations[0].greater_than: \"m\" is not a field of A.up; "
                     "there are \"by\", \"id\" and \"n\""));
    CHECK(loaded.mistakes.size() == 2);
}

TEST_CASE("changes run where records are written, preparations where they are read")
{
    auto loaded = load_with("",
        R"(,'changes':[{'name':'log','on':['read']}],'preparations':[{'name':'build','on':['create']}],
        'validations':[{'name':'present','field':'id','on':['read','action']}],
        'actions':{'read':{'type':'read','steps':[{'change':'log'}]},'create':{'type':'create','steps':[{'prepare':'build'}]}})");
    CHECK(loaded.has("A.changes[0].on: a change runs on create, update and destroy"));
    CHECK(loaded.has("A.preparations[0].on: a preparation runs on read and action"));
    CHECK(loaded.has("A.actions.read.steps[0].change: a change has nothing to change in \"read\", "
                     "which writes no record"));
    CHECK(loaded.has(
        "A.actions.create.steps[0].prepare: a preparation has no query to prepare in \"create\""));
    CHECK(loaded.mistakes.size() == 4);
}

// ── Multitenancy and interfaces ──

TEST_CASE("the attribute that holds the tenant exists")
{
    auto missing = load_with(
        "'org':{'type':'string'}", ",'multitenancy':{'strategy':'attribute','attribute':'orgg'}");
    CHECK(missing.has(
        "A.multitenancy.attribute: \"orgg\" is not an attribute of A; did you mean \"org\"?"));
    auto unsaid = load_with("", ",'multitenancy':{'strategy':'attribute'}");
    CHECK(unsaid.has("A.multitenancy: it needs the `attribute` that holds the tenant"));
}

TEST_CASE("functions of a domain run actions with inputs that exist")
{
    auto loaded = load_json(
        R"({'domains':[{'name':'D','resources':[{'name':'Artist','attributes':{'id':{'type':'uuid_primary_key'},'name':{'type':'string'}},
        'defaults':['read'],'actions':{'create':{'type':'create','accept':['name'],'arguments':{'note':{'type':'string'}}}}}],
        'interface':[{'name':'create_artist','resource':'Artist','action':'create','args':['nmae','note'],'exclude_inputs':['nope']},
          {'name':'a','resource':'Artst','action':'create'},{'name':'b','resource':'Artist','action':'craete'},{'name':'b','resource':'Other','action':'read'},
          {'name':'c d','resource':'Artist','action':'read','get_by':['nam']},{'name':'e','resource':'Artist','action':'create','get_by':'id'},
          {'name':'f'},{'name':'g','resource':'Artist','action':'read','args':[7]},{'name':'h?','resource':'Artist','action':'read','get_by':['id'],'args':['id']}]},
        {'name':'E','resources':[{'name':'Other','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read']}]}]})");
    CHECK(loaded.has("D.interface.create_artist.args[0]: \"nmae\" is neither an argument of "
                     "Artist.create nor accepted by it; did you mean \"name\"?"));
    CHECK(loaded.has("D.interface.create_artist.exclude_inputs[0]: \"nope\" is neither an argument "
                     "of Artist.create nor accepted by it; did you mean \"note\"?"));
    CHECK(loaded.has(
        "D.interface.a.resource: there is no resource \"Artst\"; did you mean \"Artist\"?"));
    CHECK(loaded.has(
        "D.interface.b.action: \"craete\" is not an action of Artist; did you mean \"create\"?"));
    CHECK(loaded.has("D.interface.b: there is another function of that name"));
    CHECK(loaded.has("D.interface.b.resource: Other is not a resource of D"));
    CHECK(loaded.has("D.interface.c d: the name \"c d\" is not an identifier: letters without "
                     "accents, digits and _, no digit first"));
    CHECK(loaded.has("D.interface.c d.get_by[0]: cannot get by \"nam\", because it is not an "
                     "attribute of Artist; did you mean \"name\"?"));
    CHECK(loaded.has("D.interface.e.get_by: a create has no record to get"));
    CHECK(loaded.has("D.interface.f: it needs the `resource` whose action it runs"));
    CHECK(loaded.has("D.interface.g.args[0]: expected the name of an input, not 7"));
    CHECK(loaded.mistakes.size() == 11);
}
