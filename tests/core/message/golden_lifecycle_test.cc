#include "support/golden.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

namespace {

// The probes of the file: changes, validations and hooks that write the trace.
class Case {
public:
    Case(const Value& declared, const Value& test_case)
        : declared_(declared)
        , case_(test_case)
        , resource_(at(test_case, "resource").text())
        , type_(
              at(at(at(at(declared, resource_), "actions"), at(test_case, "action").text()), "type")
                  .text())
    {
    }

    std::string run();

private:
    using Answer = Result<Value>;

    void define();
    std::optional<Value> probe(const Value& entry, std::string_view kind);
    Value log(const Value& options, std::string_view kind);
    Value hook_operation(const Value& hook);
    Answer run_hook(const Value& hook, const Value& message);
    Answer before_hook(const Value& hook);
    Answer around_hook(const Value& hook, const Value& message);
    Answer after_hook(const Value& hook, const Value& message);
    std::optional<Value> create_child(const Value& hook);
    void notified(const Value& message);
    Value stored_record();
    Value rows();
    std::string judge_result(const Value& answer);

    const Value& declared_;
    const Value& case_;
    std::string resource_;
    std::string type_;
    TestEngine engine_;
    List trace_;
};

} // namespace

static std::string text(const Value& map, std::string_view key)
{
    const auto& value = at(map, key);
    return value.is_textual() ? std::string(value.text()) : std::string();
}

static Value failure(const std::string& label)
{
    return Value(Map { { "field", Value("name") }, { "message", Value(label + " failed") } });
}

static Value operations(List list)
{
    return Value(Map { { "operations", Value(std::move(list)) } });
}

static Value error_answer(Value errors) { return Value(Map { { "error", std::move(errors) } }); }

static List set_name(const Value& hook)
{
    if (!at(hook, "set").is_textual())
        return {};
    return { Value(List { Value("force_change_attribute"), Value("name"), at(hook, "set") }) };
}

Value Case::log(const Value& options, std::string_view kind)
{
    return engine_.callback_value(
        [this, options, kind = std::string(kind)](const Value&) -> Answer {
            auto label = text(options, "label");
            bool validates = kind == "validation";
            trace_.push_back(Value((validates ? "validate:" : "change:") + label));
            bool fails = !at(options, "fail").is_null();
            if (validates)
                return fails ? Value(List { failure(label) }) : Value();
            if (fails)
                return operations({ Value(List { Value("add_error"), failure(label) }) });
            return operations(set_name(options));
        });
}

Value Case::hook_operation(const Value& hook)
{
    auto callback = engine_.callback_value(
        [this, hook](const Value& message) { return run_hook(hook, message); });
    Map options;
    if (at(hook, "prepend") == Value(true))
        options.set("prepend", Value(true));
    return Value(List { at(hook, "kind"), std::move(callback), Value(std::move(options)) });
}

std::optional<Value> Case::create_child(const Value& hook)
{
    auto name = text(hook, "creates");
    Map input { { "id", Value("c_" + name) }, { "name", Value(name) } };
    if (at(hook, "creates_fails") == Value(true))
        input.set("boom", Value(true));
    auto answer = engine_.run(Value(Map { { "op", Value("create") }, { "resource", Value("Child") },
        { "input", Value(std::move(input)) } }));
    if (!answer.map().contains("error"))
        return std::nullopt;
    return at(answer, "error");
}

static Result<Value> raise(const std::string& label)
{
    return fail(Error::make(ErrorCode::callback_failed, "** (RuntimeError) " + label + " raised"));
}

Case::Answer Case::before_hook(const Value& hook)
{
    auto label = text(hook, "label");
    if (!at(hook, "fail").is_null())
        return operations({ Value(List { Value("add_error"), failure(label) }) });
    auto list = set_name(hook);
    if (at(hook, "adds").is(Kind::list)) {
        for (const auto& late : at(hook, "adds").list())
            list.push_back(hook_operation(late));
    }
    return operations(std::move(list));
}

static bool is_raised(const Value& answer)
{
    const auto& errors = at(answer, "error", "errors");
    return errors.is(Kind::list) && !errors.list().empty()
        && text(errors.list().front(), "code") == "callback_failed";
}

Case::Answer Case::around_hook(const Value& hook, const Value& message)
{
    auto begin = text(hook, "kind") + ":" + text(hook, "label");
    trace_.push_back(Value(begin + ":start"));
    auto fails = text(hook, "fail");
    if (fails == "skip")
        return error_answer(failure(text(hook, "label")));
    Map go_on { { "op", Value("proceed") }, { "handle", at(message, "changeset", "handle") },
        { "operations", Value(set_name(hook)) } };
    auto inner = engine_.run(Value(std::move(go_on)));
    // What was thrown inside passes by.
    if (is_raised(inner))
        return fail(Error::make(ErrorCode::callback_failed,
            text(at(inner, "error", "errors").list().front(), "message")));
    trace_.push_back(Value(begin + (inner.map().contains("ok") ? ":end:ok" : ":end:error")));
    if (fails == "raise")
        return raise(text(hook, "label"));
    if (fails == "error")
        return error_answer(failure(text(hook, "label")));
    return Value();
}

Case::Answer Case::after_hook(const Value& hook, const Value& message)
{
    auto label = text(hook, "label");
    auto fails = text(hook, "fail");
    if (fails == "recover")
        return Value(Map {
            { "record", Value(Map { { "id", Value("r") }, { "name", Value("recovered") } }) } });
    if (!fails.empty())
        return error_answer(failure(label));
    if (text(hook, "kind") == "after_action") {
        Value answer;
        auto record = at(message, "record");
        if (at(hook, "set").is_textual()) {
            record.mutable_map().set("name", at(hook, "set"));
            answer = Value(Map { { "record", record } });
        }
        return answer;
    }
    return Value();
}

