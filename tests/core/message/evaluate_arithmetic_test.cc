#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// One row with numbers, dates, times and durations, in memory and stored.
struct Sums : TestEngine {
    Sums()
    {
        define("{'Sum':{'attributes':{"
               "'id':{'type':'integer','primary_key':true,'allow_nil':false},"
               "'n':{'type':'integer'},'d':{'type':'decimal'},'f':{'type':'float'},"
               "'text':{'type':'string'},'day':{'type':'date'},'at':{'type':'utc_datetime'},"
               "'local':{'type':'naive_datetime'},'clock':{'type':'time'},"
               "'span':{'type':'duration'},'hour':{'type':'duration'},"
               "'tick':{'type':'duration'}},"
               "'defaults':['read',{'create':['id','n','d','f','text','day','at','local','clock',"
               "'span','hour','tick']}]}}");
        ok("{'op':'create','resource':'Sum','input':" + std::string(row) + "}");
    }

    // What the expression comes to in memory, as JSON; "?" where that cannot be known, and the
    // error where there is one.
    std::string in_memory(const std::string& expression)
    {
        auto answer = run("{'op':'evaluate','resource':'Sum','record':" + std::string(row)
            + ",'expression':" + expression + "}");
        if (answer.map().contains("error"))
            return lines_of(at(answer, "error", "errors")).front();
        const auto& value = at(answer, "ok");
        return value.map().contains("unknown") ? "?" : to_json(at(value, "value"));
    }

    // The same by the database, read as a calculated sort key is: under a filter that it equals it.
    bool stored_is(const std::string& expression, const std::string& type, const std::string& value)
    {
        auto wanted = "{'type':{'type':'" + type + "','expr':" + value + "}}";
        return !ok("{'op':'read','resource':'Sum','query':{'filter':{'op':'==','args':["
            + expression + "," + wanted + "]}}}")
                    .list()
                    .empty();
    }

    static constexpr auto row
        = "{'id':1,'n':7,'d':'1.50','f':2.5,'text':'x','day':'2024-01-31',"
          "'at':'2024-02-29T10:00:00Z','local':'2024-02-29T10:00:00','clock':'23:30:00',"
          "'span':'P1M','hour':'PT1H','tick':'PT0.25S'}";
};

struct Sum {
    const char* expression;
    const char* type;
    const char* value;
};

} // namespace

TEST_CASE("dates, datetimes and times are moved by durations, in memory and in SQL")
{
    Sums sums;
    const Sum cases[] = {
        { "{'op':'+','args':[{'ref':'day'},{'ref':'span'}]}", "date", "\"2024-02-29\"" },
        { "{'op':'+','args':[{'ref':'span'},{'ref':'day'}]}", "date", "\"2024-02-29\"" },
        { "{'op':'-','args':[{'ref':'day'},{'ref':'span'}]}", "date", "\"2023-12-31\"" },
        { "{'op':'+','args':[{'ref':'at'},{'ref':'hour'}]}", "utc_datetime",
            "\"2024-02-29T11:00:00Z\"" },
        { "{'op':'-','args':[{'ref':'local'},{'ref':'hour'}]}", "naive_datetime",
            "\"2024-02-29T09:00:00\"" },
        { "{'op':'+','args':[{'ref':'at'},{'ref':'tick'}]}", "utc_datetime_usec",
            "\"2024-02-29T10:00:00.250000Z\"" },
        { "{'op':'+','args':[{'ref':'clock'},{'ref':'hour'}]}", "time", "\"00:30:00\"" },
        { "{'op':'-','args':[{'ref':'clock'},{'ref':'tick'}]}", "time_usec",
            "\"23:29:59.750000\"" },
        { "{'fn':'date_add','args':[{'ref':'day'},{'ref':'span'}]}", "date", "\"2024-02-29\"" },
        { "{'fn':'date_add','args':[{'ref':'at'},{'value':2},{'value':'day'}]}", "date",
            "\"2024-03-02\"" },
        { "{'fn':'datetime_add','args':[{'ref':'local'},{'value':1},{'value':'year'}]}",
            "naive_datetime", "\"2025-03-01T10:00:00\"" },
        { "{'fn':'datetime_add','args':[{'ref':'at'},{'value':-4},{'value':'year'}]}",
            "utc_datetime", "\"2020-02-29T10:00:00Z\"" },
        { "{'fn':'datetime_add','args':[{'ref':'at'},{'value':5},{'value':'millisecond'}]}",
            "utc_datetime_usec", "\"2024-02-29T10:00:00.005000Z\"" },
        { "{'fn':'datetime_add','args':[{'ref':'at'},{'value':5},{'value':'microsecond'}]}",
            "utc_datetime_usec", "\"2024-02-29T10:00:00.000005Z\"" },
        { "{'fn':'start_of_day','args':[{'ref':'at'}]}", "utc_datetime",
            "\"2024-02-29T00:00:00Z\"" },
        { "{'fn':'start_of_day','args':[{'ref':'day'},{'value':'Etc/UTC'}]}", "utc_datetime",
            "\"2024-01-31T00:00:00Z\"" },
    };
    for (const auto& [expression, type, value] : cases) {
        CAPTURE(expression);
        CHECK(sums.in_memory(expression) == value);
        CHECK(sums.stored_is(expression, type, value));
    }
}

