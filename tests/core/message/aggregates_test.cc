#include "base/json.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// Two shops; the first has three sales of four products (one sale has no product), the second has
// none. Products have tags by a resource that joins them.
struct Sales {
    TestEngine engine;

    // `aggregates` of Shop; `more` of its members.
    explicit Sales(std::string_view aggregates, std::string_view more = "")
    {
        std::string id = "'id':{'type':'integer','primary_key':true,'allow_nil':false}";
        engine.define("{'Shop':{'attributes':{" + id
            + ",'name':{'type':'string'},'least':{'type':'integer','default':0}},'relationships':{"
              "'sales':{'kind':'has_many','destination':'Sale'},'big_sales':{'kind':'has_many',"
              "'destination':'Sale','filter':{'op':'>=','args':[{'ref':'amount'},{'value':20}]}},"
              "'sales_of_it':{'kind':'has_many','destination':'Sale','filter':{'op':'>=','args':[{"
              "'ref':'amount'},{'parent':{'ref':'least'}}]}},'all_products':{'kind':'has_many',"
              "'destination':'Product','no_attributes':true}},'aggregates':{"
            + std::string(aggregates) + "}" + std::string(more)
            + ",'defaults':['read',{'create':['id','name','least']}]},'Sale':{'attributes':{" + id
            + ",'amount':{'type':'integer'},'price':{'type':'decimal'},'weight':{'type':'float'},"
              "'note':{'type':'string'},'code':{'type':'ci_string'}},'relationships':{'shop':{'"
              "kind'"
              ":'belongs_to','destination':'Shop'},'product':{'kind':'belongs_to','destination':"
              "'Product'}},'defaults':['read',{'create':['id','amount','price','weight','note',"
              "'code','shop_id','product_id']}]},'Product':{'attributes':{"
            + id
            + ",'name':{'type':'string'}},'relationships':{'tags':{'kind':'many_to_many',"
              "'destination':'Tag','through':'ProductTag'}},'defaults':['read',{'create':['id',"
              "'name']}]},'Tag':{'attributes':{"
            + id
            + ",'word':{'type':'string'}},'defaults':['read',{'create':['id','word']}]},"
              "'ProductTag':{'relationships':{'product':{'kind':'belongs_to','destination':'"
              "Product'"
              ",'primary_key':true},'tag':{'kind':'belongs_to','destination':'Tag','primary_key':"
              "true}},'defaults':['read',{'create':['product_id','tag_id']}]}}");
        for (auto* row :
            { "'Shop','input':{'id':1,'name':'one','least':15}",
                "'Shop','input':{'id':2,'name':'two'}", "'Product','input':{'id':1,'name':'pen'}",
                "'Product','input':{'id':2,'name':'ink'}", "'Tag','input':{'id':1,'word':'blue'}",
                "'Tag','input':{'id':2,'word':'dear'}",
                "'ProductTag','input':{'product_id':1,'tag_id':1}",
                "'ProductTag','input':{'product_id':2,'tag_id':1}",
                "'ProductTag','input':{'product_id':2,'tag_id':2}",
                "'Sale','input':{'id':1,'amount':10,'price':'1.50','weight':0.5,'note':'b','code':"
                "'X','shop_id':1,'product_id':1}",
                "'Sale','input':{'id':2,'amount':30,'price':'2.25','weight':1.5,'note':null,'code':"
                "'x','shop_id':1,'product_id':2}",
                "'Sale','input':{'id':3,'amount':20,'price':null,'weight':null,'note':'a','code':"
                "'y','shop_id':1}" })
            engine.ok("{'op':'create','resource':" + std::string(row) + "}");
    }

    // What one aggregate is for both shops, as JSON.
    std::string both(std::string_view name)
    {
        List values;
        for (const auto& shop : engine
                 .ok("{'op':'read','resource':'Shop','query':{'sort':'id','load':"
                     "['"
                     + std::string(name) + "']}}")
                 .list())
            values.push_back(at(shop, name));
        return to_json(Value(std::move(values)));
    }
    std::string shops(std::string_view filter)
    {
        std::string text;
        for (const auto& shop : engine
                 .ok("{'op':'read','resource':'Shop','query':{'sort':'id','filter':"
                     + std::string(filter) + "}}")
                 .list())
            text += to_json(at(shop, "id"));
        return text;
    }
    std::string total(std::string_view aggregate, std::string_view query)
    {
        return to_json(engine.ok("{'op':'aggregate','resource':'Sale','aggregate':"
            + std::string(aggregate) + ",'query':" + std::string(query) + "}"));
    }
};

