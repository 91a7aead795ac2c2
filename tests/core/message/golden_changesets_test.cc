#include "support/golden.h"
#include "support/test_engine.h"

#include "catch_amalgamated.hpp"

using namespace tunez;
using namespace tunez::test;

static constexpr auto now = "2020-01-02T00:00:00Z";
static constexpr auto before = "2020-01-01T00:00:00Z";

static Value datetime(std::string_view text)
{
    return golden::to_wire(Value(Map { { "datetime", Value(text) } }));
}

namespace {

class Case {
public:
    Case(const Value& declared, const Value& test_case)
        : declared_(declared)
        , case_(test_case)
        , resource_(at(test_case, "resource"))
    {
    }

    std::string run();

private:
    void define();
    void arrange();
    void store(const Value& row);
    Value stored_row() const;
    Value record();
    Value described() const;
    Value state(std::string_view apply);
    Value answer(std::string_view call, const Value& args);
    std::string judge_state();
    std::string judge_run();

    const Value& declared_;
    const Value& case_;
    Value resource_;
    TestEngine engine_;
    Value record_;
    List operations_;
    List results_;
};

} // namespace

static bool is_question(std::string_view call)
{
    for (auto begin : { "get_", "fetch_", "changing_", "present", "attribute_present", "selecting",
             "valid?", "context", "apply_attributes" }) {
        if (call.starts_with(begin))
            return true;
    }
    return false;
}

static const Value& part(const Value& args, size_t index)
{
    static const Value absent {};
    return index < args.list().size() ? args.list()[index] : absent;
}

static Value operation(std::string_view call, const Value& args, const Value& actor)
{
    if (call.starts_with("for_")) {
        const auto& given = part(args, 1);
        const auto& input = given.is(Kind::map) && given.map().contains("atom_keys")
            ? at(given, "atom_keys")
            : given;
        Map options;
        if (!actor.is_null())
            options.set("actor", golden::to_wire(actor));
        return Value(
            List { Value(call), part(args, 0), golden::to_wire(input), Value(std::move(options)) });
    }
    bool adds_error = call == "add_error_text" || call == "add_error_path";
    List parts { Value(adds_error ? "add_error" : call) };
    for (const auto& argument : args.list())
        parts.push_back(golden::to_wire(argument));
    return Value(std::move(parts));
}

void Case::define()
{
    std::vector<std::string> actions;
    for (const auto& step : at(case_, "steps").list()) {
        if (at(step, "call").text().starts_with("for_"))
            actions.emplace_back(part(at(step, "args"), 0).text());
    }
    golden::Probes probes;
    probes.tick = [this](std::string_view) {
        return engine_.callback_value([](const Value&) -> Result<Value> { return datetime(now); });
    };
    engine_.define(golden::resources(declared_, actions, probes));
}

Value Case::stored_row() const
{
    Map row;
    for (const auto& [name, body] : at(at(declared_, resource_.text()), "attributes").map()) {
        const auto& literal = at(body, "default");
        row.set(name, literal.is(Kind::map) ? Value() : golden::to_wire(literal));
    }
    row.set("id", Value("p1"));
    row.set("title", Value("old"));
    row.set("touched", Value(7));
    row.set("inserted_at", datetime(before));
    row.set("updated_at", datetime(before));
    row.set("author_id", Value());
    for (const auto& [name, value] : at(case_, "data").map())
        row.set(name, golden::to_wire(value));
    return Value(std::move(row));
}

void Case::store(const Value& row)
{
    List operations { Value(List { Value("for_create"), Value("golden_seed"), Value(Map {}) }),
        Value(List { Value("force_change_attributes"), row }) };
    Map changeset { { "resource", resource_ }, { "operations", Value(std::move(operations)) } };
    engine_.ok(
        Value(Map { { "op", Value("submit") }, { "changeset", Value(std::move(changeset)) } }));
}

