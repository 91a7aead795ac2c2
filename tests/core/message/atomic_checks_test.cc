#include "support/shop.h"

#include "base/json.h"

using namespace tunez;
using namespace tunez::test;

// What a validation of an update that sets something else says of a row, by each strategy.
static Lines said(const std::string& validation, const std::string& row, std::string_view strategy)
{
    Shop shop;
    shop.define({ .create = "'accept':['id','name','stock','text','number','amount']",
        .update = "'validations':[" + validation + "]",
        .attributes = "'text':{'type':'string','public':true,'constraints':{'allow_empty':true,"
                      "'trim':false}},'number':{'type':'integer','public':true},"
                      "'amount':{'type':'decimal','public':true}" });
    shop.engine.ok("{'op':'create','resource':'Item','input':" + row + "}");
    auto result
        = shop.engine.ok("{'op':'bulk_update','resource':'Item','query':{},'input':{'stock':9},"
                         "'options':{'strategy':'"
            + std::string(strategy) + "','return_errors':true}}");
    auto lines = lines_of(at(result, "errors", "errors"));
    // Only what was read one by one has an index.
    for (auto& line : lines)
        line = line.substr(0, line.find(" @ [0]"));
    lines.push_back(std::string(at(result, "status").text()));
    lines.push_back(to_json(at(shop.engine.rows("Item").list()[0], "stock")));
    return lines;
}

static std::string row_of(std::string_view field, std::string_view value)
{
    return "{'id':1,'name':'a','stock':1,'" + std::string(field) + "':" + std::string(value) + "}";
}

static void check_alike(std::string_view field, const std::vector<std::string>& validations,
    const std::vector<std::string>& values)
{
    for (const auto& validation : validations) {
        for (const auto& value : values) {
            auto row = row_of(field, value);
            INFO(validation << " of " << row);
            CHECK(said(validation, row, "atomic") == said(validation, row, "stream"));
        }
    }
}

TEST_CASE("numbers that a statement judges pass and fail as those of records that were read")
{
    check_alike("number",
        { "{'name':'numericality','field':'number','greater_than':5}",
            "{'name':'compare','field':'number','greater_than_or_equal_to':5,'less_than':7}",
            "{'name':'compare','field':'number','is_equal':5}",
            "{'name':'compare','field':'number','is_not_equal':5}",
            "{'name':'compare','field':'number','less_than_or_equal_to':5.5}",
            "{'name':'compare','field':'number','is_nil':false,'greater_than':5}",
            "{'name':'compare','field':'number','greater_than':{'atom':'stock'}}" },
        { "null", "4", "5", "6", "7", "-9223372036854775807" });
    check_alike("amount",
        { "{'name':'compare','field':'amount','greater_than':5}",
            "{'name':'compare','field':'amount','less_than':'10.50'}" },
        { "null", "'5.0'", "'5.01'", "'10.5'", "'9'" });
}

TEST_CASE("texts that a statement judges pass and fail as those of records that were read")
{
    check_alike("text",
        { "{'name':'string_length','field':'text','max':3}",
            "{'name':'string_length','field':'text','min':2,'max':3}",
            "{'name':'string_length','field':'text','exact':3}",
            "{'name':'string_length','field':'text','max':-1}",
            "{'name':'byte_size','field':'text','max':3}" },
        { "null", "''", "'abc'", "'abcd'", "'äöü'", "'äöüß'", "'a\\u0000bcd'",
            "'e\\u0301a\\r\\nb'" });
}