struct Aggregated {
    const char* aggregate;
    const char* both;
};

} // namespace

TEST_CASE("an aggregate is of its kind, over what is related, and of nothing where nobody is")
{
    auto [aggregate, both] = GENERATE(Aggregated { "'kind':'count','path':['sales']", "[3,0]" },
        Aggregated { "'kind':'count','path':['sales'],'field':'note'", "[2,0]" },
        Aggregated { "'kind':'count','path':['sales'],'field':'code','uniq':true", "[2,0]" },
        Aggregated { "'kind':'exists','path':['sales']", "[true,false]" },
        Aggregated { "'kind':'sum','path':['sales'],'field':'amount'", "[60,null]" },
        Aggregated { "'kind':'sum','path':['sales'],'field':'amount','default':0", "[60,0]" },
        Aggregated { "'kind':'sum','path':['sales'],'field':'weight'", "[2.0,null]" },
        Aggregated { "'kind':'sum','path':['sales'],'field':'price'", "[\"3.75\",null]" },
        Aggregated { "'kind':'avg','path':['sales'],'field':'amount'", "[20.0,null]" },
        Aggregated { "'kind':'min','path':['sales'],'field':'amount'", "[10,null]" },
        Aggregated { "'kind':'max','path':['sales'],'field':'weight'", "[1.5,null]" },
        Aggregated { "'kind':'min','path':['sales'],'field':'note'", "[\"a\",null]" },
        Aggregated { "'kind':'first','path':['sales'],'field':'note','sort':[['id','desc']]",
            "[\"a\",null]" },
        Aggregated { "'kind':'first','path':['sales'],'field':'note','sort':[['amount','desc']]",
            "[\"a\",null]" },
        Aggregated { "'kind':'first','path':['sales'],'field':'note','sort':[['amount','desc']],"
                     "'include_nil':true,'default':'none'",
            "[\"none\",\"none\"]" },
        Aggregated { "'kind':'list','path':['sales'],'field':'note','sort':[['id','asc']]",
            "[[\"b\",\"a\"],[]]" },
        Aggregated {
            "'kind':'list','path':['sales'],'field':'note','include_nil':true,'sort':[['id',"
            "'asc']]",
            "[[\"b\",null,\"a\"],[]]" },
        Aggregated { "'kind':'list','path':['sales'],'field':'amount','sort':[['amount','desc']]",
            "[[30,20,10],[]]" },
        Aggregated { "'kind':'count','path':['sales'],'filter':{'op':'>','args':[{'ref':'amount'},{"
                     "'value':10}]}",
            "[2,0]" },
        Aggregated { "'kind':'count','path':['big_sales']", "[2,0]" },
        Aggregated { "'kind':'sum','path':['sales_of_it'],'field':'amount'", "[50,null]" },
        Aggregated {
            "'kind':'list','path':['sales','product'],'field':'name','sort':[['name','asc']"
            "]",
            "[[\"ink\",\"pen\"],[]]" },
        Aggregated { "'kind':'count','path':['sales','product','tags']", "[3,0]" },
        Aggregated { "'kind':'count','path':['sales','product','tags'],'field':'word','uniq':true",
            "[2,0]" },
        Aggregated {
            "'kind':'list','path':['sales'],'field':'price','uniq':true,'include_nil':true,"
            "'sort':[['id','asc']]",
            "[[\"1.50\",\"2.25\",null],[]]" },
        Aggregated {
            "'kind':'list','path':['sales'],'field':'amount','uniq':true,'sort':[['id','asc'"
            "]]",
            "[[10,30,20],[]]" },
        Aggregated { "'kind':'list','path':['sales','product','tags'],'field':'word','uniq':true,"
                     "'sort':[['word','desc']]",
            "[[\"dear\",\"blue\"],[]]" },
        Aggregated { "'kind':'count','path':['all_products']", "[2,2]" },
        Aggregated { "'kind':'count','path':['sales','product'],'join_filters':{'sales':{'op':'<',"
                     "'args':[{'ref':'amount'},{'value':20}]}}",
            "[1,0]" });
    CAPTURE(aggregate);
    Sales sales("'it':{" + std::string(aggregate) + "}");
    CHECK(sales.both("it") == both);
}

TEST_CASE("rows are found by an aggregate as by any field")
{
    Sales sales("'total':{'kind':'sum','path':['sales'],'field':'amount','default':0},'notes':{"
                "'kind':'count','path':['sales'],'field':'note'}");
    CHECK(sales.shops("{'total':60}") == "1");
    CHECK(sales.shops("{'total':0}") == "2");
    CHECK(sales.shops("{'notes':{'gt':1}}") == "1");
}

