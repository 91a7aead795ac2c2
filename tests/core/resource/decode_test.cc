#include "base/json.h"
#include "core/resource/loading.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

using namespace tunez;
using namespace tunez::test;

TEST_CASE("collections are lists of named maps, or maps from names")
{
    auto as_lists = load_json(R"({'domains':[{'name':'D','resources':[{'name':'A','attributes':[
        {'name':'id','type':'uuid','primary_key':true},{'name':'title','type':'string'}]}]}]})");
    auto as_maps = load_json(R"({'domains':{'D':{'resources':{'A':{'attributes':{
        'id':{'type':'uuid','primary_key':true},'title':{'type':'string'}}}}}}})");
    for (const auto* loaded : { &as_lists, &as_maps }) {
        const auto& resource = loaded->resource("A");
        REQUIRE(resource.attributes.size() == 2);
        CHECK(resource.attributes[0]->name == "id");
        CHECK(resource.attributes[1]->name == "title");
        CHECK(resource.domain->name == "D");
    }
}

TEST_CASE("an attribute has the documented defaults")
{
    auto loaded = load_resources("[{'name':'A','attributes':{'id':{'type':'uuid','primary_key':"
                                 "true},'x':{'type':'integer'}}}]");
    const auto& x = *loaded.resource("A").find_attribute("x");
    CHECK(x.key == "x");
    CHECK(x.source == "x");
    CHECK(x.allow_nil);
    CHECK(x.writable);
    CHECK(!x.is_public);
    CHECK(!x.generated);
    CHECK(!x.sensitive);
    CHECK(x.select_by_default);
    CHECK(!x.always_select);
    CHECK(x.filterable == Filterable::yes);
    CHECK(x.sortable);
    CHECK(!x.default_value.is_set());
    CHECK(x.json_key == "\"x\":");
}

TEST_CASE("everything said of an attribute is kept")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':[{'name':'id','type':'uuid','primary_key':true},
        {'name':'year_released','key':'yearReleased','type':'integer','constraints':{'min':1},'allow_nil':false,'default':{'value':7},
         'update_default':{'callback':4},'match_other_defaults':true,'writable':false,'public':true,'sensitive':true,
         'select_by_default':false,'always_select':true,'source':'year','filterable':'simple_equality','sortable':false,
         'description':'When.'}]}])");
    const auto& year = *loaded.resource("A").find_attribute("yearReleased");
    CHECK(year.name == "year_released");
    CHECK(&year == loaded.resource("A").find_attribute("year_released"));
    CHECK(year.default_value.literal == Value(7));
    CHECK(year.update_default.source == Default::Source::callback);
    CHECK(year.update_default.callback == CallbackId { 4 });
    CHECK(!year.allow_nil);
    CHECK(year.match_other_defaults);
    CHECK(!year.writable);
    CHECK(year.is_public);
    CHECK(year.sensitive);
    CHECK(!year.select_by_default);
    CHECK(year.always_select);
    CHECK(year.source == "year");
    CHECK(year.filterable == Filterable::simple_equality);
    CHECK(!year.sortable);
    CHECK(year.description == "When.");
    CHECK(year.json_key == "\"yearReleased\":");
    CHECK(*year.type.constraints.find("min") == Value(1));
}

TEST_CASE("a default is a value, a function or a callback")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true,'default':{'fn':'uuid'}},
        'at':{'type':'utc_datetime','default':{'fn':'now'}},'day':{'type':'date','default':{'fn':'today'}},
        'bare':{'type':'integer','default':3},'nil':{'type':'integer','default':null},'nil_value':{'type':'integer','default':{'value':null}},
        'map':{'type':'map','default':{'a':1}},'blank':{'type':'integer','default':''}}}])");
    const auto& resource = loaded.resource("A");
    CHECK(resource.find_attribute("id")->default_value.source == Default::Source::uuid);
    CHECK(resource.find_attribute("at")->default_value.source == Default::Source::now);
    CHECK(resource.find_attribute("day")->default_value.source == Default::Source::today);
    CHECK(resource.find_attribute("bare")->default_value.literal == Value(3));
    CHECK(!resource.find_attribute("nil")->default_value.is_set());
    CHECK(!resource.find_attribute("nil_value")->default_value.is_set());
    CHECK(resource.find_attribute("map")->default_value.literal == Value(Map { { "a", 1 } }));
    CHECK(!resource.find_attribute("blank")->default_value.is_set());
}

