#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr auto parcel
    = "{'Parcel':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
      "'code':{'type':'string','allow_nil':false,'constraints':{'max_length':3}},"
      "'price':{'type':'decimal'},'day':{'type':'date'},'rate':{'type':'float'},"
      "'open':{'type':'boolean'},'owner':{'type':'uuid'},'tags':{'type':{'array':'integer'}},"
      "'secret':{'type':'integer','sensitive':true}},'defaults':['read'],'actions':{"
      "'import':{'type':'create','primary':true,'accept':['id','code','price','day','rate','open',"
      "'owner','tags','secret'],'arguments':{'copies':{'type':'integer','constraints':{'max':3}}},"
      "'changes':[{'name':'set_attribute','options':{'attribute':'rate','value':1}}]},"
      "'update':{'type':'update','primary':true,'accept':['code']}}}}";

namespace {

struct Parcels {
    Parcels() { engine.define(parcel); }

    Value import(const std::string& input, const std::string& more = "")
    {
        return engine.ok("{'op':'bulk_create','resource':'Parcel','inputs':[" + input
            + "],'options':{'assume_casted':true,'return_records':true,'return_errors':true" + more
            + "}}");
    }
    Lines errors(const std::string& input)
    {
        return lines_of(at(import(input), "errors", "errors"));
    }
    Value record(const std::string& input) { return at(import(input), "records").list().front(); }

    TestEngine engine;
};

}

TEST_CASE("inputs that are assumed to be cast are neither altered nor constrained")
{
    Parcels parcels;
    auto record = parcels.record("{'id':1,'code':' long code ','copies':7}");
    CHECK(at(record, "code") == Value(" long code "));
    CHECK(at(parcels.record("{'id':2,'code':''}"), "code") == Value(""));
}

TEST_CASE("what travels as text is read where it is assumed to be cast")
{
    Parcels parcels;
    auto record = parcels.record("{'id':1,'code':'a','price':'1.50','day':'2026-02-01','rate':2,"
                                 "'owner':'00000000-0000-4000-8000-000000000000','tags':[1,2]}");
    CHECK(at(record, "price") == Value("1.50"));
    CHECK(at(record, "day") == Value("2026-02-01"));
    CHECK(at(record, "tags") == from_json("[1,2]"));
    CHECK(parcels.engine.rows("Parcel").list().front() == record);
}

TEST_CASE("what is no value of its type is refused, cast or not")
{
    Parcels parcels;
    auto error = [](std::string field) {
        return Lines { "invalid_attribute " + field + ": is invalid @ [0]" };
    };
    CHECK(parcels.errors("{'id':'1','code':'a'}") == error("id"));
    CHECK(parcels.errors("{'id':1.5,'code':'a'}") == error("id"));
    CHECK(parcels.errors("{'id':{'a':1},'code':'a'}") == error("id"));
    CHECK(parcels.errors("{'id':1,'code':5}") == error("code"));
    CHECK(parcels.errors("{'id':1,'code':['a']}") == error("code"));
    CHECK(parcels.errors("{'id':1,'code':'a','open':1}") == error("open"));
    CHECK(parcels.errors("{'id':1,'code':'a','open':'true'}") == error("open"));
    CHECK(parcels.errors("{'id':1,'code':'a','rate':'1.5'}") == error("rate"));
    CHECK(parcels.errors("{'id':1,'code':'a','day':'soon'}") == error("day"));
    CHECK(parcels.errors("{'id':1,'code':'a','owner':'me'}") == error("owner"));
    CHECK(parcels.errors("{'id':1,'code':'a','price':{}}") == error("price"));
    CHECK(parcels.errors("{'id':1,'code':'a','tags':['x']}").size() == 1);
    CHECK(parcels.errors("{'id':1,'code':'a','copies':'7'}")
        == Lines { "invalid_argument copies: is invalid @ [0]" });
    CHECK(parcels.engine.count("Parcel") == 0);
}

TEST_CASE("inputs that are assumed to be cast are accepted, required and changed as any others")
{
    Parcels parcels;
    CHECK(at(parcels.record("{'id':1,'code':'a','rate':9.5}"), "rate") == Value(1.0));
    CHECK(
        parcels.errors("{'id':2}") == Lines { "required code: attribute code is required @ [0]" });
    CHECK(parcels.errors("{'id':2,'code':null}")
        == Lines { "required code: attribute code is required @ [0]" });
    CHECK(
        parcels.errors("{'id':2,'code':'a','colour':'red'}").front().starts_with("no_such_input"));
    CHECK(at(parcels.import("{'id':1,'code':'a'}"), "status") == Value("error"));
}

TEST_CASE("a bulk update, too, takes inputs that are assumed to be cast")
{
    Parcels parcels;
    parcels.import("{'id':1,'code':'a'}");
    for (const auto* strategy : { "atomic", "stream" }) {
        auto update = [&](const std::string& input) {
            return parcels.engine.ok("{'op':'bulk_update','resource':'Parcel','query':{},'input':"
                + input + ",'options':{'assume_casted':true,'return_errors':true,'strategy':'"
                + strategy + "'}}");
        };
        CHECK(at(update("{'code':'too long'}"), "status") == Value("success"));
        CHECK(at(parcels.engine.rows("Parcel").list().front(), "code") == Value("too long"));
        CHECK(at(update("{'code':7}"), "status") == Value("error"));
    }
}

TEST_CASE("whether inputs are assumed to be cast is true or false")
{
    Parcels parcels;
    CHECK(parcels.engine.errors("{'op':'bulk_create','resource':'Parcel','inputs':[],"
                                "'options':{'assume_casted':'yes'}}")
        == Lines { "invalid_message: the option `assume_casted` is true or false" });
}