Value Case::record() { return engine_.rows(resource_.text()).list().front(); }

// The record is read, and only then the stored row changes or goes.
void Case::arrange()
{
    if (at(case_, "data").is_null())
        return;
    auto row = stored_row();
    store(row);
    record_ = record();
    bool changed = !at(case_, "stored_since").is_null();
    if (!changed && !(at(case_, "deleted_since") == Value(true)))
        return;
    engine_.ok("{'op':'sql','sql':'DELETE FROM posts'}");
    if (!changed)
        return;
    for (const auto& [name, value] : at(case_, "stored_since").map())
        row.mutable_map().set(name, golden::to_wire(value));
    store(row);
}

Value Case::described() const
{
    Map description { { "resource", resource_ }, { "operations", Value(operations_) } };
    if (!record_.is_null())
        description.set("record", record_);
    return Value(std::move(description));
}

Value Case::state(std::string_view apply)
{
    Map message { { "op", Value("changeset") }, { "changeset", described() } };
    if (!apply.empty())
        message.set("apply", Value(apply));
    return engine_.ok(Value(std::move(message)));
}

static Value first_of(std::initializer_list<const Value*> maps, const Value& name)
{
    for (const auto* map : maps) {
        if (map->is(Kind::map) && map->map().contains(name.text()))
            return *map->map().find(name.text());
    }
    return {};
}

static Value found_in(std::initializer_list<const Value*> maps, const Value& name)
{
    for (const auto* map : maps) {
        if (map->is(Kind::map) && map->map().contains(name.text()))
            return Value(Map { { "ok", *map->map().find(name.text()) } });
    }
    return Value("not_found");
}

static bool lists(const Value& names, const Value& name)
{
    return names.is(Kind::list)
        && std::find(names.list().begin(), names.list().end(), name) != names.list().end();
}

// The questions are answered from the state, as JavaScript does.
Value Case::answer(std::string_view call, const Value& args)
{
    bool applies = call == "apply_attributes";
    auto now_state = state(applies ? "true" : "");
    const auto& attributes = at(now_state, "attributes");
    const auto& arguments = at(now_state, "arguments");
    const auto& data = at(now_state, "data");
    const auto& name = part(args, 0);
    if (call == "get_argument")
        return first_of({ &arguments }, name);
    if (call == "get_attribute")
        return first_of({ &attributes, &data }, name);
    if (call == "get_data")
        return first_of({ &data }, name);
    if (call == "get_argument_or_attribute")
        return first_of({ &arguments, &attributes, &data }, name);
    if (call == "fetch_argument")
        return found_in({ &arguments }, name);
    if (call == "fetch_change")
        return found_in({ &attributes }, name);
    if (call == "fetch_data")
        return found_in({ &data }, name);
    if (call == "fetch_attribute")
        return found_in({ &attributes, &data }, name);
    if (call == "fetch_argument_or_change")
        return found_in({ &arguments, &attributes }, name);
    if (call == "fetch_argument_or_attribute")
        return found_in({ &arguments, &attributes, &data }, name);
    if (call == "changing_attribute?")
        return Value(attributes.map().contains(name.text()));
    if (call == "changing_attributes?")
        return Value(!attributes.map().empty());
    if (call == "attribute_present?")
        return Value(!first_of({ &attributes, &data }, name).is_null());
    if (call == "selecting?")
        return Value(lists(at(now_state, "selected"), name));
    if (call == "valid?")
        return at(now_state, "valid");
    if (applies) {
        auto forced = name == Value(true) ? state("force") : now_state;
        const auto& applied = at(forced, "applied");
        return applied.is_null() ? Value("error") : Value(Map { { "ok", applied } });
    }
    throw golden::Unsupported { "the question " + std::string(call) };
}

static bool same_names(const Value& expected, const Value& actual)
{
    return golden::same_unordered(expected.list(), actual.list());
}