TEST_CASE("a literal default is cast once, when the definition is loaded")
{
    auto loaded
        = load_resources(R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true},
        'price':{'type':'decimal','default':'1.50'},'title':{'type':'string','default':'  x '},
        'status':{'type':'atom','constraints':{'one_of':['draft']},'default':'draft'}},
        'actions':{'read':{'type':'read','arguments':{'n':{'type':'integer','default':'7'}}}}}])");
    const auto& resource = loaded.resource("A");
    CHECK(resource.find_attribute("price")->default_value.literal.is(Kind::decimal));
    CHECK(resource.find_attribute("title")->default_value.literal == Value("x"));
    CHECK(resource.find_attribute("status")->default_value.literal == Value::atom("draft"));
    CHECK(loaded.action("A", "read").arguments[0].default_value.literal == Value(7));
}

TEST_CASE("names with a final question mark are understood in flags, options and constraints")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key?':true,'allow_nil?':false},
        't':{'type':'string','constraints':{'trim?':false}}},
        'validations':[{'name':'changing','field':'t','options':{'touching?':true}}]}])");
    CHECK(loaded.resource("A").find_attribute("id")->primary_key);
    CHECK(loaded.resource("A").find_attribute("t")->type.constraints.contains("trim"));
    CHECK(*loaded.resource("A").validations[0].options.find("touching") == Value(true));
}

TEST_CASE("shorthands expand to whole attributes, and what is said beside them wins")
{
    auto loaded = load_resources(R"([{'name':'A','attributes':{'id':{'type':'uuid_primary_key'},
        'created':{'type':'create_timestamp','public':true},'updated':{'type':'update_timestamp'}}},
        {'name':'B','attributes':{'id':{'type':'integer_primary_key'}}},{'name':'C','attributes':{'id':{'type':'uuid_v7_primary_key'}}}])");
    const auto& id = *loaded.resource("A").find_attribute("id");
    CHECK(id.primary_key);
    CHECK(!id.writable);
    CHECK(id.is_public);
    CHECK(id.default_value.source == Default::Source::uuid);
    const auto& created = *loaded.resource("A").find_attribute("created");
    CHECK(created.is_public);
    CHECK(created.match_other_defaults);
    CHECK(!created.allow_nil);
    CHECK(!created.update_default.is_set());
    CHECK(loaded.resource("A").find_attribute("updated")->update_default.source
        == Default::Source::now);
    CHECK(loaded.resource("B").find_attribute("id")->generated);
    CHECK(loaded.resource("C").find_attribute("id")->default_value.source
        == Default::Source::uuid_v7);
}

TEST_CASE("entries keep their options, conditions and what is inside them")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true},'n':{'type':'integer'},'s':{'type':'atom'}},
        'validations':[
          {'name':'compare','field':'n','options':{'greater_than':1},'less_than':9,'message':'no','on':['destroy'],
           'only_when_valid':true,'before_action':true,'where':[{'name':'present','field':'s'},'callback_free'],'description':'d'},
          {'name':'negate','validation':{'name':'any','validations':[{'name':'present','fields':['n','s']},{'name':'present','fields':'n'}]}},
          {'name':'one_of','field':'s','values':[{'atom':'draft'},{'atom':'live'}]},
          {'name':'attribute_equals','field':'n','value':null},
          {'name':'callback','callback':7,'options':{'deep?':{'x':1}}}]}])");
    CHECK(loaded.has("A.validations[0].where[1]: there is no validation \"callback_free\"; did you "
                     "mean \"callback\"?"));
    CHECK(loaded.mistakes.size() == 1);

    loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true},'n':{'type':'integer'},'s':{'type':'atom'}},
        'validations':[
          {'name':'compare','field':'n','options':{'greater_than':1},'less_than':9,'message':'no','on':['destroy'],
           'only_when_valid':true,'before_action':true,'where':[{'name':'present','field':'s'}],'description':'d'},
          {'name':'negate','validation':{'name':'any','validations':[{'name':'present','fields':['n','s']},{'name':'present','fields':'n'}]}},
          {'name':'one_of','field':'s','values':[{'atom':'draft'},{'atom':'live'}]},
          {'name':'attribute_equals','field':'n','value':null},
          {'name':'callback','callback':7,'options':{'deep?':{'x':1}}}]}])");
    const auto& validations = loaded.resource("A").validations;
    REQUIRE(validations.size() == 5);
    const auto& compare = validations[0];
    CHECK(std::string_view(compare.builtin->name) == "compare");
    CHECK(*compare.options.find("greater_than") == Value(1));
    CHECK(*compare.options.find("less_than") == Value(9));
    CHECK(compare.message == "no");
    CHECK((compare.on.destroy && !compare.on.create && !compare.on.update));
    CHECK(compare.only_when_valid);
    CHECK(compare.before_action);
    CHECK(compare.where.size() == 1);
    CHECK(compare.location == "A.validations[0]");
    REQUIRE(validations[1].inner.size() == 1);
    REQUIRE(validations[1].inner[0].inner.size() == 2);
    CHECK(*validations[1].inner[0].inner[1].options.find("fields") == Value(List { Value("n") }));
    CHECK(validations[1].on.create);
    CHECK(validations[2].options.find("values")->list()[0] == Value::atom("draft"));
    CHECK(validations[3].options.find("value")->is_null());
    CHECK(validations[4].callback == CallbackId { 7 });
    CHECK(validations[4].options.contains("deep?"));
}