TEST_CASE("differences of dates are days, those of datetimes seconds, those of durations durations")
{
    Sums sums;
    const Sum cases[] = {
        { "{'op':'-','args':[{'ref':'day'},{'type':{'type':'date','expr':'2024-01-01'}}]}",
            "integer", "30" },
        { "{'op':'-','args':[{'ref':'at'},{'type':{'type':'utc_datetime','expr':"
          "'2024-02-29T09:59:00Z'}}]}",
            "integer", "60" },
        { "{'op':'-','args':[{'ref':'local'},{'type':{'type':'naive_datetime','expr':"
          "'2024-02-29T10:00:30'}}]}",
            "integer", "-30" },
        { "{'op':'+','args':[{'ref':'span'},{'ref':'tick'}]}", "duration", "\"P1MT0.25S\"" },
        { "{'op':'-','args':[{'ref':'span'},{'ref':'hour'}]}", "duration", "\"P1MT-1H\"" },
        { "{'op':'-','args':[{'ref':'hour'}]}", "duration", "\"PT-1H\"" },
    };
    for (const auto& [expression, type, value] : cases) {
        CAPTURE(expression);
        CHECK(sums.in_memory(expression) == value);
        CHECK(sums.stored_is(expression, type, value));
    }
}

TEST_CASE("operands that no overload takes make a value unknown")
{
    Sums sums;
    for (auto expression : {
             "{'op':'+','args':[{'ref':'day'},{'ref':'n'}]}",
             "{'op':'-','args':[{'ref':'day'},{'ref':'at'}]}",
             "{'op':'-','args':[{'ref':'text'},{'ref':'text'}]}",
             "{'op':'*','args':[{'ref':'n'},{'ref':'text'}]}",
             "{'op':'-','args':[{'ref':'text'}]}",
             "{'op':'+','args':[{'ref':'day'},{'ref':'hour'}]}",
             "{'fn':'date_add','args':[{'ref':'day'},9000,'year']}",
             "{'fn':'datetime_add','args':[{'ref':'at'},9000,'year']}",
             "{'fn':'datetime_add','args':[{'ref':'at'},9223372036854775807,'day']}",
             "{'fn':'datetime_add','args':[{'ref':'at'},9223372036854775807,'millisecond']}",
             "{'fn':'datetime_add','args':[{'ref':'at'},99999999,'day']}",
         }) {
        CAPTURE(expression);
        CHECK(sums.in_memory(expression) == "?");
        CHECK(
            sums.ok("{'op':'read','resource':'Sum','query':{'filter':{'op':'is_nil','args':["
                    + std::string(expression) + "]}}}")
                .list()
                .empty());
    }
}

TEST_CASE(
    "arguments that cannot be cast to what a function takes are an error that names it, in SQL too")
{
    Sums sums;
    static constexpr std::pair<const char*, const char*> cases[] = {
        { "{'op':'/','args':[{'ref':'text'},{'ref':'n'}]}", "Could not cast \"x\" as :float" },
        { "{'fn':'date_add','args':[{'ref':'text'},1,'day']}", "date_add/3" },
        { "{'fn':'date_add','args':[{'ref':'day'},{'ref':'f'},'day']}", "date_add/3" },
        { "{'fn':'date_add','args':[{'ref':'day'},1,'fortnight']}", "date_add/3" },
        { "{'fn':'date_add','args':[{'ref':'day'},{'ref':'span'},'day']}", "date_add/3" },
        { "{'fn':'date_add','args':[{'ref':'day'},1,2]}", "date_add/3" },
        { "{'fn':'datetime_add','args':[{'ref':'clock'},1,'day']}", "datetime_add/3" },
        { "{'fn':'start_of_day','args':[{'ref':'text'}]}", "start_of_day/1" },
        { "{'fn':'round','args':[{'ref':'text'}]}", "round/1" },
        { "{'fn':'round','args':[{'ref':'f'},{'ref':'text'}]}", "round/2" },
    };
    for (const auto& [expression, told] : cases) {
        CAPTURE(expression);
        auto message = std::string(told);
        if (message.find('/') != std::string::npos)
            message = "Could not cast function arguments for " + message;
        CHECK(sums.in_memory(expression) == "unknown_error: " + message);
        CHECK(sums.errors("{'op':'read','resource':'Sum','query':{'filter':{'op':'is_nil','args':["
                  + std::string(expression) + "]}}}")
            == std::vector<std::string> { "unknown_error: " + message });
    }
}

