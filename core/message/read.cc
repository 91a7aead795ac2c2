#include "action/read.h"
#include "action/page.h"

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

static void write_page(const Page& page, const RowTree& tree, JsonWriter& answer)
{
    auto integer = [&](std::string_view key, int64_t value) {
        answer.key(key);
        answer.integer(value);
    };
    auto text = [&](std::string_view key, const std::string& value) {
        if (value.empty())
            return;
        answer.key(key);
        answer.string(value);
    };
    answer.begin_object();
    answer.key("results");
    answer.begin_array();
    for (auto row : page.rows)
        write_row(tree, row, answer);
    answer.end_array();
    integer("limit", page.limit);
    if (!page.keyset)
        integer("offset", page.offset);
    text("after", page.after);
    text("before", page.before);
    answer.key("more");
    answer.value(Value(page.more));
    if (page.count)
        integer("count", *page.count);
    answer.key("keysets");
    answer.begin_array();
    for (const auto& keyset : page.keysets)
        answer.string(keyset);
    answer.end_array();
    answer.end_object();
}

static Outcome<void> read_page(Query& query, Page page, Context& context, JsonWriter& answer)
{
    if (page.counted)
        page.count = TRY(count_all(query, context));
    TRY(ask_for_page(query, page));
    auto tree = TRY(read_tree(query, context, make_json_encoder));
    TRY(finish_page(page, tree));
    write_page(page, tree, answer);
    return {};
}

static Outcome<void> run_read(Session& session, const Request& request, JsonWriter& answer)
{
    auto context = context_of(session, request);
    const auto* resource = TRY(resource_of(session, request));
    const auto* action = TRY(action_of(*resource, request.member("action"), ActionType::read));
    auto query = TRY(query_of(*resource, request));
    auto skip = request.names("skip_unknown_inputs");
    TRY(prepare_read(query, *action, request.member("input"), skip, context));
    auto page = TRY(plan_page(query, *action));
    if (page)
        return read_page(query, std::move(*page), context, answer);
    auto tree = TRY(read_tree(query, context, make_json_encoder));
    write_rows(tree, answer);
    return {};
}

static Outcome<void> run_get(Session& session, const Request& request, JsonWriter& answer)
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
    auto tree = TRY(read_tree(query, context, make_json_encoder));
    if (tree.count > 1)
        return fail(Errors(multiple_results(*resource)));
    if (tree.count == 1)
        write_row(tree, 0, answer);
    else if (request.flag("not_found_error", true))
        return fail(Errors(not_found(*resource, by)));
    else
        answer.null();
    return {};
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
    std::vector<Record*> pointers;
    for (auto& record : records)
        pointers.push_back(&record);
    TRY(load_related(pointers, loads, context));
    answer.begin_array();
    for (const auto& record : records)
        write_record(record, answer);
    answer.end_array();
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

const MessageOperation load_operation {
    .name = "load",
    .needs = MessageOperation::Needs::database,
    .run = run_load,
};

} // namespace tunez::message
