#include "action/read.h"
#include "action/calculate.h"
#include "action/page.h"
#include "base/json_key.h"
#include "changeset/record_map.h"
#include "message/encode.h"
#include "message/operations.h"

#include <algorithm>

namespace tunez::message {

// Loads named in the options are those of the query.
static Outcome<Query> query_of(const Resource& resource, const Request& request)
{
    auto query = TRY(parse_query(resource, request.member("query")));
    const auto& load = request.option("load");
    const auto& select = request.option("select");
    std::vector<Error> errors;
    std::vector<Load> loads;
    if (!load.is_null())
        parse_loads(resource, load, loads, errors);
    query.take(std::move(loads));
    if (select.is(Kind::list))
        query.select = parse_select(resource, select, errors);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    return query;
}

// Where the answer goes, and in which form.
struct Answering {
    Session& session;
    JsonWriter& json;
    bool packs;

    EncoderFactory encoder() const { return packs ? make_packed_encoder : make_json_encoder; }
};

static Answering answering(Session& session, const Request& request, JsonWriter& answer)
{
    const auto& wanted = request.member("packed");
    bool packs = wanted.is(Kind::boolean) && wanted.boolean() && may_pack(session);
    return { session, answer, packs };
}

static Outcome<void> read_page(Query& query, Page page, Context& context, const Answering& answer)
{
    if (page.counted)
        page.count = TRY(count_all(query, context));
    TRY(ask_for_page(query, page));
    if (has_code(query)) {
        std::vector<List> keysets;
        auto records = TRY(read_records(query, context, keysets));
        finish_page(page, keysets);
        write_page(page, records, answer.json);
        return {};
    }
    auto tree = TRY(read_tree(query, context, answer.encoder()));
    finish_page(page, tree.keysets);
    if (answer.packs)
        answer.session.packed.write_page(page, tree);
    else
        write_page(page, tree, answer.json);
    return {};
}

static void write_records(std::span<const Record> records, JsonWriter& answer)
{
    answer.begin_array();
    for (const auto& record : records)
        write_record(record, answer);
    answer.end_array();
}

// The query with all that its action asks for.
static Outcome<Query> prepared(
    const Request& request, const Resource& resource, const Action& action, Context& context)
{
    auto query = TRY(query_of(resource, request));
    auto skip = request.names("skip_unknown_inputs");
    TRY(prepare_read(query, action, request.member("input"), skip, context));
    return query;
}

static Outcome<void> run_explain(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::read));
    auto query = TRY(prepared(request, *resource, *action, context));
    if (auto page = TRY(plan_page(query, *action)))
        TRY(ask_for_page(query, *page));
    answer.value(Value(TRY(explain_tree(query, context))));
    return {};
}

static Outcome<void> run_read(Session& session, const Request& request, JsonWriter& json)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::read));
    auto query = TRY(prepared(request, *resource, *action, context));
    auto page = TRY(plan_page(query, *action));
    auto answer = answering(session, request, json);
    if (page)
        return read_page(query, std::move(*page), context, answer);
    if (has_code(query)) {
        write_records(TRY(read_records(query, context)), json);
        return {};
    }
    auto tree = TRY(read_tree(query, context, answer.encoder()));
    if (answer.packs)
        session.packed.write_rows(tree);
    else
        write_rows(tree, json);
    return {};
}

static Outcome<void> run_get(Session& session, const Request& request, JsonWriter& json)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::read));
    auto query = TRY(query_of(*resource, request));
    const auto& id = request.member("id");
    if (!id.is_null())
        query.filter = both(std::move(query.filter), TRY(unique_filter(*resource, id)));
    const auto& by = id.is_null() ? request.member("by") : id;
    if (!by.is_null() && id.is_null())
        query.filter = both(std::move(query.filter), TRY(key_filter(*resource, by)));
    auto skip = request.names("skip_unknown_inputs");
    TRY(prepare_read(query, *action, request.member("input"), skip, context));
    query.limit = query.limit ? std::min<int64_t>(*query.limit, 2) : 2;
    RowTree tree;
    std::vector<Record> records;
    bool by_records = has_code(query);
    auto answer = answering(session, request, json);
    if (by_records)
        records = TRY(read_records(query, context));
    else
        tree = TRY(read_tree(query, context, answer.encoder()));
    auto count = by_records ? records.size() : tree.count;
    if (count > 1)
        return fail(Errors(multiple_results(*resource)));
    if (count == 1 && by_records)
        write_record(records.front(), json);
    else if (count == 1 && answer.packs)
        session.packed.write_row(tree, 0);
    else if (count == 1)
        write_row(tree, 0, json);
    else if (request.flag("not_found_error", true))
        return fail(Errors(not_found(*resource, by)));
    else
        json.null();
    return {};
}

static const std::string& json_key_of(const Load& load)
{
    return load.relationship != nullptr ? load.relationship->json_key : load.derived.json_key;
}

// What all records have already is kept as they have it, and not loaded again.
static void keep_loaded(const List& given, std::vector<Load>& loads, std::vector<Record>& records)
{
    std::erase_if(loads, [&](const Load& load) {
        const auto& json_key = json_key_of(load);
        auto key = name_in(json_key);
        if (!std::ranges::all_of(given, [&](const Value& map) { return map.map().contains(key); }))
            return false;
        for (size_t i = 0; i < records.size(); ++i)
            records[i].derived.push_back({ json_key, *given[i].map().find(key) });
        return true;
    });
}

// Only what identifies the record, and what was loaded.
static void leave_out_attributes(Record& record)
{
    for (const auto& attribute : record.resource->attributes) {
        if (!attribute->primary_key)
            record.values[attribute->index] = Value::not_loaded();
    }
}

static Outcome<void> run_load(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto& given = request.member("records");
    if (!given.is(Kind::list))
        return fail(
            Errors(Error::make(ErrorCode::invalid_message, "`records` is a list of records")));
    std::vector<Record> records;
    records.reserve(given.list().size());
    for (const auto& record : given.list()) {
        if (!record.is(Kind::map))
            return fail(
                Errors(Error::make(ErrorCode::invalid_message, "`records` is a list of records")));
        records.push_back(TRY(record_from_map(*resource, record.map())));
    }
    std::vector<Load> loads;
    std::vector<Error> errors;
    parse_loads(*resource, request.member("load"), loads, errors);
    if (!errors.empty())
        return fail(Errors(std::move(errors)));
    if (request.flag("lazy", false))
        keep_loaded(given.list(), loads, records);
    std::vector<Record*> pointers;
    for (auto& record : records)
        pointers.push_back(&record);
    TRY(load_related(pointers, loads, context));
    if (request.flag("strict", false))
        std::ranges::for_each(records, leave_out_attributes);
    write_records(records, answer);
    return {};
}

const MessageOperation read_operation {
    .name = "read",
    .needs = MessageOperation::Needs::database,
    .run = run_read,
};

const MessageOperation get_operation {
    .name = "get",
    .needs = MessageOperation::Needs::database,
    .run = run_get,
};

const MessageOperation explain_operation {
    .name = "explain",
    .needs = MessageOperation::Needs::database,
    .run = run_explain,
};

const MessageOperation load_operation {
    .name = "load",
    .needs = MessageOperation::Needs::database,
    .run = run_load,
};

} // namespace tunez::message