// The errors of an answer are those of the state, which is judged by itself.
static Value without_errors(const Value& results)
{
    List answers;
    for (const auto& result : results.list())
        answers.push_back(
            result.is(Kind::map) && result.map().contains("error") ? Value("error") : result);
    return Value(std::move(answers));
}

std::string Case::judge_state()
{
    const auto& expected = at(case_, "expect");
    auto now_state = state({});
    if (!(at(expected, "valid") == at(now_state, "valid")))
        return golden::differs("valid", at(expected, "valid"), at(now_state, "errors"));
    for (auto key : { "attributes", "arguments" }) {
        if (!golden::same(at(expected, key), at(now_state, key)))
            return golden::differs(key, at(expected, key), at(now_state, key));
    }
    if (!golden::same_errors(at(expected, "errors"), at(now_state, "errors")))
        return golden::differs("errors", at(expected, "errors"), at(now_state, "errors"));
    if (!at(expected, "defaults").is_null()
        && !same_names(at(expected, "defaults"), at(now_state, "defaults")))
        return golden::differs("defaults", at(expected, "defaults"), at(now_state, "defaults"));
    if (!at(expected, "select").is_null()
        && !same_names(at(expected, "select"), at(now_state, "selected")))
        return golden::differs("select", at(expected, "select"), at(now_state, "selected"));
    if (!at(expected, "results").is_null()
        && !golden::same(without_errors(at(expected, "results")), Value(results_)))
        return golden::differs("results", at(expected, "results"), Value(results_));
    return {};
}

std::string Case::judge_run()
{
    const auto& expected = at(case_, "expect", "run");
    if (expected.is_null())
        return {};
    auto answer
        = engine_.run(Value(Map { { "op", Value("submit") }, { "changeset", described() } }));
    bool same = false;
    if (expected == Value("ok"))
        same = answer.map().contains("ok");
    else if (!at(expected, "error").is_null())
        same = golden::same_error_class(at(expected, "error"), at(answer, "error"));
    else
        same = golden::same(at(expected, "ok"), at(answer, "ok"));
    if (!same)
        return golden::differs("run", expected, answer);
    const auto& table = at(case_, "expect", "table");
    auto rows = engine_.rows(resource_.text());
    return golden::same_unordered(table.list(), rows.list())
        ? ""
        : golden::differs("table", table, rows);
}

std::string Case::run()
{
    define();
    arrange();
    for (const auto& step : at(case_, "steps").list()) {
        auto call = at(step, "call").text();
        if (call == "atomic_update")
            throw golden::Unsupported { "the changeset operation atomic_update" };
        if (is_question(call))
            results_.push_back(answer(call, at(step, "args")));
        else if (call != "new")
            operations_.push_back(operation(call, at(step, "args"), at(case_, "actor")));
    }
    auto difference = judge_state();
    return difference.empty() ? judge_run() : difference;
}

// The action that the case runs makes its definition one that cannot be loaded yet.
static bool needs_atomics(const Value& file, const Value& test_case)
{
    for (const auto& step : at(test_case, "steps").list()) {
        const auto& name = part(at(step, "args"), 0);
        const auto& action
            = at(at(at(at(file, "resources"), at(test_case, "resource").text()), "actions"),
                name.is_textual() ? name.text() : "");
        if (action.is(Kind::map)
            && to_json(at(action, "changes")).find("\"atomic_") != std::string::npos)
            return true;
    }
    return false;
}

TEST_CASE("changesets are those of the golden file")
{
    auto file = golden::read_file("changesets");
    if (!file)
        SKIP("changesets.json is not at hand");
    auto report = golden::run_cases(*file, [&](const Value& test_case) {
        if (needs_atomics(*file, test_case))
            throw golden::Unsupported { "the change atomic_update" };
        return Case(at(*file, "resources"), test_case).run();
    });
    report.print("changesets");
    CHECK(report.failures == std::vector<std::string> {});
}
