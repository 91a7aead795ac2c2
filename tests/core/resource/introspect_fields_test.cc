#include "resource/introspect.h"

#include "core/resource/loading.h"
#include "support/messages.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr std::string_view shop
    = R"({'domains':[{'name':'Shop','description':'Where things are sold.','resources':[
    {'name':'Item','description':'What is sold.',
     'attributes':{
        'id':{'type':'uuid_v7_primary_key'},
        'code':{'type':'uuid','default':{'fn':'uuid'},'allow_nil':false},
        'day':{'type':'date','default':{'fn':'today'},'update_default':{'fn':'today'}},
        'at':{'type':'utc_datetime_usec','default':{'fn':'now'},'description':'When.'},
        'count':{'type':'integer','default':3,'constraints':{'min':1}},
        'rank':{'type':'integer','default':{'callback':7}},
        'title':{'type':'string','key':'theTitle','allow_nil':false,'public':true,'source':'t'},
        'secret':{'type':'string','sensitive':true,'writable':false}},
     'relationships':{
        'label':{'kind':'has_one','destination':'Label','description':'What hangs on it.'},
        'bins':{'kind':'many_to_many','destination':'Bin','through':'ItemBin','public':true}},
     'calculations':{'loud':{'type':'string','expr':{'ref':'title'}}},
     'aggregates':{'bin_count':{'kind':'count','path':['bins']}},
     'identities':{'by_title':{'keys':['title'],'message':'is sold already','description':'One of each.'}},
     'actions':{
        'read':{'type':'read','primary':true},
        'one':{'type':'read','get':true},
        'titled':{'type':'read','get_by':['title']},
        'make':{'type':'create','accept':['title','count','code'],'description':'Makes one.',
            'arguments':{'note':{'type':'string','allow_nil':false,'description':'Why.'},
                'times':{'type':'integer','allow_nil':false,'default':1},'by':{'type':'string'},
                'count':{'type':'string'}}},
        'rename':{'type':'update','accept':['title','count'],'require_attributes':['title'],'public':true},
        'draft':{'type':'create','accept':['title'],'allow_nil_input':['title']}}},
    {'name':'Label','attributes':{'id':{'type':'uuid_primary_key'}},'relationships':{'item':{'kind':'belongs_to','destination':'Item'}},'defaults':['read']},
    {'name':'Bin','attributes':{'id':{'type':'uuid_primary_key'}},'defaults':['read']},
    {'name':'ItemBin','require_primary_key':false,'relationships':{'item':{'kind':'belongs_to','destination':'Item'},'bin':{'kind':'belongs_to','destination':'Bin'}},'defaults':['read']},
    {'name':'Part','embedded':true,'attributes':{'a':{'type':'string'}}}],
  'interface':[
    {'name':'make_item','resource':'Item','action':'make','args':['title',{'optional':'note'}],'exclude_inputs':['times','code'],'default_options':{'tenant':'x'}},
    {'name':'item_titled','resource':'Item','action':'titled','description':'The one of that title.'},
    {'name':'one_item','resource':'Item','action':'one'},
    {'name':'item_by','resource':'Item','action':'read','get_by':['title']},
    {'name':'items','resource':'Item','action':'read'}]}]})";

static const Value& part(const Value& list, std::string_view name)
{
    for (const auto& item : list.list()) {
        if (at(item, "name") == Value(name))
            return item;
    }
    FAIL("there is no " << name);
    return list;
}

TEST_CASE("a description says where the default of a field comes from")
{
    auto loaded = load_json(shop);
    auto item = describe(loaded.resource("Item"));
    auto defaults = [&](std::string_view name) {
        return to_json(at(part(at(item, "fields"), name), "default"));
    };
    CHECK(defaults("id") == "{\"fn\":\"uuid_v7\"}");
    CHECK(defaults("code") == "{\"fn\":\"uuid\"}");
    CHECK(defaults("day") == "{\"fn\":\"today\"}");
    CHECK(defaults("at") == "{\"fn\":\"now\"}");
    CHECK(defaults("count") == "{\"value\":3}");
    CHECK(defaults("rank") == "{\"callback\":7}");
    CHECK(defaults("title") == "null");
    CHECK(to_json(at(part(at(item, "fields"), "day"), "update_default")) == "{\"fn\":\"today\"}");
}