TEST_CASE("an action has its steps in the order declared")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true},'n':{'type':'integer'}},'actions':{
        'in_order':{'type':'create','accept':['n'],'steps':[{'validate':{'name':'present','field':'n'}},{'change':{'name':'log'}}]},
        'apart':{'type':'update','accept':[],'validations':[{'name':'present','field':'n'}],'changes':['log']},
        'list':{'type':'read','preparations':[{'name':'build','limit':2}]}}}])");
    const auto& in_order = loaded.action("A", "in_order");
    REQUIRE(in_order.steps.size() == 2);
    CHECK(in_order.steps[0].kind == Step::Kind::validation);
    CHECK(in_order.steps[0].entry.location == "A.actions.in_order.steps[0].validate");
    CHECK(in_order.steps[0].entry.on.create);
    CHECK(!in_order.steps[0].entry.on.update);
    const auto& apart = loaded.action("A", "apart");
    CHECK(apart.steps[0].kind == Step::Kind::change);
    CHECK(apart.steps[1].kind == Step::Kind::validation);
    CHECK(loaded.action("A", "list").steps[0].kind == Step::Kind::preparation);
}

// ── Refusals ──

TEST_CASE("a message that is no definition is refused")
{
    for (const auto* text : { "null", "7", "'x'", "[]", "true" })
        CHECK(load_json(text).locations == std::vector<std::string> { "definition", "definition" });
    CHECK(load_json("{}").has("definition: it has no `domains`"));
    CHECK(load_json("{'domains':7}")
            .has("definition.domains: expected a list of maps, or a map from names, not 7"));
    CHECK(load_json("{'domains':[]}").has("definition: it has no domain"));
    CHECK(load_json("{'domains':[7]}").has("definition.domains[0]: a domain must be a map, not 7"));
    CHECK(load_json("{'domains':[{}]}")
            .has("definition.domains[0]: a domain needs a `name` that is a text"));
    CHECK(load_json("{'domains':[{'name':''}]}")
            .has("definition.domains[0]: a domain needs a `name` that is a text"));
}

TEST_CASE("unknown keys are refused with what was probably meant")
{
    auto loaded = load_json(
        R"({'domains':[{'name':'D','resuorces':[],'resources':[{'name':'A','attribtues':[],'attributes':{
        'id':{'type':'uuid','primary_key':true,'wrtable':false}},'identities':{'i':{'keys':['id'],'kyes':1}},
        'actions':{'read':{'type':'read','pagniation':true,'arguments':{'x':{'type':'string','writable':true}}}}}]}]})");
    CHECK(loaded.has("D: unknown key \"resuorces\" of a domain; did you mean \"resources\"?"));
    CHECK(loaded.has("A: unknown key \"attribtues\" of a resource; did you mean \"attributes\"?"));
    CHECK(loaded.has(
        "A.attributes.id: unknown key \"wrtable\" of an attribute; did you mean \"writable\"?"));
    CHECK(
        loaded.has("A.identities.i: unknown key \"kyes\" of an identity; did you mean \"keys\"?"));
    CHECK(loaded.has(
        "A.actions.read: unknown key \"pagniation\" of an action; did you mean \"pagination\"?"));
    CHECK(loaded.has("A.actions.read.arguments.x: unknown key \"writable\" of an argument"));
    CHECK(loaded.mistakes.size() == 6);
}