TEST_CASE("rows are found by several conditions on the same related row")
{
    Sales sales("");
    auto amount = [](std::string_view op, std::string_view value) {
        return "{'op':'" + std::string(op)
            + "','args':[{'ref':'amount','path':['sales']},{'value':" + std::string(value) + "}]}";
    };
    auto both = [](const std::string& left, const std::string& right) {
        return "{'op':'and','args':[" + left + "," + right + "]}";
    };
    CHECK(sales.shops(both(amount(">", "10"), amount("<", "30"))) == "1");
    CHECK(sales.shops(both(amount(">", "10"), amount("<", "20"))).empty());
    auto product = "{'op':'==','args':[{'ref':'name','path':['sales','product']},{'value':'ink'}]}";
    CHECK(sales.shops(both(amount(">", "20"), product)) == "1");
    CHECK(sales.shops(both(amount("<", "20"), product)).empty());
    auto own = "{'op':'==','args':[{'ref':'name'},{'value':'one'}]}";
    CHECK(sales.shops(both(own, both(amount(">", "20"), product))) == "1");
    auto tag
        = "{'op':'==','args':[{'ref':'word','path':['sales','product','tags']},{'value':'dear'}"
          "]}";
    CHECK(sales.shops(both(tag, amount("==", "30"))) == "1");
    CHECK(sales.shops(both(tag, amount("==", "10"))).empty());
    auto big = "{'op':'==','args':[{'ref':'amount','path':['big_sales']},{'value':10}]}";
    CHECK(sales.shops(big).empty());
    auto of_it = "{'op':'==','args':[{'ref':'amount','path':['sales_of_it']},{'value':20}]}";
    CHECK(sales.shops(of_it) == "1");
}

TEST_CASE("rows are found by an aggregate that is written in the filter")
{
    Sales sales("");
    auto filter = [](std::string_view aggregate, std::string_view op, std::string_view value) {
        return "{'op':'" + std::string(op) + "','args':[{'aggregate':" + std::string(aggregate)
            + "},{'value':" + std::string(value) + "}]}";
    };
    CHECK(
        sales.shops(filter("{'kind':'max','path':['sales'],'field':'amount'}", "==", "30")) == "1");
    CHECK(sales.shops(filter("{'kind':'min','path':['sales'],'field':'amount'}", "==", "30"))
            .empty());
    CHECK(
        sales.shops(filter("{'kind':'count','path':['sales','product','tags'],'uniq':true,'field':"
                           "'word'}",
            "==", "2"))
        == "1");
    CHECK(sales.shops("{'exists':{'path':['sales','product'],'filter':{'op':'==','args':[{'ref':"
                      "'name'},{'value':'pen'}]}}}")
        == "1");
    CHECK(sales.shops("{'op':'not','args':[{'exists':{'path':['sales'],'filter':{'value':true}}}]}")
        == "2");
}

TEST_CASE("an aggregate over a query counts what the query has")
{
    struct Case {
        const char* aggregate;
        const char* query;
        const char* total;
    };
    auto [aggregate, query, total] = GENERATE(Case { "{'kind':'count'}", "{}", "3" },
        Case { "{'kind':'count'}", "{'limit':2}", "2" },
        Case { "{'kind':'count'}", "{'offset':2}", "1" },
        Case { "{'kind':'count','field':'note'}", "{'sort':'id','limit':2}", "1" },
        Case { "{'kind':'exists'}", "{}", "true" },
        Case { "{'kind':'exists'}", "{'limit':1,'offset':3}", "false" },
        Case { "{'kind':'exists'}", "{'filter':{'amount':99}}", "false" },
        Case { "{'kind':'sum','field':'amount'}", "{'sort':'-amount','limit':2}", "50" },
        Case { "{'kind':'sum','field':'amount'}", "{'sort':'amount','offset':1}", "50" },
        Case { "{'kind':'avg','field':'price'}", "{}", "\"1.875\"" },
        Case { "{'kind':'sum','field':'price'}", "{'filter':{'amount':10}}", "\"1.50\"" },
        Case { "{'kind':'sum','field':'price','uniq':true}", "{}", "\"3.75\"" },
        Case { "{'kind':'first','field':'note'}", "{'sort':'-amount'}", "\"a\"" },
        Case { "{'kind':'first','field':'note','include_nil':true}", "{'sort':'-amount'}", "null" },
        Case { "{'kind':'first','field':'note'}", "{'sort':'id','offset':1}", "\"a\"" },
        Case { "{'kind':'list','field':'code','uniq':true}", "{'sort':'id'}", "[\"X\",\"y\"]" },
        Case { "{'kind':'list','field':'note','include_nil':true}", "{'sort':'-id','limit':2}",
            "[\"a\",null]" },
        Case { "{'kind':'min','field':'weight'}", "{}", "0.5" });
    CAPTURE(aggregate, query);
    Sales sales("");
    CHECK(sales.total(aggregate, query) == total);
}