TEST_CASE("a description has what was said of a field")
{
    auto loaded = load_json(shop);
    auto item = describe(loaded.resource("Item"));
    CHECK(to_json(part(at(item, "fields"), "title"))
        == "{\"name\":\"title\",\"key\":\"theTitle\",\"type\":\"string\",\"allow_nil\":false,"
           "\"public\":true,\"writable\":true,\"primary_key\":false,\"generated\":false,"
           "\"sensitive\":false,\"column\":\"t\"}");
    const auto& secret = part(at(item, "fields"), "secret");
    CHECK(at(secret, "sensitive") == Value(true));
    CHECK(at(secret, "writable") == Value(false));
    CHECK(at(part(at(item, "fields"), "at"), "description") == Value("When."));
    CHECK(to_json(at(part(at(item, "fields"), "count"), "constraints")) == "{\"min\":1}");
}

TEST_CASE("a description names the parts of a resource and how they lead to others")
{
    auto loaded = load_json(shop);
    auto item = describe(loaded.resource("Item"));
    CHECK(at(item, "domain") == Value("Shop"));
    CHECK(at(item, "description") == Value("What is sold."));
    CHECK(to_json(at(item, "calculations")) == "[\"loud\"]");
    CHECK(to_json(at(item, "aggregates")) == "[\"bin_count\"]");
    const auto& label = part(at(item, "relationships"), "label");
    CHECK(at(label, "kind") == Value("has_one"));
    CHECK(at(label, "source_attribute") == Value("id"));
    CHECK(at(label, "destination_attribute") == Value("item_id"));
    CHECK(at(label, "description") == Value("What hangs on it."));
    const auto& bins = part(at(item, "relationships"), "bins");
    CHECK(at(bins, "kind") == Value("many_to_many"));
    CHECK(at(bins, "through") == Value("ItemBin"));
    CHECK(at(bins, "public") == Value(true));
    CHECK(to_json(at(item, "identities"))
        == "[{\"name\":\"by_title\",\"keys\":[\"theTitle\"],\"message\":\"is sold already\","
           "\"description\":\"One of each.\"}]");
    auto part = describe(loaded.resource("Part"));
    CHECK(at(part, "embedded") == Value(true));
    CHECK(at(part, "table").is_null());
}

TEST_CASE("a description says which inputs an action needs")
{
    auto loaded = load_json(shop);
    auto item = describe(loaded.resource("Item"));
    auto inputs = [&](std::string_view action) {
        std::string text;
        for (const auto& input : at(part(at(item, "actions"), action), "inputs").list())
            text += (text.empty() ? "" : " ") + std::string(at(input, "name").text()) + ":"
                + std::string(at(input, "kind").text())
                + (at(input, "required").boolean() ? "!" : "");
        return text;
    };
    CHECK(inputs("make")
        == "note:argument! times:argument by:argument count:argument "
           "title:attribute! code:attribute");
    CHECK(inputs("rename") == "title:attribute! count:attribute");
    CHECK(inputs("draft") == "title:attribute");
    const auto& make = part(at(item, "actions"), "make");
    CHECK(at(make, "description") == Value("Makes one."));
    CHECK(at(part(at(make, "inputs"), "note"), "description") == Value("Why."));
    CHECK(to_json(at(part(at(make, "inputs"), "times"), "default")) == "{\"value\":1}");
    CHECK(at(part(at(item, "actions"), "one"), "get") == Value(true));
    CHECK(to_json(at(part(at(item, "actions"), "titled"), "get_by")) == "[\"theTitle\"]");
}

TEST_CASE("a function of the interface leaves out what callers do not give")
{
    auto loaded = load_json(shop);
    auto description = describe(*loaded.definition);
    const auto& domain = part(at(description, "domains"), "Shop");
    CHECK(at(domain, "description") == Value("Where things are sold."));
    const auto& functions = at(domain, "interface");
    const auto& make = part(functions, "make_item");
    CHECK(at(make, "description") == Value("Makes one."));
    CHECK(to_json(at(make, "args")) == "[\"title\",\"note\"]");
    CHECK(to_json(at(make, "optional_args")) == "[\"note\"]");
    CHECK(to_json(at(make, "default_options")) == "{\"tenant\":\"x\"}");
    CHECK(at(make, "inputs").list().size() == 4);
    CHECK(at(make, "get") == Value(false));
    CHECK(at(part(functions, "one_item"), "get") == Value(true));
    CHECK(at(part(functions, "items"), "get") == Value(false));
    CHECK(at(part(functions, "item_titled"), "description") == Value("The one of that title."));
    const auto& by = part(functions, "item_by");
    CHECK(at(by, "get") == Value(true));
    CHECK(at(part(at(by, "get_by"), "title"), "type") == Value("string"));
}
