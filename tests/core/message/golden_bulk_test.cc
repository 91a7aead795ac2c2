#include "support/golden.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

class Case {
public:
    Case(const Value& file, const Value& test_case)
        : file_(file)
        , case_(test_case)
    {
    }

    std::string run();

private:
    using Answer = Result<Value>;

    void define();
    std::optional<Value> probe(const Value& entry, std::string_view kind);
    Answer run_hook(const Value& hook, const Value& message);
    Value message();
    std::string judge(const Value& answer);
    std::string judge_trace(const Value& answer);
    Value labelled(Value row) const;
    List labelled_rows(const Value& rows) const;

    const Value& file_;
    const Value& case_;
    TestEngine engine_;
    List trace_;
    List notified_;
};

} // namespace

static std::string text(const Value& map, std::string_view key)
{
    const auto& value = at(map, key);
    return value.is_textual() ? std::string(value.text()) : std::string();
}

// Ids that the case does not name were generated.
static std::string shown_id(const Value& id)
{
    if (!id.is_textual())
        return "new";
    return id.text().size() == 36 ? "new" : std::string(id.text());
}

static const Value& id_of(const Value& message)
{
    for (const auto* holder : { &at(message, "record"), &at(at(message, "changeset"), "attributes"),
             &at(at(message, "changeset"), "data") }) {
        if (const auto& id = at(*holder, "id"); !id.is_null())
            return id;
    }
    return at(message, "no such member");
}

static Value failure(const std::string& label)
{
    return Value(Map { { "field", Value("name") }, { "message", Value(label + " failed") } });
}

Case::Answer Case::run_hook(const Value& hook, const Value& message)
{
    auto kind = text(hook, "kind");
    auto label = text(hook, "label");
    auto subject = kind == "after_transaction"
        ? std::string(at(message, "result").map().contains("record") ? "ok" : "error")
        : shown_id(id_of(message));
    trace_.push_back(Value(kind + ":" + label + ":" + subject));
    if (!at(hook, "fail_on").is_null() && at(hook, "fail_on") == id_of(message))
        return Value(Map { { "error", failure(label) } });
    return Value();
}

std::optional<Value> Case::probe(const Value& entry, std::string_view)
{
    auto name = text(entry, "name");
    if (name == "batch")
        throw golden::Unsupported { "changes of a whole batch" };
    if (name == "log") {
        auto log = engine_.callback_value(
            [this, label = text(at(entry, "options"), "label")](const Value& message) -> Answer {
                trace_.push_back(Value("validate:" + label + ":" + shown_id(id_of(message))));
                return Value();
            });
        return Value(Map { { "name", Value("callback") }, { "callback", at(log, "callback") } });
    }
    if (name != "hooks")
        return std::nullopt;
    List operations;
    for (const auto& hook : at(entry, "hooks").list()) {
        auto callback = engine_.callback_value(
            [this, hook](const Value& message) { return run_hook(hook, message); });
        operations.push_back(Value(List { at(hook, "kind"), std::move(callback) }));
    }
    Map answer { { "operations", Value(std::move(operations)) } };
    auto registers = engine_.callback_value(
        [answer = Value(std::move(answer))](const Value&) -> Answer { return answer; });
    return Value(Map { { "name", Value("callback") }, { "callback", at(registers, "callback") } });
}

void Case::define()
{
    const auto& action
        = at(at(at(at(file_, "resources"), "Item"), "actions"), text(case_, "action"));
    if (at(action, "upsert") == Value(true) || !at(at(case_, "options"), "upsert?").is_null())
        throw golden::Unsupported { "upserts" };
    if (to_json(at(action, "changes")).find("\"atomic_") != std::string::npos)
        throw golden::Unsupported { "the change atomic_update" };
    golden::Probes probes;
    probes.entry = [this](const Value& entry, std::string_view kind) { return probe(entry, kind); };
    auto resources = golden::resources(at(file_, "resources"), { text(case_, "action") }, probes,
        at(case_, "transactional") == Value(true));
    auto item = at(resources, "Item");
    item.mutable_map().set(
        "notifiers", Value(List { engine_.callback_value([this](const Value& message) -> Answer {
            const auto& notification = at(message, "notification");
            notified_.push_back(Value("notify:" + text(notification, "action") + ":"
                + shown_id(at(at(notification, "data"), "id"))));
            return Value();
        }) }));
    engine_.define(Value(Map { { "Item", item } }));
    if (!(at(case_, "seeded") == Value(true)))
        return;
    for (const auto& row : at(file_, "seed").list())
        engine_.ok(Value(Map { { "op", Value("sql") },
            { "sql", Value("INSERT INTO items (id, name, code, n) VALUES (?, ?, ?, ?)") },
            { "params",
                Value(List { at(row, "id"), at(row, "name"), at(row, "code"), at(row, "n") }) } }));
}

static bool streams(const Value& strategy)
{
    if (strategy.is(Kind::list))
        return strategy.list().back() == Value("stream") && strategy.list().size() == 1;
    return strategy == Value("stream");
}

