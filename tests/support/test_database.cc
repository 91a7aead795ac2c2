#include "support/test_database.h"

#include "base/json.h"
#include "data_layer/sqlite/schema.h"
#include "migration/diff.h"
#include "migration/migration.h"

#include "catch_amalgamated.hpp"

#include <algorithm>

namespace tunez::test {

const std::string_view music_resources = R"([
    {'name':'Artist','table':'artists','attributes':[
        {'name':'id','type':'uuid','primary_key':true},
        {'name':'name','type':'string','allow_nil':false},
        {'name':'biography','type':'string'},
        {'name':'fans','type':'integer'},
        {'name':'active','type':'boolean'}]},
    {'name':'Album','table':'albums','attributes':[
        {'name':'id','type':'integer','primary_key':true,'generated':true,'writable':false},
        {'name':'name','type':'string','allow_nil':false},
        {'name':'title','type':'ci_string'},
        {'name':'year','type':'integer'},
        {'name':'price','type':'decimal'}],
     'relationships':[
        {'name':'artist','kind':'belongs_to','destination':'Artist','on_delete':'delete','index':true}],
     'identities':[
        {'name':'unique_name','keys':['artist_id','name'],'message':'already exists for this artist'},
        {'name':'unique_title','keys':['title'],'field_names':['name']}]},
    {'name':'Track','table':'tracks','attributes':[
        {'name':'id','type':'uuid','primary_key':true},
        {'name':'name','type':'string'}],
     'relationships':[
        {'name':'album','kind':'belongs_to','destination':'Album','attribute_type':'integer','on_delete':'restrict'}]},
    {'name':'Tag','table':'tags','attributes':[{'name':'id','type':'string','primary_key':true}]},
    {'name':'AlbumTag','table':'album_tags','attributes':[],
     'relationships':[
        {'name':'album','kind':'belongs_to','destination':'Album','attribute_type':'integer','primary_key':true,'allow_nil':false},
        {'name':'tag','kind':'belongs_to','destination':'Tag','attribute_type':'string','primary_key':true,'allow_nil':false}]}
])";

static std::string message(std::string_view resources)
{
    auto text = R"({"domains":[{"name":"Music","resources":)" + std::string(resources) + "}]}";
    std::ranges::replace(text, '\'', '"');
    return text;
}

std::unique_ptr<const Definition> load_resources(std::string_view json, Host& host)
{
    auto parsed = parse_json(message(json));
    REQUIRE(parsed);
    auto definition = load_definition(*parsed, {}, host);
    if (!definition) {
        for (auto& error : definition.error().errors)
            UNSCOPED_INFO(error.rendered());
    }
    REQUIRE(definition);
    return std::move(*definition);
}

TestDatabase::TestDatabase(std::string_view resources, const sqlite::OpenOptions& options)
    : definition_(load_resources(resources, host_))
{
    auto store = sqlite::SqliteDataLayer::open(options);
    REQUIRE(store);
    store_ = std::move(*store);
    auto difference = diff({}, *take_snapshots(*definition_), {});
    REQUIRE(difference);
    auto text = write_migration({}, *difference, sqlite::render_schema_changes);
    auto applied = store_->apply_migration(text.up,
        { .version = "1", .name = "all", .checksum = "", .inserted_at = "", .dev_down = {} });
    if (!applied)
        UNSCOPED_INFO(applied.error().rendered());
    REQUIRE(applied);
}

const Resource& TestDatabase::resource(std::string_view name) const
{
    auto* found = definition_->find_resource(name);
    REQUIRE(found);
    return *found;
}

const Attribute& TestDatabase::attribute(
    std::string_view resource_name, std::string_view name) const
{
    auto* found = resource(resource_name).find_attribute(name);
    REQUIRE(found);
    return *found;
}

std::vector<const Attribute*> TestDatabase::attributes(
    std::string_view resource_name, std::initializer_list<std::string_view> names) const
{
    std::vector<const Attribute*> attributes;
    for (auto name : names)
        attributes.push_back(&attribute(resource_name, name));
    return attributes;
}

Record TestDatabase::record(std::string_view resource_name, Fields fields) const
{
    auto record = Record::blank(resource(resource_name));
    for (auto& [name, value] : fields)
        record.values[attribute(resource_name, name).index] = value;
    return record;
}

static std::vector<const Attribute*> columns_of(
    const TestDatabase& database, std::string_view resource, Fields fields)
{
    std::vector<const Attribute*> columns;
    for (auto& [name, value] : fields)
        columns.push_back(&database.attribute(resource, name));
    return columns;
}

Errors TestDatabase::create(std::string_view resource_name, Fields fields)
{
    auto columns = columns_of(*this, resource_name, fields);
    stored_ = record(resource_name, fields);
    Record* records[] = { &stored_ };
    auto done = store_->create(resource(resource_name), columns, records);
    return done ? Errors {} : std::move(done).error().errors;
}

Errors TestDatabase::update(
    std::string_view resource_name, Fields key, Fields changes, ExpressionRef filter)
{
    auto original = record(resource_name, key);
    auto columns = columns_of(*this, resource_name, changes);
    stored_ = record(resource_name, changes);
    RowUpdate rows[1];
    rows[0].original = &original;
    rows[0].columns = columns;
    rows[0].record = &stored_;
    rows[0].filter = std::move(filter);
    auto done = store_->update(resource(resource_name), rows);
    matched_ = rows[0].matched;
    return done ? Errors {} : std::move(done).error().errors;
}

Errors TestDatabase::destroy(std::string_view resource_name, Fields key, ExpressionRef filter)
{
    auto original = record(resource_name, key);
    RowDelete rows[1];
    rows[0].original = &original;
    rows[0].filter = std::move(filter);
    auto done = store_->destroy(resource(resource_name), rows);
    matched_ = rows[0].matched;
    return done ? Errors {} : std::move(done).error().errors;
}

std::vector<std::string> TestDatabase::read(std::string_view resource_name, std::string_view field,
    ExpressionRef filter, std::vector<SortTerm> sort)
{
    const Attribute* select[] = { &attribute(resource_name, field) };
    ReadPlan plan;
    plan.resource = &resource(resource_name);
    plan.filter = std::move(filter);
    plan.sort = std::move(sort);
    plan.select = select;
    Rows rows;
    auto done = store_->read(plan, rows);
    if (!done)
        UNSCOPED_INFO(done.error().rendered());
    REQUIRE(done);
    return rows.texts;
}

std::vector<std::string> TestDatabase::sql(std::string_view text)
{
    auto rows = store_->query(text);
    if (!rows)
        UNSCOPED_INFO(rows.error().rendered());
    REQUIRE(rows);
    std::vector<std::string> texts;
    for (auto& row : rows->list())
        texts.push_back(display(row.map().begin()->second));
    return texts;
}

std::string text(const StoredView& cell)
{
    return cell.kind == Kind::null ? "nil" : display(cell.to_value());
}

bool Rows::row(std::span<const StoredView> cells)
{
    std::string line;
    for (auto& cell : cells)
        line += (line.empty() ? "" : " ") + text(cell);
    texts.push_back(std::move(line));
    return texts.size() < wanted;
}

std::vector<std::string> texts(const Errors& errors)
{
    std::vector<std::string> texts;
    for (auto& error : errors.errors) {
        auto where = error.field;
        for (auto& field : error.fields)
            where += (where.empty() ? "" : ",") + field;
        texts.push_back(
            std::string(name(error.code)) + " " + where + ": " + render(error.message, error.vars));
    }
    return texts;
}

} // namespace tunez::test
