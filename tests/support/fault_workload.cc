#include "support/fault_workload.h"

#include "base/json.h"

#include "catch_amalgamated.hpp"

#include <algorithm>
#include <utility>

namespace tunez::test {

// ── What may be there ──

static bool can(const Deed& deed, const Contents& contents)
{
    auto is_there = [&](const std::string& key) { return contents.contains(key); };
    return std::ranges::all_of(deed.needs, is_there)
        && std::ranges::none_of(deed.clashes, is_there);
}

// What changes nothing leaves no request behind.
std::optional<Contents> Worlds::after(const Deed& deed, Contents contents)
{
    if (!can(deed, contents))
        return std::nullopt;
    auto before = contents;
    for (const auto& [key, value] : deed.effects) {
        if (deed.changes_what_is_there && !contents.contains(key))
            continue;
        if (value)
            contents[key] = *value;
        else
            contents.erase(key);
    }
    if (deed.number != 0 && contents != before)
        contents["request:" + std::to_string(deed.number)] = "";
    return contents;
}

void Worlds::take(const Deed& deed, Fate fate)
{
    if (fate == Fate::refused)
        return;
    std::vector<Contents> with;
    for (const auto& world : all_) {
        if (auto done = after(deed, world))
            with.push_back(std::move(*done));
    }
    if (fate == Fate::done)
        all_.clear();
    for (auto& world : with) {
        if (!contain(world))
            all_.push_back(std::move(world));
    }
}

bool Worlds::contain(const Contents& contents) const
{
    return std::ranges::find(all_, contents) != all_.end();
}

static Value sql(TestEngine& engine, std::string_view text)
{
    return engine.run(Value(Map { { "op", Value("sql") }, { "sql", Value(text) } }));
}

static std::string contents_of(std::string_view table)
{
    if (table == "items")
        return "SELECT 'item:' || id AS k, '' AS v FROM items UNION ALL "
               "SELECT 'name:' || id, name FROM items UNION ALL "
               "SELECT 'stock:' || id, stock || '' FROM items UNION ALL "
               "SELECT 'note:' || id, length(note) || '' FROM items";
    if (table == "parts")
        return "SELECT 'part:' || id AS k, 'of ' || item_id AS v FROM parts";
    if (table == "schema_migrations")
        return "SELECT 'migration:' || version AS k, '' AS v FROM schema_migrations";
    if (table == "tunez_requests")
        return "SELECT 'request:' || number AS k, '' AS v FROM tunez_requests";
    return "";
}

std::optional<Contents> FaultWorkload::contents(TestEngine& engine)
{
    Contents contents;
    auto tables = sql(engine, "SELECT name FROM sqlite_schema WHERE type = 'table'");
    if (!tables.map().contains("ok"))
        return std::nullopt;
    std::string union_of_all;
    for (const auto& row : at(tables, "ok").list()) {
        auto name = std::string(at(row, "name").text());
        if (name == "extra")
            contents["table:extra"] = "";
        if (auto select = contents_of(name); !select.empty())
            union_of_all += (union_of_all.empty() ? "" : " UNION ALL ") + select;
    }
    if (union_of_all.empty())
        return contents;
    auto rows = sql(engine, union_of_all);
    if (!rows.map().contains("ok"))
        return std::nullopt;
    for (const auto& row : at(rows, "ok").list())
        contents[std::string(at(row, "k").text())] = std::string(at(row, "v").text());
    return contents;
}

bool FaultWorkload::is_sound(TestEngine& engine)
{
    auto answer = sql(engine, "PRAGMA integrity_check");
    return answer.map().contains("ok")
        && at(at(answer, "ok").list()[0], "integrity_check") == Value("ok");
}

// ── Deeds ──

static std::string key_of(int item) { return "item:" + std::to_string(item); }

int FaultWorkload::any_item()
{
    std::vector<int> items;
    for (const auto& [key, value] : expected_) {
        if (key.starts_with("item:"))
            items.push_back(std::stoi(key.substr(5)));
    }
    return items.empty() ? 0 : items[static_cast<size_t>(random(static_cast<int>(items.size())))];
}

// The members of a new item. Now and then one that takes several pages.
std::string FaultWorkload::item_input(Deed& deed, int id)
{
    auto name = "n" + std::to_string(random(1000));
    auto stock = std::to_string(next_value_++);
    auto length = static_cast<size_t>(random(12) == 0 ? 20'000 : random(300));
    deed.effects[key_of(id)] = "";
    deed.effects["name:" + std::to_string(id)] = name;
    deed.effects["stock:" + std::to_string(id)] = stock;
    deed.effects["note:" + std::to_string(id)] = std::to_string(length);
    return "'id':" + std::to_string(id) + ",'name':'" + name + "','stock':" + stock + ",'note':'"
        + std::string(length, 'x') + "'";
}

Deed FaultWorkload::create_deed()
{
    Deed deed;
    auto action = random(3) == 0 ? "hooked" : "create";
    deed.messages = { std::string("{'op':'create','resource':'Item','action':'") + action
        + "','input':{" + item_input(deed, next_id_++) + "}}" };
    return deed;
}

Deed FaultWorkload::graph_deed()
{
    Deed deed;
    auto item = next_id_++;
    auto input = item_input(deed, item);
    std::string parts;
    for (int i = 0; i <= random(4); ++i) {
        auto part = std::to_string(next_id_++);
        parts += (i > 0 ? ",{'id':" : "{'id':") + part + "}";
        deed.effects["part:" + part] = "of " + std::to_string(item);
    }
    deed.messages = { "{'op':'create','resource':'Item','action':'with_parts','input':{" + input
        + ",'parts':[" + parts + "]}}" };
    return deed;
}

Deed FaultWorkload::update_deed()
{
    Deed deed;
    auto item = any_item();
    auto name = "u" + std::to_string(random(1000));
    deed.needs = { key_of(item) };
    auto stock = std::to_string(next_value_++);
    deed.effects["name:" + std::to_string(item)] = name;
    deed.effects["stock:" + std::to_string(item)] = stock;
    deed.messages = { "{'op':'update','resource':'Item','id':" + std::to_string(item)
        + ",'input':{'name':'" + name + "','stock':" + stock + "}}" };
    return deed;
}

Deed FaultWorkload::destroy_deed()
{
    Deed deed;
    auto item = any_item();
    deed.needs = { key_of(item) };
    for (const auto* key : { "item:", "name:", "stock:", "note:" })
        deed.effects[key + std::to_string(item)] = std::nullopt;
    for (const auto& [key, value] : expected_) {
        if (key.starts_with("part:") && value == "of " + std::to_string(item))
            deed.effects[key] = std::nullopt;
    }
    deed.messages
        = { "{'op':'destroy','resource':'Item','id':" + std::to_string(item) + ",'input':{}}" };
    return deed;
}

Deed FaultWorkload::bulk_create_deed()
{
    Deed deed;
    std::string inputs;
    for (int i = 0; i < 2 + random(8); ++i)
        inputs += (i > 0 ? ",{" : "{") + item_input(deed, next_id_++) + "}";
    deed.messages = { "{'op':'bulk_create','resource':'Item','inputs':[" + inputs
        + "],'options':{'transaction':'all','return_errors':true}}" };
    return deed;
}

Deed FaultWorkload::bulk_update_deed()
{
    Deed deed;
    deed.changes_what_is_there = true;
    auto stock = std::to_string(next_value_++);
    std::string ids;
    for (int i = 0; i < 3; ++i) {
        auto item = any_item();
        deed.effects["stock:" + std::to_string(item)] = stock;
        ids += (i > 0 ? "," : "") + std::to_string(item);
    }
    deed.messages = { "{'op':'bulk_update','resource':'Item','query':{'filter':{'id':{'in':[" + ids
        + "]}}},'input':{'stock':" + stock
        + "},'options':{'strategy':'atomic','return_errors':true}}" };
    return deed;
}

Deed FaultWorkload::transaction_deed()
{
    Deed deed;
    auto first = item_input(deed, next_id_++);
    auto second = item_input(deed, next_id_++);
    bool undoes = random(3) == 0;
    deed.messages = { "{'op':'begin'}", "{'op':'create','resource':'Item','input':{" + first + "}}",
        "{'op':'create','resource':'Item','input':{" + second + "}}",
        undoes ? "{'op':'rollback_transaction'}" : "{'op':'commit'}" };
    if (undoes)
        deed.effects.clear();
    return deed;
}

Deed FaultWorkload::refused_deed()
{
    Deed deed;
    auto item = any_item();
    auto input = item_input(deed, item);
    deed.clashes = { key_of(item) };
    deed.messages = { "{'op':'create','resource':'Item','input':{" + input + "}}" };
    return deed;
}

Deed FaultWorkload::upsert_deed()
{
    Deed deed;
    deed.messages = { "{'op':'create','resource':'Item','input':{" + item_input(deed, any_item())
        + "},'options':{'upsert':true,'upsert_fields':['name','stock','note']}}" };
    return deed;
}

Deed FaultWorkload::random_deed()
{
    using Make = Deed (FaultWorkload::*)();
    static constexpr Make makes_first[] = { &FaultWorkload::create_deed, &FaultWorkload::graph_deed,
        &FaultWorkload::bulk_create_deed, &FaultWorkload::transaction_deed };
    static constexpr Make makes_more[] = { &FaultWorkload::update_deed,
        &FaultWorkload::destroy_deed, &FaultWorkload::bulk_update_deed,
        &FaultWorkload::refused_deed, &FaultWorkload::upsert_deed };
    auto make = any_item() == 0 || random(2) == 0 ? makes_first[random(4)] : makes_more[random(5)];
    auto deed = (this->*make)();
    if (deed.messages.size() == 1 && random(3) == 0)
        deed.number = next_number_++;
    if (auto done = Worlds::after(deed, expected_))
        expected_ = std::move(*done);
    return deed;
}

void FaultWorkload::add_step(size_t number, size_t steps)
{
    using Kind = Step::Kind;
    if (number == steps / 2) {
        steps_.push_back({ .kind = Kind::migrate, .deeds = {} });
        return;
    }
    auto chance = random(20);
    auto kind = chance < 13 ? Kind::deed
        : chance < 17       ? Kind::held
        : chance < 19       ? Kind::idle
                            : Kind::reopen;
    Step step { .kind = kind, .deeds = {} };
    auto deeds = kind == Kind::deed ? 1 : kind == Kind::held ? 2 + random(4) : 0;
    for (int i = 0; i < deeds; ++i)
        step.deeds.push_back(random_deed());
    steps_.push_back(std::move(step));
}

FaultWorkload::FaultWorkload(uint64_t seed, size_t steps, std::string durability)
    : random_(seed)
    , durability_(std::move(durability))
{
    for (size_t i = 0; i < steps; ++i)
        add_step(i, steps);
}

// ── Carrying them out ──

// A change that registers a hook which does nothing but be there.
std::string FaultWorkload::change_entry(TestEngine& engine)
{
    auto hook = engine.callback_value([](const Value&) -> Result<Value> { return Value(); });
    Map operations { { "operations",
        Value(List { Value(List { Value("after_transaction"), hook }) }) } };
    auto change = engine.callback_value([operations = Value(std::move(operations))](
                                            const Value&) -> Result<Value> { return operations; });
    return "{'name':'callback','callback':" + std::to_string(at(change, "callback").integer())
        + "}";
}

void FaultWorkload::define(TestEngine& engine)
{
    auto resources = from_json(
        "{'Item':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false},"
        "'name':{'type':'string'},'stock':{'type':'integer'},'note':{'type':'string','allow_nil':"
        "false,'default':'','constraints':{'allow_empty':true}}},"
        "'relationships':{'parts':{'kind':'has_many','destination':'Part'}},"
        "'custom_indexes':[{'fields':['name']}],"
        "'defaults':['read'],'actions':{"
        "'create':{'type':'create','primary':true,'accept':['id','name','stock','note']},"
        "'hooked':{'type':'create','accept':['id','name','stock','note'],'changes':["
        + change_entry(engine)
        + "]},'with_parts':{'type':'create','accept':['id','name','stock','note'],"
          "'arguments':{'parts':{'type':{'array':'map'}}},'changes':[{'name':'manage_relationship',"
          "'argument':'parts','relationship':'parts','options':{'type':'create'}}]},"
          "'update':{'type':'update','primary':true,'accept':['name','stock','note']},"
          "'destroy':{'type':'destroy','primary':true}}},"
          "'Part':{'attributes':{'id':{'type':'integer','primary_key':true,'allow_nil':false}},"
          "'relationships':{'item':{'kind':'belongs_to','destination':'Item','attribute_type':"
          "'integer','on_delete':'delete','index':true}},'defaults':['read'],"
          "'actions':{'create':{'type':'create','primary':true,'accept':['id','item_id']}}}}");
    Map domain { { "name", Value("Test") }, { "resources", resources } };
    Map definition { { "domains", Value(List { Value(std::move(domain)) }) } };
    engine.ok(
        Value(Map { { "op", Value("define") }, { "definition", Value(std::move(definition)) } }));
    auto difference = engine.ok("{'op':'diff','from':{}}");
    first_migration_ = Value(Map { { "version", Value("1") }, { "name", Value("first") },
        { "up", at(difference, "up") }, { "down", at(difference, "down") } });
}

Deed FaultWorkload::opening() const
{
    Deed deed;
    deed.effects = { { "migration:1", "" } };
    if (migrates_) {
        deed.effects["migration:2"] = "";
        deed.effects["table:extra"] = "";
    }
    return deed;
}

static bool is_recovered(const Value& answer)
{
    const auto* opened = answer.map().find("ok");
    const auto* report = opened != nullptr ? opened->map().find("report") : nullptr;
    return report != nullptr && report->is(Kind::map) && report->map().contains("recovered");
}

bool FaultWorkload::open(TestEngine& engine)
{
    List migrations { first_migration_ };
    if (migrates_)
        migrations.push_back(
            from_json("{'version':'2','name':'second','up':["
                      "'CREATE TABLE extra (id INTEGER PRIMARY KEY, x TEXT) STRICT',"
                      "'CREATE INDEX extra_x ON extra (x)',"
                      "'INSERT INTO extra SELECT id, name FROM items',"
                      "'UPDATE items SET stock = stock'],'down':[]}"));
    auto answer = engine.run(Value(Map { { "op", Value("open") }, { "storage", Value("music.db") },
        { "migrations", Value(std::move(migrations)) }, { "durability", Value(durability_) } }));
    bool is_as_it_was = answer.map().contains("ok") && !is_recovered(answer);
    if (!is_as_it_was)
        UNSCOPED_INFO(to_json(answer, Tags::wire));
    recoveries_ += is_recovered(answer) ? 1U : 0U;
    return fate_of(answer) == Fate::done;
}

bool FaultWorkload::open_as_it_is(TestEngine& engine)
{
    auto answer = engine.run("{'op':'open','storage':'music.db','migrate':false}");
    bool is_as_it_was = answer.map().contains("ok") && !is_recovered(answer);
    if (!is_as_it_was)
        UNSCOPED_INFO(to_json(answer, Tags::wire));
    return is_as_it_was;
}

void FaultWorkload::close(TestEngine& engine) { engine.run("{'op':'close'}"); }

Fate FaultWorkload::worse(Fate fate, const Value& error)
{
    INFO(to_json(error, Tags::wire));
    REQUIRE(at(error, "errors").is(Kind::list));
    for (const auto& one : at(error, "errors").list()) {
        codes_.emplace(at(one, "code").text());
        if (at(one, "code") == Value("commit_outcome_unknown"))
            fate = Fate::unknown;
    }
    return fate == Fate::done ? Fate::refused : fate;
}

Fate FaultWorkload::fate_of(const Value& answer)
{
    if (answer.map().contains("error"))
        return worse(Fate::done, at(answer, "error"));
    const auto& status = at(answer, "ok").is(Kind::map) ? at(answer, "ok", "status") : Value();
    if (status.is_textual() && status.text() != "success")
        return worse(Fate::done, at(answer, "ok", "errors"));
    return Fate::done;
}

Fate FaultWorkload::perform(TestEngine& engine, const Deed& deed)
{
    for (const auto& message : deed.messages) {
        if (deed.number != 0)
            engine.engine().request_from("tab", deed.number, 0);
        auto fate = fate_of(engine.run(message));
        if (fate == Fate::done)
            continue;
        if (deed.messages.size() > 1)
            engine.run("{'op':'rollback_transaction'}");
        return fate;
    }
    return Fate::done;
}

void FaultWorkload::tell(const Deed& deed, Fate fate)
{
    hears(deed,
        fate == Fate::done          ? Moment::acknowledged
            : fate == Fate::refused ? Moment::refused
                                    : Moment::unknown);
}

void FaultWorkload::run_held(TestEngine& engine, const Step& step)
{
    engine.engine().hold_flushes(true);
    std::vector<Fate> fates;
    for (const auto& deed : step.deeds) {
        hears(deed, Moment::begins);
        fates.push_back(perform(engine, deed));
        if (fates.back() == Fate::done)
            hears(deed, Moment::answered);
    }
    auto flushed = engine.engine().flush().empty();
    engine.engine().hold_flushes(false);
    for (size_t i = 0; i < fates.size(); ++i)
        tell(step.deeds[i], fates[i] == Fate::done && !flushed ? Fate::unknown : fates[i]);
}

void FaultWorkload::run_step(TestEngine& engine, const Step& step)
{
    switch (step.kind) {
    case Step::Kind::deed:
        hears(step.deeds[0], Moment::begins);
        tell(step.deeds[0], perform(engine, step.deeds[0]));
        break;
    case Step::Kind::held:
        run_held(engine, step);
        break;
    case Step::Kind::idle:
        engine.run("{'op':'idle'}");
        break;
    case Step::Kind::migrate:
        migrates_ = true;
        [[fallthrough]];
    case Step::Kind::reopen:
        close(engine);
        is_open_ = false;
        break;
    }
}

void FaultWorkload::run(TestEngine& engine)
{
    migrates_ = false;
    is_open_ = false;
    for (const auto& step : steps_) {
        if (!is_open_) {
            auto deed = opening();
            hears(deed, Moment::begins);
            is_open_ = open(engine);
            tell(deed, is_open_ ? Fate::done : Fate::unknown);
            // So that logs are carried over in the middle of something, too.
            sql(engine, "PRAGMA wal_autocheckpoint = 12");
        }
        run_step(engine, step);
    }
}

} // namespace tunez::test