TEST_CASE("an aggregate over a query that makes no sense is refused")
{
    auto aggregate = GENERATE(as<std::string>(), "{}", "5", "{'kind':'most'}", "{'kind':5}",
        "{'kind':'sum'}", "{'kind':'sum','field':'nix'}");
    CAPTURE(aggregate);
    Sales sales("");
    CHECK(sales.engine.error_class(
              "{'op':'aggregate','resource':'Sale','aggregate':" + aggregate + ",'query':{}}")
        == "invalid");
}

TEST_CASE("items that are equal as their type sees it are listed once, the first of them")
{
    auto [field, values, listed] = GENERATE(table<std::string, std::string, std::string>({
        { "code", "'X','x','y','X'", "[\"X\",\"y\"]" },
        { "price", "'1.5','1.50','2','1.500'", "[\"1.5\",\"2\"]" },
        { "note", "'a','A','a','b'", "[\"a\",\"A\",\"b\"]" },
        { "weight", "1.5,1.0,1.5,1.0", "[1.5,1.0]" },
    }));
    CAPTURE(field);
    Sales sales("'it':{'kind':'list','path':['sales'],'field':'" + field
        + "','uniq':true,'sort':[['id','asc']]},'number':{'kind':'count','path':['sales'],'field':'"
        + field + "','uniq':true}");
    auto given = from_json("[" + values + "]");
    for (size_t i = 0; i < given.list().size(); ++i) {
        Map input { { "id", Value(static_cast<int64_t>(10 + i)) }, { "shop_id", Value(2) },
            { field, given.list()[i] } };
        sales.engine.ok(Value(Map { { "op", Value("create") }, { "resource", Value("Sale") },
            { "input", Value(std::move(input)) } }));
    }
    auto shop = sales.engine
                    .ok("{'op':'read','resource':'Shop','query':{'filter':{'id':2},'load':["
                        "'it','number']}}")
                    .list()
                    .front();
    CHECK(to_json(at(shop, "it")) == listed);
    CHECK(at(shop, "number").integer() == static_cast<int64_t>(at(shop, "it").list().size()));
}

TEST_CASE("a custom aggregate is given the items, and a failure of it fails the read")
{
    TestEngine engine;
    bool fails = false;
    auto function = engine.callback([&](const Value& message) -> Result<Value> {
        CHECK(at(message, "kind") == Value("aggregate"));
        if (fails)
            return fail(Error::make(ErrorCode::callback_failed, "** (Error) no"));
        std::string text;
        for (const auto& value : at(message, "values").list())
            text += value.is_null() ? "-" : std::string(value.text());
        return Value(text);
    });
    engine.define(
        "{'Shop':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false"
        "}},'relationships':{'sales':{'kind':'has_many','destination':'Sale'}},"
        "'aggregates':{'words':{'kind':'custom','path':['sales'],'field':'note','sort':[["
        "'id','asc']],'type':'string','implementation':"
        + function
        + "}},'defaults':['read',{'create':['id']}]},'Sale':{'attributes':{'id':{'type':'integer',"
          "'primary_key':true,'allow_nil':false},'note':{'type':'string'}},'relationships':{'shop':"
          "{"
          "'kind':'belongs_to','destination':'Shop'}},'defaults':['read',{'create':['id','note',"
          "'shop_id']}]}}");
    engine.ok("{'op':'create','resource':'Shop','input':{'id':1}}");
    engine.ok("{'op':'create','resource':'Sale','input':{'id':1,'note':'a','shop_id':1}}");
    engine.ok("{'op':'create','resource':'Sale','input':{'id':2,'note':'b','shop_id':1}}");
    auto read = "{'op':'read','resource':'Shop','query':{'load':['words']}}";
    CHECK(at(engine.ok(read).list().front(), "words") == Value("ab"));
    fails = true;
    CHECK(engine.errors(read) == Lines { "callback_failed: ** (Error) no" });
    CHECK(engine.count("Shop") == 1);
}
