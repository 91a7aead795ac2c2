#include "support/test_engine.h"

#include "support/messages.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

// Attributes of types whose order is that of what is stored, and of one whose order is not.
static std::string domain(std::string_view sort)
{
    return "{'Shelf':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}},"
           "'relationships':{'books':{'kind':'has_many','destination':'Book','sort':"
        + std::string(sort)
        + "}},'defaults':['read',{'create':['id']}]},'Book':{'attributes':{'id':{'type':'integer',"
          "'primary_key':true,'allow_nil':false},'title':{'type':'string'},'pages':{'type':"
          "'integer'},'weight':{'type':'float'},'price':{'type':'decimal'},'label':{'type':"
          "'ci_string'}},'relationships':{'shelf':{'kind':'belongs_to','destination':'Shelf',"
          "'attribute_type':'integer','attribute_writable':true}},'defaults':['read',{'create':"
          "['id','title','pages','weight','price','label','shelf_id']}]}}";
}

// The books of two shelves, as they come in the order of the relationship, and in the one that SQL
// has for the same.
static void same_order_as_sql(std::string_view sort, std::string_view order_by)
{
    INFO(sort);
    TestEngine engine;
    engine.define(domain(sort));
    for (auto id : { 1, 2 })
        engine.ok(Value(Map { { "op", Value("create") }, { "resource", Value("Shelf") },
            { "input", Value(Map { { "id", Value(id) } }) } }));
    auto books = from_json("[['b',3,1.5,'10','B'],['a',3,-0.5,'9.5','a'],[null,1,2.0,'9.50','A'],"
                           "['é',null,null,null,null],['B',2,1e300,'-1','b'],['',3,0.0,'0','ä'],"
                           "['a',9007199254740993,0.25,'100','Ä'],['ab',-5,3.0,'1e2','c']]");
    int64_t id = 0;
    for (const auto& book : books.list()) {
        const auto& cells = book.list();
        Map input { { "id", Value(++id) }, { "title", cells[0] }, { "pages", cells[1] },
            { "weight", cells[2] }, { "price", cells[3] }, { "label", cells[4] },
            { "shelf_id", Value(1 + id % 2) } };
        engine.ok(Value(Map { { "op", Value("create") }, { "resource", Value("Book") },
            { "input", Value(std::move(input)) } }));
    }
    auto shelves = engine.ok("{'op':'read','resource':'Shelf','query':{'sort':'id','load':{'books':"
                             "{'select':['id']}}}}");
    for (const auto& shelf : shelves.list()) {
        List ids;
        for (const auto& book : at(shelf, "books").list())
            ids.push_back(at(book, "id"));
        auto rows = engine.ok("{'op':'sql','sql':'SELECT id FROM books WHERE shelf_id = "
            + to_json(at(shelf, "id")) + " ORDER BY " + std::string(order_by) + ", id'}");
        List wanted;
        for (const auto& row : rows.list())
            wanted.push_back(at(row, "id"));
        CHECK(to_json(Value(ids)) == to_json(Value(wanted)));
    }
}

TEST_CASE("the rows of each parent come in the order in which SQL would sort them")
{
    same_order_as_sql("[['title','asc'],['id','asc']]", "title ASC NULLS LAST");
    same_order_as_sql("[['title','desc'],['id','asc']]", "title DESC NULLS FIRST");
    same_order_as_sql("[['pages','asc_nils_first'],['id','asc']]", "pages ASC NULLS FIRST");
    same_order_as_sql("[['pages','desc_nils_last'],['id','asc']]", "pages DESC NULLS LAST");
    same_order_as_sql("[['weight','asc'],['id','asc']]", "weight ASC NULLS LAST");
    same_order_as_sql("[['weight','desc_nils_first'],['title','asc_nils_last'],['id','asc']]",
        "weight DESC NULLS FIRST, title ASC NULLS LAST");
    same_order_as_sql("[['pages','asc'],['title','desc'],['id','asc']]",
        "pages ASC NULLS LAST, title DESC NULLS FIRST");
}

TEST_CASE("rows whose order is not that of what is stored come sorted, too")
{
    same_order_as_sql(
        "[['price','asc'],['id','asc']]", "price COLLATE tunez_decimal ASC NULLS LAST");
    same_order_as_sql("[['label','desc'],['id','asc']]", "label DESC NULLS FIRST");
}

TEST_CASE("rows that are alike keep the order in which they were found")
{
    same_order_as_sql("[['pages','asc']]", "pages ASC NULLS LAST");
}
