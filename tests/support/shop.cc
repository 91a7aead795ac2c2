#include "support/shop.h"

#include "base/json.h"

namespace tunez::test {

void Shop::define(const Members& members)
{
    auto more = [](const std::string& text) { return text.empty() ? text : "," + text; };
    engine.define(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
        "'name':{'type':'string'},'stock':{'type':'integer'}"
        + more(members.attributes) + "},'defaults':['read']" + more(members.resource)
        + ",'actions':{'create':{'type':'create','primary':true,'accept':['id','name','stock']"
        + more(members.create)
        + "},'update':{'type':'update','primary':true,'accept':['name','stock']"
        + more(members.update) + "},'destroy':{'type':'destroy','primary':true"
        + more(members.destroy) + "}}}}");
}

static std::string entry(const Value& callback)
{
    return "{'name':'callback','callback':" + std::to_string(at(callback, "callback").integer())
        + "}";
}

std::string Shop::note(std::string label)
{
    return entry(
        engine.callback_value([this, label = std::move(label)](const Value&) -> Result<Value> {
            trace.push_back(label);
            return Value(Map { { "operations", Value(List {}) } });
        }));
}

static Value failure(const std::string& line)
{
    return Value(Map { { "field", Value("name") }, { "message", Value(line + " failed") } });
}

Result<Value> Shop::run_hook(const std::string& kind, const std::string& line, const Value& message)
{
    auto noted = line;
    if (kind == "after_transaction")
        noted += at(message, "result").map().contains("record") ? ":ok" : ":error";
    trace.push_back(noted);
    during(line);
    bool fails = line == failing;
    if (fails && raises)
        return fail(Error::make(ErrorCode::callback_failed, "** (Error) " + line));
    if (kind.starts_with("around")) {
        auto inner = engine.run(Value(
            Map { { "op", Value("proceed") }, { "handle", at(message, "changeset", "handle") } }));
        trace.push_back(line + (inner.map().contains("ok") ? ":ok" : ":error"));
    }
    return fails ? Value(Map { { "error", failure(line) } }) : Value();
}

std::string Shop::hooks(const Lines& kinds_and_labels)
{
    List operations;
    for (const auto& line : kinds_and_labels) {
        auto kind = line.substr(0, line.find(':'));
        auto callback = engine.callback_value(
            [this, kind, line](const Value& message) { return run_hook(kind, line, message); });
        operations.push_back(Value(List { Value(kind), callback }));
    }
    Map answer { { "operations", Value(std::move(operations)) } };
    return entry(engine.callback_value(
        [answer = Value(std::move(answer))](const Value&) -> Result<Value> { return answer; }));
}

std::string Shop::message(std::string_view op, std::string_view input, std::string_view more)
{
    return "{'op':'" + std::string(op) + "','resource':'Item','input':" + std::string(input)
        + std::string(more) + "}";
}

std::string Shop::update_message(
    const Value& record, std::string_view input, std::string_view more) const
{
    return message("update", input, ",'record':" + to_json(record) + std::string(more));
}

std::string Shop::destroy_message(const Value& record, std::string_view more) const
{
    return message("destroy", "{}", ",'record':" + to_json(record) + std::string(more));
}

} // namespace tunez::test