TEST_CASE("values of the wrong kind are refused with what would be right")
{
    auto loaded = load_resources(R"([{'name':'A','table':7,'embedded':'yes','attributes':{
        'id':{'type':'uuid','primary_key':1,'key':[],'default':{'fn':'uid'}},'n':{'type':'integer','filterable':'maybe','constraints':[1]},
        'p':7,'q':{}},
        'relationships':{'r':{'destination':'A'},'s':{'kind':'has_mnay','destination':'A'},'t':{'kind':'belongs_to'},
          'u':{'kind':'has_many','destination':'A','limit':-1,'sort':[['id','down'],7]}},
        'identities':{'i':{'keys':{'a':1}},'j':{'keys':['id',7]}},
        'actions':{'a':{},'b':{'type':'craete'},'c':{'type':'create','accept':[1],'steps':[{'chnage':{}}],'timeout':'x','error_handler':'f'}},
        'defaults':['create','list',{'read':['id']}],'default_accept':7,'custom_indexes':{},
        'multitenancy':{'strategy':'context','attribute':'id'}}])");
    CHECK(loaded.has("A.table: expected a text, not 7"));
    CHECK(loaded.has("A.embedded: expected true or false, not \"yes\""));
    CHECK(loaded.has("A.attributes.id.primary_key: expected true or false, not 1"));
    CHECK(loaded.has("A.attributes.id.key: expected a text, not an empty list"));
    CHECK(loaded.has("A.attributes.id.default: there is no function \"uid\" for defaults; did you "
                     "mean \"uuid\"?"));
    CHECK(loaded.has(
        "A.attributes.n.filterable: expected true, false or \"simple_equality\", not \"maybe\""));
    CHECK(loaded.has("A.attributes.n.constraints: expected a map, not a list of 1"));
    CHECK(loaded.has("A.attributes.p: an attribute must be a map, not 7"));
    CHECK(loaded.has("A.attributes.q: it needs a `type`"));
    CHECK(loaded.has(
        "A.relationships.r: it needs a `kind`: belongs_to, has_one, has_many or many_to_many"));
    CHECK(loaded.has(
        "A.relationships.s.kind: \"has_mnay\" is not one that exists; did you mean \"has_many\"?"));
    CHECK(loaded.has(
        "A.relationships.t: it needs a `destination`: the name of the related resource"));
    CHECK(loaded.has(
        "A.relationships.u.limit: expected a whole number that is not negative, not -1"));
    CHECK(loaded.has("A.relationships.u.sort[1]: expected [field, direction], not 7"));
    CHECK(loaded.has("A.identities.i.keys: expected a list of names, not a map"));
    CHECK(loaded.has("A.identities.j.keys[1]: expected a text, not 7"));
    CHECK(loaded.has("A.actions.a: it needs a `type`: create, read, update, destroy or action"));
    CHECK(loaded.has(
        "A.actions.b.type: \"craete\" is not one that exists; did you mean \"create\"?"));
    CHECK(loaded.has("A.actions.c.accept[0]: expected a text, not 1"));
    CHECK(loaded.has("A.actions.c.steps[0]: expected a map with one of the keys \"change\", "
                     "\"validate\" and \"prepare\", not a map"));
    CHECK(
        loaded.has("A.actions.c.timeout: expected a whole number that is not negative, not \"x\""));
    CHECK(loaded.has("A.actions.c.error_handler: expected a callback, not \"f\""));
    CHECK(loaded.has("A.defaults[1]: \"list\" is not an action that can be made by default; "
                     "there are \"create\", \"read\", \"update\" and \"destroy\""));
    CHECK(loaded.has("A.defaults[2].read: a read action accepts nothing"));
    CHECK(loaded.has("A.default_accept: expected a list of names, not 7"));
    CHECK(loaded.has("A.custom_indexes: expected a list, not an empty map"));
    CHECK(loaded.has(
        "A.multitenancy.strategy: \"context\" is not supported; there is \"attribute\""));
}