TEST_CASE("arithmetic keeps decimals exact and says what it cannot divide or round")
{
    Sums sums;
    struct Case {
        const char* expression;
        const char* value;
    };
    const Case cases[] = {
        { "{'op':'*','args':[{'ref':'d'},{'ref':'n'}]}", "\"10.50\"" },
        { "{'op':'/','args':[{'ref':'d'},{'ref':'n'}]}",
            "\"0.2142857142857142857142857142857143\"" },
        { "{'op':'+','args':[{'ref':'d'},{'ref':'f'}]}", "\"4.00\"" },
        { "{'op':'+','args':[{'ref':'f'},{'ref':'n'}]}", "9.5" },
        { "{'op':'/','args':[{'ref':'f'},{'ref':'n'}]}", "0.35714285714285715" },
        { "{'op':'*','args':[9223372036854775807,{'ref':'n'}]}", "64563604257983430649" },
        { "{'op':'-','args':[{'op':'*','args':[9223372036854775807,{'ref':'n'}]}]}",
            "-64563604257983430649" },
        { "{'op':'-','args':[{'ref':'d'}]}", "\"-1.50\"" },
        { "{'op':'-','args':[{'ref':'f'}]}", "-2.5" },
        { "{'fn':'round','args':[{'ref':'n'}]}", "7.0" },
        { "{'fn':'round','args':[{'ref':'f'}]}", "3.0" },
        { "{'fn':'round','args':[{'type':{'type':'decimal','expr':'1250'}},-2]}", "\"1.3E+3\"" },
        { "{'fn':'round','args':[{'ref':'d'},16]}", "unknown_error: precision 16 is out of range" },
        { "{'fn':'round','args':[{'ref':'d'},-16]}",
            "unknown_error: precision -16 is out of range" },
        { "{'fn':'round','args':[{'ref':'f'},16]}",
            "unknown_error: precision 16 is out of valid range of 0..15" },
        { "{'fn':'round','args':[{'ref':'f'},-1]}",
            "unknown_error: precision -1 is out of valid range of 0..15" },
        { "{'fn':'rem','args':[{'ref':'n'},{'ref':'d'}]}",
            "unknown_error: Could not cast function arguments for rem/2" },
        { "{'fn':'rem','args':[{'ref':'n'},0]}",
            "unknown_error: bad argument in arithmetic expression" },
        { "{'fn':'rem','args':[{'ref':'n'},-1]}", "0" },
        { "{'op':'/','args':[{'ref':'d'},0.0]}",
            "unknown_error: bad argument in arithmetic expression" },
        { "{'fn':'start_of_day','args':[{'ref':'at'},{'value':'Europe/Berlin'}]}",
            "not_supported: start_of_day knows no time zone but UTC, not \"Europe/Berlin\"" },
        { "{'fn':'length','args':[{'ref':'n'}]}",
            "unknown_error: Cannot use length/1 on non-list inputs" },
    };
    for (const auto& [expression, value] : cases) {
        CAPTURE(expression);
        CHECK(sums.in_memory(expression) == value);
    }
}

TEST_CASE("an expression raises the error that it describes")
{
    Sums sums;
    CHECK(sums.in_memory("{'fn':'error','args':['required',{'value':{'field':'n','message':"
                         "'%{what} it needs','vars':{'what':'is what'},'value':3}}]}")
        == "required n: is what it needs");
    CHECK(sums.in_memory("{'fn':'error','args':['no such code',{'value':{'field':5}}]}")
        == "invalid_attribute: is invalid");
    CHECK(sums.in_memory("{'fn':'error','args':['required']}") == "required: is invalid");
    CHECK(sums.in_memory("{'fn':'error','args':['required',5]}") == "required: is invalid");
    CHECK(sums.errors("{'op':'read','resource':'Sum','query':{'filter':{'if':[{'op':'>','args':[{"
                      "'ref':'n'},5]},{'fn':'error','args':['invalid_attribute',{'value':{"
                      "'message':'is too much'}}]},true]}}}")
        == std::vector<std::string> { "invalid_attribute: is too much" });
}

TEST_CASE("texts are put together from parts of any kind")
{
    Sums sums;
    CHECK(sums.in_memory("{'interpolate':['n is ',{'ref':'n'},' of ',{'ref':'d'}]}")
        == "\"n is 7 of 1.50\"");
    CHECK(sums.in_memory("{'interpolate':[{'ref':'n'}]}") == "\"7\"");
    CHECK(sums.in_memory("{'interpolate':[]}") == "\"\"");
    CHECK(sums.stored_is("{'interpolate':[{'ref':'text'},'-',{'ref':'n'}]}", "string", "\"x-7\""));
}
