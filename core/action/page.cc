#include "action/page.h"

#include "action/read.h"

#include "base/json.h"
#include "resource/direction.h"
#include "type/type.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace tunez {

static constexpr int64_t largest_page = 250;
static constexpr size_t longest_keyset = 10'240;

static Error page_error(ErrorCode code, std::string message)
{
    auto error = Error::make(code, std::move(message));
    error.path = { std::string("page") };
    return error;
}

static const Value& option(const Action& action, std::string_view name)
{
    static const Value absent {};
    if (!action.pagination.is(Kind::map))
        return absent;
    const auto* found = action.pagination.map().find(name);
    if (found == nullptr)
        found = action.pagination.map().find(std::string(name) + "?");
    return found != nullptr ? *found : absent;
}

static bool flag(const Action& action, std::string_view name, bool otherwise)
{
    const auto& value = option(action, name);
    return value.is(Kind::boolean) ? value.boolean() : otherwise;
}

static Outcome<bool> counts(const Query& query, const Action& action)
{
    const auto& countable = option(action, "countable");
    bool refused = countable.is(Kind::boolean) && !countable.boolean();
    bool wanted = query.page && query.page->count;
    if (wanted && refused)
        return fail(Errors(page_error(ErrorCode::non_countable_action,
            "Action " + query.resource->name + "." + action.name
                + " cannot be counted while paginating but a count was requested.")));
    return wanted || (countable.is_textual() && countable.text() == "by_default");
}

static Outcome<bool> is_by_keyset(const PageRequest& request, const Action& action)
{
    bool offset = flag(action, "offset", false);
    bool keyset = flag(action, "keyset", false);
    bool cursor = !request.after.empty() || !request.before.empty();
    if (!request.after.empty() && !request.before.empty())
        return fail(Errors(page_error(
            ErrorCode::invalid_page, "`before` and `after` cannot be asked for together")));
    bool possible = cursor ? keyset : request.offset ? offset : offset || keyset;
    if (!possible)
        return fail(Errors(page_error(ErrorCode::invalid_page, "Pagination is not supported")));
    return cursor || (!offset && !request.offset);
}

Outcome<std::optional<Page>> plan_page(const Query& query, const Action& action)
{
    bool paginated = action.pagination.is(Kind::map);
    bool required = paginated && flag(action, "required", true);
    if (query.page && query.page->refused) {
        if (required)
            return fail(
                Errors(Error::make(ErrorCode::pagination_required, "Pagination is required")));
        return std::nullopt;
    }
    const auto& default_limit = option(action, "default_limit");
    bool by_default = paginated && flag(action, "paginate_by_default", false);
    if (!query.page && !required && !by_default)
        return std::nullopt;
    if (!query.page && !default_limit.is(Kind::integer))
        return fail(Errors(Error::make(ErrorCode::pagination_required, "Pagination is required")));
    auto request = query.page.value_or(PageRequest {});
    auto at_most = query.limit.value_or(std::numeric_limits<int64_t>::max());
    Page page;
    if (request.stream) {
        page.keyset = true;
        page.limit = std::min(at_most, request.limit.value_or(largest_page));
        page.after = std::move(request.after);
        return page;
    }
    page.keyset = TRY(is_by_keyset(request, action));
    if (!request.limit && !default_limit.is(Kind::integer))
        return fail(Errors(Error::make(ErrorCode::limit_required, "Limit is required")));
    page.limit = request.limit ? *request.limit : default_limit.integer();
    const auto& most = option(action, "max_page_size");
    page.limit
        = std::min({ page.limit, at_most, most.is(Kind::integer) ? most.integer() : largest_page });
    page.offset = request.offset.value_or(0);
    page.after = std::move(request.after);
    page.before = std::move(request.before);
    page.counted = TRY(counts(query, action));
    return page;
}

static Direction reversed(Direction direction)
{
    bool first = puts_nils_first(direction);
    if (descends(direction))
        return first ? Direction::asc_nils_last : Direction::asc_nils_first;
    return first ? Direction::desc_nils_last : Direction::desc_nils_first;
}

static ExpressionRef value_of(const SortTerm& term)
{
    return term.attribute != nullptr ? attribute_ref(*term.attribute) : term.expression;
}

// Whether rows that have no value of that term lie behind those that have.
static bool ends_in_nils(const SortTerm& term)
{
    return !puts_nils_first(term.direction)
        && (term.attribute == nullptr || term.attribute->allow_nil);
}

// Whether a row's value of that term lies behind `value`; null: none does.
static ExpressionRef beyond(const SortTerm& term, const Value& value)
{
    auto field = value_of(term);
    bool last = value.is_null() ? !puts_nils_first(term.direction) : ends_in_nils(term);
    if (value.is_null())
        return last ? ExpressionRef {}
                    : call(Operator::not_, { call(Operator::is_nil, { field }) });
    auto op = descends(term.direction) ? Operator::lt : Operator::gt;
    auto further = call(op, { field, literal(value) });
    return last ? call(Operator::or_, { further, call(Operator::is_nil, { field }) }) : further;
}

static ExpressionRef alike(const SortTerm& term, const Value& value)
{
    auto field = value_of(term);
    return value.is_null() ? call(Operator::is_nil, { field })
                           : call(Operator::eq, { field, literal(value) });
}