TEST_CASE("a problem of a type is said at the attribute")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true},'s':{'type':'strng'},
        't':{'type':'string','constraints':{'max_lenght':3}}},'actions':{'read':{'type':'read','arguments':{'x':{'type':'intger'}}}}}])");
    CHECK(loaded.locations
        == std::vector<std::string> {
            "A.attributes.s.type", "A.attributes.t", "A.actions.read.arguments.x.type" });
    CHECK(loaded.mistakes[0].contains("did you mean `string`?"));
}

TEST_CASE("options of another kind of relationship or action are refused")
{
    auto loaded
        = load_resources(R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true}},
        'relationships':{'as':{'kind':'has_many','destination':'A','on_delete':'delete'},'a':{'kind':'belongs_to','destination':'A','limit':3}},
        'actions':{'read':{'type':'read','accept':['id']},'create':{'type':'create','pagination':true},'destroy':{'type':'destroy','upsert':true}}}])");
    CHECK(loaded.has(
        "A.relationships.as.on_delete: a has_many relationship has no option \"on_delete\""));
    CHECK(loaded.has("A.relationships.a.limit: a belongs_to relationship has no option \"limit\""));
    CHECK(loaded.has("A.actions.read.accept: a read action has no option \"accept\""));
    CHECK(loaded.has("A.actions.create.pagination: a create action has no option \"pagination\""));
    CHECK(loaded.has("A.actions.destroy.upsert: a destroy action has no option \"upsert\""));
}

TEST_CASE("steps and changes are not mixed, and an action's own entries have no `on`")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true}},'actions':{
        'create':{'type':'create','steps':[{'change':'log'}],'changes':['log']},
        'update':{'type':'update','changes':[{'name':'log','on':['create']}]}}}])");
    CHECK(loaded.has("A.actions.create.changes: `steps` has them all in order; write them there"));
    CHECK(loaded.has(
        "A.actions.update.changes[0].on: what an action declares runs for that action alone"));
}

TEST_CASE("what an entry cannot be is refused")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true},'n':{'type':'string'}},
        'validations':[7,{},{'name':'nmericality','field':'n'},{'name':'match','field':'n','match':'('},{'name':'match','field':'n','match':7},
          {'name':'callback'},{'name':'callback','callback':'x'},{'name':'present','field':'n','on':['reed']},{'name':'present','field':'n','on':[]},
          {'name':'present','field':'n','options':{'field':'n'}},{'name':'present','field':'n','options':[]}],
        'changes':['set_atribute']}])");
    CHECK(loaded.has("A.validations[0]: a validation must be a map, not 7"));
    CHECK(loaded.has("A.validations[1]: it needs the `name` of a validation"));
    CHECK(loaded.has("A.validations[2]: there is no validation \"nmericality\"; did you mean "
                     "\"numericality\"?"));
    CHECK(std::ranges::find(loaded.locations, "A.validations[3].match") != loaded.locations.end());
    CHECK(loaded.has("A.validations[4].match: expected a regular expression, a text or {\"regex\", "
                     "\"flags\"}, not 7"));
    CHECK(loaded.has("A.validations[5]: it needs the `callback` that is called"));
    CHECK(loaded.has("A.validations[6].callback: expected a callback, not \"x\""));
    CHECK(loaded.has(
        "A.validations[7].on[0]: \"reed\" is not an action type; did you mean \"read\"?"));
    CHECK(loaded.has("A.validations[8].on: it would never run; name the action types it is for"));
    CHECK(loaded.has("A.validations[9].options.field: the option \"field\" is given twice"));
    CHECK(loaded.has("A.validations[10].options: expected a map, not an empty list"));
    CHECK(loaded.has(
        "A.changes[0]: there is no change \"set_atribute\"; did you mean \"set_attribute\"?"));
}

TEST_CASE("all mistakes come at once, each once")
{
    auto loaded = load_resources(
        R"([{'name':'A','attributes':{'id':{'type':'uuid','primary_key':true},'name':{'type':'string','default':7}},
        'actions':{'create':{'type':'create','accept':['nmae','id','nope']}},'identities':{'i':{'keys':[]}}},{'name':'A'}])");
    CHECK(loaded.mistakes.size() == 5);
    CHECK(loaded.has("A.actions.create.accept[0]: cannot accept \"nmae\", because it is not an "
                     "attribute of A; did you mean \"name\"?"));
}