Value Case::message()
{
    auto call = text(case_, "call");
    Map options;
    bool on_records = false;
    for (const auto& [name, value] : at(case_, "options").map()) {
        if (name == "on")
            on_records = value == Value("records");
        else
            options.set(
                name.ends_with('?') ? std::string_view(name).substr(0, name.size() - 1) : name,
                golden::to_wire(value));
    }
    bool changes = call == "bulk_update" || call == "bulk_destroy";
    if (changes && !streams(at(at(case_, "options"), "strategy")))
        throw golden::Unsupported { "atomic strategies" };
    Map message { { "op", Value(call) }, { "resource", Value("Item") },
        { "action", at(case_, "action") }, { "options", Value(std::move(options)) } };
    if (call == "bulk_create")
        message.set("inputs", golden::to_wire(at(case_, "inputs")));
    else
        message.set("input", golden::to_wire(at(case_, "input")));
    if (!changes)
        return Value(std::move(message));
    Map query { { "sort", Value("id") } };
    if (!at(case_, "filter").is_null())
        query.set("filter", golden::to_wire(at(case_, "filter")));
    if (on_records)
        message.set("records",
            engine_.ok(Value(Map { { "op", Value("read") }, { "resource", Value("Item") },
                { "query", Value(query) } })));
    else
        message.set("query", Value(std::move(query)));
    return Value(std::move(message));
}

Value Case::labelled(Value row) const
{
    Map shown;
    for (const auto& [key, value] : row.map()) {
        if (!value.is_null())
            shown.set(key, key == "id" ? Value(shown_id(value)) : value);
    }
    return Value(std::move(shown));
}

List Case::labelled_rows(const Value& rows) const
{
    List shown;
    for (const auto& row : rows.list())
        shown.push_back(labelled(row));
    return shown;
}

std::string Case::judge_trace(const Value& answer)
{
    List ran;
    List announced;
    for (const auto& line : at(case_, "expect", "trace").list())
        (line.text().starts_with("notify:") ? announced : ran).push_back(line);
    if (!golden::same(Value(ran), Value(trace_)))
        return golden::differs("trace", Value(ran), Value(trace_));
    if (!golden::same_unordered(announced, notified_))
        return golden::differs("notifications", Value(announced), Value(notified_));
    const auto& expected = at(case_, "expect", "notifications");
    if (expected.is_null())
        return {};
    List handed_back;
    for (const auto& notification : at(answer, "notifications").list())
        handed_back.push_back(Value(
            text(notification, "action") + ":" + shown_id(at(at(notification, "data"), "id"))));
    return golden::same_unordered(expected.list(), handed_back)
        ? ""
        : golden::differs("returned", expected, Value(handed_back));
}

std::string Case::judge(const Value& answer)
{
    const auto& expected = at(case_, "expect");
    const auto& error
        = at(expected, "error").is_null() ? at(expected, "raises") : at(expected, "error");
    if (!error.is_null())
        return golden::same_error_class(error, at(answer, "error"))
            ? ""
            : golden::differs("error", error, answer);
    const auto& result = at(answer, "ok");
    if (!result.is(Kind::map))
        return golden::differs("answer", expected, answer);
    if (at(expected, "ok").is(Kind::map) && !golden::same(at(expected, "ok"), labelled(result)))
        return golden::differs("record", at(expected, "ok"), result);
    for (auto key : { "status", "error_count" }) {
        if (!at(expected, key).is_null() && !(at(expected, key) == at(result, key)))
            return golden::differs(key, at(expected, key), answer);
    }
    if (at(expected, "records").is(Kind::list)) {
        auto records = labelled_rows(at(result, "records"));
        bool sorted = at(at(case_, "options"), "sorted?") == Value(true);
        bool same = sorted ? golden::same(at(expected, "records"), Value(records))
                           : golden::same_unordered(at(expected, "records").list(), records);
        if (!same)
            return golden::differs("records", at(expected, "records"), answer);
    }
    if (at(expected, "errors").is(Kind::list)
        && !golden::same_errors(at(expected, "errors"), at(result, "errors", "errors")))
        return golden::differs("errors", at(expected, "errors"), at(result, "errors"));
    return {};
}

std::string Case::run()
{
    define();
    auto request = message();
    trace_.clear();
    auto answer = engine_.run(request);
    auto difference = judge(answer);
    if (difference.empty())
        difference = judge_trace(answer);
    if (!difference.empty())
        return difference;
    const auto& table = at(case_, "expect", "table");
    auto rows = labelled_rows(engine_.rows("Item"));
    return table.is_null() || golden::same_unordered(table.list(), rows)
        ? ""
        : golden::differs("table", table, Value(rows));
}

TEST_CASE("bulk actions are those of the golden file")
{
    auto file = golden::read_file("bulk");
    if (!file)
        SKIP("bulk.json is not at hand");
    auto report = golden::run_cases(
        *file, [&](const Value& test_case) { return Case(*file, test_case).run(); });
    report.print("bulk");
    CHECK(report.failures == std::vector<std::string> {});
}