// Behind it in the first term, or alike there and behind it in the second, and so on.
static ExpressionRef behind(const std::vector<SortTerm>& sort, const List& values)
{
    auto any = literal(Value(false));
    ExpressionRef before;
    for (size_t i = 0; i < sort.size(); ++i) {
        if (auto further = beyond(sort[i], values[i]))
            any = call(Operator::or_, { any, both(before, std::move(further)) });
        before = both(std::move(before), alike(sort[i], values[i]));
    }
    if (values.empty() || values[0].is_null() || ends_in_nils(sort[0]))
        return any;
    // What follows from it by itself, so that an index finds where the page begins.
    auto op = descends(sort[0].direction) ? Operator::lte : Operator::gte;
    return both(call(op, { value_of(sort[0]), literal(values[0]) }), std::move(any));
}

static std::string encoded(const List& stored)
{
    auto text = encode_base64(to_json(Value(stored)));
    for (auto& character : text)
        character = character == '+' ? '-' : character == '/' ? '_' : character;
    text.resize(text.find_last_not_of('=') + 1);
    return text;
}

static std::optional<List> decoded(std::string text, const std::vector<SortTerm>& sort)
{
    if (text.size() > longest_keyset)
        return std::nullopt;
    for (auto& character : text)
        character = character == '-' ? '+' : character == '_' ? '/' : character;
    text.append((4 - text.size() % 4) % 4, '=');
    std::string bytes;
    if (!decode_base64(text, bytes))
        return std::nullopt;
    auto json = parse_json(bytes);
    if (!json || !json->is(Kind::list) || json->list().size() != sort.size())
        return std::nullopt;
    List values;
    for (size_t i = 0; i < sort.size(); ++i) {
        const auto& stored = json->list()[i];
        StoredView view { .kind = stored.kind() };
        if (stored.is(Kind::integer))
            view.integer = stored.integer();
        else if (stored.is(Kind::real))
            view.real = stored.real();
        else if (stored.is(Kind::string) || stored.is(Kind::binary))
            view.text = stored.text();
        else if (!stored.is_null())
            return std::nullopt;
        const auto* type = value_of(sort[i])->type;
        auto value = type != nullptr ? load(*type, view) : Result<Value>(stored);
        if (!value)
            return std::nullopt;
        values.push_back(std::move(*value));
    }
    return values;
}

static bool identifies(const Query& query)
{
    return std::ranges::all_of(query.resource->primary_key, [&](const Attribute* key) {
        return std::ranges::any_of(
            query.sort, [&](const SortTerm& term) { return term.attribute == key; });
    });
}

Outcome<void> ask_for_page(Query& query, const Page& page)
{
    if (!identifies(query)) {
        for (const auto* key : query.resource->primary_key)
            query.sort.push_back({ key, Direction::asc });
    }
    query.keysets = true;
    bool backwards = !page.before.empty();
    if (backwards) {
        for (auto& term : query.sort)
            term.direction = reversed(term.direction);
    }
    const auto& cursor = backwards ? page.before : page.after;
    if (!cursor.empty()) {
        auto values = decoded(cursor, query.sort);
        if (!values) {
            std::string name = backwards ? "before" : "after";
            return fail(Errors(page_error(ErrorCode::invalid_keyset,
                "Invalid value provided as a keyset for " + name + ": " + inspect(Value(cursor)))));
        }
        query.filter = both(std::move(query.filter), behind(query.sort, *values));
    }
    // One more says whether there is more.
    query.limit = page.limit < std::numeric_limits<int64_t>::max() ? page.limit + 1 : page.limit;
    if (!page.keyset && page.offset > 0)
        query.offset = page.offset;
    return {};
}

void finish_page(Page& page, std::span<const List> keysets, std::span<const uint32_t> rows)
{
    auto count = std::min(rows.size(), static_cast<size_t>(page.limit));
    page.more = rows.size() > count;
    for (size_t i = 0; i < count; ++i) {
        auto row = rows[page.before.empty() ? i : count - 1 - i];
        page.rows.push_back(row);
        page.keysets.push_back(encoded(keysets[row]));
    }
}

void finish_page(Page& page, std::span<const List> keysets)
{
    std::vector<uint32_t> rows(keysets.size());
    std::iota(rows.begin(), rows.end(), 0U);
    finish_page(page, keysets, rows);
}

Map to_map(const Page& page)
{
    Map map { { "limit", Value(page.limit) } };
    if (!page.keyset)
        map.append("offset", Value(page.offset));
    if (!page.after.empty())
        map.append("after", Value(page.after));
    if (!page.before.empty())
        map.append("before", Value(page.before));
    map.append("more", Value(page.more));
    if (page.count)
        map.append("count", Value(*page.count));
    List keysets;
    for (const auto& keyset : page.keysets)
        keysets.emplace_back(keyset);
    map.append("keysets", Value(std::move(keysets)));
    return map;
}

namespace {

class OneInteger final : public RowSink {
public:
    int64_t value = 0;
    bool row(std::span<const StoredView> cells) override
    {
        value = cells.front().integer;
        return true;
    }
};

} // namespace

Outcome<int64_t> count_all(const Query& query, Context& context)
{
    TRY(query.refuse_combination("counted"));
    std::vector<Error> errors;
    ExpressionScope end { query.resource };
    Reach reach;
    reach.resource = query.resource;
    reach.filter = query.filter;
    reach.kind = AggregateKind::count;
    auto aggregate = ExpressionParser(errors, "page").over(std::move(reach), {}, end);
    OneInteger sink;
    TRY(read_aggregate(*aggregate, context, sink));
    return sink.value;
}

} // namespace tunez