Case::Answer Case::run_hook(const Value& hook, const Value& message)
{
    auto kind = text(hook, "kind");
    if (kind.starts_with("around"))
        return around_hook(hook, message);
    auto line = kind + ":" + text(hook, "label");
    if (kind == "after_action")
        line += ":" + text(at(message, "record"), "name");
    if (kind == "after_transaction")
        line += at(message, "result").map().contains("record") ? ":ok" : ":error";
    trace_.push_back(Value(line));
    if (text(hook, "fail") == "raise")
        return raise(text(hook, "label"));
    if (!at(hook, "creates").is_null()) {
        if (auto error = create_child(hook))
            return error_answer(*error);
    }
    return kind.starts_with("before") ? before_hook(hook) : after_hook(hook, message);
}

std::optional<Value> Case::probe(const Value& entry, std::string_view kind)
{
    auto name = text(entry, "name");
    Map translated { { "name", Value("callback") } };
    if (name == "log") {
        translated.set("callback", at(log(at(entry, "options"), kind), "callback"));
    } else if (name == "hooks") {
        auto registers
            = engine_.callback_value([this, hooks = at(entry, "hooks")](const Value&) -> Answer {
                  List list;
                  for (const auto& hook : hooks.list())
                      list.push_back(hook_operation(hook));
                  return operations(std::move(list));
              });
        translated.set("callback", at(registers, "callback"));
    } else {
        return std::nullopt;
    }
    return Value(std::move(translated));
}

void Case::notified(const Value& message)
{
    const auto& notification = at(message, "notification");
    trace_.push_back(Value("notify:" + text(notification, "resource") + ":"
        + text(notification, "action") + ":" + text(at(notification, "data"), "name")));
}

void Case::define()
{
    golden::Probes probes;
    probes.entry = [this](const Value& entry, std::string_view kind) { return probe(entry, kind); };
    probes.tick = [this](std::string_view attribute) {
        return engine_.callback_value(
            [this, name = std::string(attribute)](const Value&) -> Answer {
                trace_.push_back(Value("default:" + name));
                return Value(1);
            });
    };
    auto resources = golden::resources(
        declared_, { text(case_, "action") }, probes, at(case_, "transactional") == Value(true));
    auto notifier = engine_.callback_value([this](const Value& message) -> Answer {
        notified(message);
        return Value();
    });
    Map listening;
    for (const auto& [name, body] : resources.map()) {
        auto resource = body;
        resource.mutable_map().set("notifiers", Value(List { notifier }));
        listening.set(name, std::move(resource));
    }
    engine_.define(Value(std::move(listening)));
}

Value Case::stored_record()
{
    engine_.ok("{'op':'sql','sql':'INSERT INTO "
        + std::string(resource_ == "Thing" ? "things" : "globals")
        + " (id, name, code) VALUES (?, ?, ?)','params':['t1','old','c0']}");
    return engine_.rows(resource_).list().front();
}

Value Case::rows()
{
    List all;
    for (const auto& [name, body] : declared_.map()) {
        auto rows = engine_.rows(name);
        for (const auto& row : rows.list())
            all.push_back(Value(name + ":" + text(row, "id") + ":" + text(row, "name")));
    }
    return Value(std::move(all));
}

std::string Case::judge_result(const Value& answer)
{
    const auto& expected = at(case_, "expect", "result");
    const auto& error
        = at(expected, "error").is_null() ? at(expected, "raises") : at(expected, "error");
    if (!error.is_null())
        return golden::same_error_class(error, at(answer, "error"))
            ? ""
            : golden::differs("result", error, answer);
    if (answer.map().contains("error"))
        return golden::differs("result", expected, answer);
    if (at(expected, "ok").is(Kind::map)) {
        for (const auto& [name, value] : at(expected, "ok").map()) {
            if (!golden::same(value, at(at(answer, "ok"), name)))
                return golden::differs("result", expected, answer);
        }
    }
    return {};
}

std::string Case::run()
{
    define();
    Map message { { "op", Value(type_) }, { "resource", Value(resource_) },
        { "action", at(case_, "action") }, { "input", golden::to_wire(at(case_, "input")) } };
    for (const auto& row :
        at(case_, "stored").is(Kind::list) ? at(case_, "stored").list() : List {})
        engine_.ok(Value(Map { { "op", Value("sql") },
            { "sql", Value("INSERT INTO things (id, name, code) VALUES (?, ?, ?)") },
            { "params", Value(List { at(row, "id"), at(row, "name"), at(row, "code") }) } }));
    if (type_ != "create")
        message.set("record", stored_record());
    trace_.clear();
    auto answer = engine_.run(Value(std::move(message)));
    auto trace = Value(trace_);
    const auto& expected = at(case_, "expect");
    auto difference = judge_result(answer);
    if (!difference.empty())
        return difference;
    if (!golden::same(at(expected, "trace"), trace))
        return golden::differs("trace", at(expected, "trace"), trace);
    auto stored = rows();
    return golden::same_unordered(at(expected, "rows").list(), stored.list())
        ? ""
        : golden::differs("rows", at(expected, "rows"), stored);
}

TEST_CASE("actions live as in the golden file")
{
    auto file = golden::read_file("lifecycle");
    if (!file)
        SKIP("lifecycle.json is not at hand");
    auto report = golden::run_cases(*file,
        [&](const Value& test_case) { return Case(at(*file, "resources"), test_case).run(); });
    report.print("lifecycle");
    CHECK(report.failures == std::vector<std::string> {});
}