// ── Hostile input ──

TEST_CASE("a definition with endless mistakes is refused without listing them all")
{
    List attributes;
    for (int i = 0; i < 5000; ++i)
        attributes.emplace_back(i);
    Map resource { { "name", "A" }, { "attributes", Value(std::move(attributes)) } };
    Map domain { { "name", "D" }, { "resources", Value(List { Value(std::move(resource)) }) } };
    auto loaded
        = load_message(Value(Map { { "domains", Value(List { Value(std::move(domain)) }) } }));
    REQUIRE(loaded.mistakes.size() == 101);
    CHECK(loaded.mistakes.back().starts_with("there are 500"));
}

TEST_CASE("validations nested without end are refused")
{
    Value nested(Map { { "name", "present" }, { "field", "id" } });
    for (int i = 0; i < 200; ++i)
        nested = Value(Map { { "name", "negate" }, { "validation", nested } });
    Map resource { { "name", "A" },
        { "attributes", json("{'id':{'type':'uuid','primary_key':true}}") },
        { "validations", Value(List { nested }) } };
    Map domain { { "name", "D" }, { "resources", Value(List { Value(std::move(resource)) }) } };
    auto loaded
        = load_message(Value(Map { { "domains", Value(List { Value(std::move(domain)) }) } }));
    REQUIRE(!loaded.mistakes.empty());
    CHECK(loaded.mistakes.front().ends_with("validations are nested too deeply"));
}

TEST_CASE("every value of a definition may be of any kind without harm")
{
    auto music = json(
        R"({'domains':[{'name':'D','description':'d','resources':[{'name':'A','table':'t','attributes':{'id':{'type':'uuid',
        'primary_key':true,'default':{'fn':'uuid'},'constraints':{}},'n':{'type':{'array':'integer'},'default':{'value':[1]}}},
        'relationships':{'b':{'kind':'belongs_to','destination':'A','allow_nil':true},'m':{'kind':'many_to_many','destination':'A','through':'A',
          'sort':[['id','asc']],'source_attribute_on_join_resource':'b_id','destination_attribute_on_join_resource':'b_id'}},
        'identities':{'i':{'keys':['n']}},'actions':{'c':{'type':'create','accept':['n'],'arguments':{'x':{'type':'string'}},
          'steps':[{'change':{'name':'set_attribute','attribute':'n','value':{'arg':'x'},'where':[{'name':'present','field':'n'}]}}]},
          'r':{'type':'read','filter':{'op':'==','args':[{'ref':'n'},{'arg':'y'}]},'arguments':{'y':{'type':'integer'}},'pagination':{'offset':true}}},
        'validations':[{'name':'match','field':'n','match':{'regex':'x','flags':'i'},'on':['create']}],'defaults':['destroy'],
        'default_accept':['n'],'multitenancy':{'strategy':'attribute','attribute':'n'},'custom_indexes':[{'fields':['n']}]}],
        'interface':[{'name':'f','resource':'A','action':'c','args':['x'],'get_by':[]}]}]})");
    REQUIRE(load_message(music).mistakes.empty());
    const Value intruders[] = { Value(), Value(true), Value(7), Value("x"), Value(""),
        Value(List { Value(1), Value("a") }), Value(Map { { "x", Value(Map()) } }),
        Value::binary("\xff") };
    // Each place of the definition in turn gets each intruder.
    struct Walk {
        size_t target;
        const Value& intruder;
        size_t seen = 0;

        Value replace(const Value& value)
        {
            if (seen++ == target)
                return intruder;
            if (value.is(Kind::list)) {
                List list;
                for (const auto& item : value.list())
                    list.push_back(replace(item));
                return Value(std::move(list));
            }
            if (value.is(Kind::map)) {
                Map map;
                for (const auto& [key, item] : value.map())
                    map.set(key, replace(item));
                return Value(std::move(map));
            }
            return value;
        }
    };
    Walk count { SIZE_MAX, intruders[0] };
    count.replace(music);
    REQUIRE(count.seen > 100);
    for (size_t target = 0; target < count.seen; ++target) {
        for (const auto& intruder : intruders) {
            Walk walk { target, intruder };
            auto loaded = load_message(walk.replace(music));
            CHECK((loaded.definition != nullptr) == loaded.mistakes.empty());
        }
    }
}
