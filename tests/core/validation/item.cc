#include "core/validation/item.h"

#include "base/json.h"

namespace tunez::test {

static constexpr std::string_view attributes = R"(
    'id': {'type':'integer','primary_key':true,'allow_nil':false,'generated':true,'writable':false},
    'name': {'type':'string'}, 'nickname': {'type':'string'}, 'code': {'type':'ci_string'}, 'year': {'type':'integer'},
    'low': {'type':'integer'}, 'high': {'type':'integer'}, 'score': {'type':'float'}, 'price': {'type':'decimal'},
    'status': {'type':'atom','constraints':{'one_of':['draft','live']}}, 'tags': {'type':{'array':'string'}},
    'released': {'type':'date'}, 'active': {'type':'boolean'}, 'meta': {'type':'map'},
    'secret': {'type':'string','sensitive':true})";

static constexpr std::string_view accepted
    = "'name','nickname','code','year','low','high','score','price','status','tags','released','"
      "active','meta','secret'";

Item::Item(std::string_view validation, std::string_view action_type, std::string_view in_action,
    std::string_view in_resource)
    : type_(action_type)
{
    auto action
        = "{'type':'" + type_ + "','primary':true,'validations':[" + std::string(validation) + "]";
    if (type_ != "destroy")
        action += ",'accept':[" + std::string(accepted) + "]";
    auto resource = "{'Item':{'attributes':{" + std::string(attributes)
        + "},'defaults':['read'],'actions':{'act':" + action + std::string(in_action) + "}}"
        + std::string(in_resource) + "}}";
    engine.define(resource);
}

Value Item::state(std::string_view record, std::string_view input)
{
    auto message = "{'op':'changeset','changeset':{'resource':'Item',"
        + (record.empty() ? std::string() : "'record':" + std::string(record) + ",")
        + "'operations':[['for_" + type_ + "','act'," + std::string(input) + "]]}}";
    return engine.ok(message);
}

Lines Item::errors(std::string_view input) { return lines_of(at(state({}, input), "errors")); }

Lines Item::errors_from(std::string_view record, std::string_view input)
{
    return lines_of(at(state(record, input), "errors"));
}

Value Item::vars(std::string_view input)
{
    auto result = state({}, input);
    const auto& errors = at(result, "errors");
    REQUIRE_FALSE(errors.list().empty());
    return at(errors.list().front(), "vars");
}

} // namespace tunez::test
