#include "action/read.h"

#include "action/fill.h"
#include "type/type.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace tunez {

bool speaks_of_parent(const Expression& expression)
{
    return expression.kind == Expression::Kind::parent
        || std::ranges::any_of(
            expression.arguments, [](const auto& argument) { return speaks_of_parent(*argument); });
}

namespace {

// The stored bytes of a cell, to tell keys apart.
std::string key_bytes(const StoredView& cell)
{
    switch (cell.kind) {
    case Kind::integer:
        return std::to_string(cell.integer);
    case Kind::real:
        return std::to_string(cell.real);
    default:
        return std::string(cell.text);
    }
}

// What a relationship is loaded by: the key that it leads from, or the whole parent.
const Attribute* parent_key(const Relationship& relationship)
{
    const auto& filter = relationship.filter_expression;
    bool whole = relationship.source_attribute == nullptr || (filter && speaks_of_parent(*filter));
    return whole ? relationship.source->primary_key.front() : relationship.source_attribute;
}

// Which values one load needs: for each row the number of its key among the distinct ones.
struct KeyColumn {
    size_t cell = 0;
    const Attribute* attribute = nullptr;
    std::vector<int32_t> of_row; // −1: nil, nothing is related.
    std::vector<Value> distinct;
    std::unordered_map<std::string, int32_t> numbers;

    Result<void> add(const StoredView& stored)
    {
        if (stored.kind == Kind::null) {
            of_row.push_back(-1);
            return {};
        }
        auto [found, is_new]
            = numbers.try_emplace(key_bytes(stored), static_cast<int32_t>(distinct.size()));
        if (is_new)
            distinct.push_back(TRY(tunez::load(attribute->type, stored)));
        of_row.push_back(found->second);
        return {};
    }
};

// What is read at one level: the selected columns, then those that only loads need.
struct Columns {
    std::vector<const Attribute*> all;
    size_t selected = 0;
    std::vector<KeyColumn> keys;
    std::vector<Computed> computed; // What is derived, then what the rows are sorted by if that is
                                    // asked for.

    explicit Columns(const Query& query)
        : all(query.selected())
        , selected(all.size())
    {
        for (const auto& load : query.loads) {
            const auto* source = parent_key(*load.relationship);
            auto found = std::find(all.begin(), all.end(), source);
            KeyColumn key;
            key.attribute = source;
            key.cell = static_cast<size_t>(found - all.begin());
            if (found == all.end())
                all.push_back(source);
            keys.push_back(std::move(key));
        }
        for (const auto& derived : query.derived)
            computed.push_back({ derived.expression, derived.type });
        for (size_t i = 0; query.keysets && i < query.sort.size(); ++i) {
            const auto& term = query.sort[i];
            auto value
                = term.attribute != nullptr ? attribute_ref(*term.attribute) : term.expression;
            computed.push_back({ value, value->type });
        }
    }
};

// Steps over the rows of one level: hands the selected cells to the encoder and keeps the keys that
// loads need.
class LevelSink final : public RowSink {
public:
    LevelSink(Columns& columns, const Query& query, RowEncoder& encoder, bool related)
        : columns_(columns)
        , query_(query)
        , encoder_(encoder)
        , related_(related)
    {
    }

    bool row(std::span<const StoredView> cells) override
    {
        auto taken = take(cells);
        if (!taken)
            error_ = std::move(taken.error());
        return taken.has_value();
    }

    std::vector<std::string> parents; // Of each row, when it is read for a relationship.
    std::vector<List> keysets;
    size_t count = 0;

    std::optional<Error>& error() { return error_; }

private:
    Result<void> take(std::span<const StoredView> cells)
    {
        if (related_) {
            parents.push_back(key_bytes(cells.front()));
            cells = cells.subspan(1);
        }
        for (auto& key : columns_.keys)
            TRY(key.add(cells[key.cell]));
        auto computed = cells.subspan(columns_.all.size());
        auto derived = query_.derived.size();
        TRY(encoder_.row(std::span(columns_.all).first(columns_.selected),
            cells.first(columns_.selected), query_.derived, computed.first(derived)));
        if (query_.keysets)
            keysets.push_back(values_of(computed.subspan(derived)));
        ++count;
        return {};
    }

    static List values_of(std::span<const StoredView> cells)
    {
        List values;
        for (const auto& cell : cells)
            values.push_back(cell.to_value());
        return values;
    }

    Columns& columns_;
    const Query& query_;
    RowEncoder& encoder_;
    bool related_;
    std::optional<Error> error_;
};

} // namespace

// A row cannot be told apart by it once a term names the whole primary key, but ties before that
// keep their order by chance: left to the database, as SQL does.
static std::vector<SortTerm> related_sort(const Load& load)
{
    auto sort = load.query->sort;
    sort.insert(sort.end(), load.relationship->sort.begin(), load.relationship->sort.end());
    return sort;
}

static Outcome<RowTree> read_level(const Query& query, Context& context,
    const EncoderFactory& make_encoder, const Load* load, const KeyColumn* parents,
    std::vector<std::string>* parent_keys);

static Outcome<RowTree::Branch> read_branch(const Load& load, const KeyColumn& parents,
    Context& context, const EncoderFactory& make_encoder)
{
    RowTree::Branch branch;
    branch.relationship = load.relationship;
    branch.children.resize(parents.of_row.size());
    std::vector<std::string> parent_keys;
    branch.tree = std::make_unique<RowTree>(
        TRY(read_level(*load.query, context, make_encoder, &load, &parents, &parent_keys)));

    std::vector<std::vector<uint32_t>> of_key(parents.distinct.size());
    for (size_t i = 0; i < parent_keys.size(); ++i) {
        auto found = parents.numbers.find(parent_keys[i]);
        if (found != parents.numbers.end())
            of_key[static_cast<size_t>(found->second)].push_back(static_cast<uint32_t>(i));
    }
    for (size_t row = 0; row < parents.of_row.size(); ++row) {
        auto number = parents.of_row[row];
        if (number >= 0)
            branch.children[row] = of_key[static_cast<size_t>(number)];
    }
    return branch;
}

static Outcome<RowTree> read_level(const Query& query, Context& context,
    const EncoderFactory& make_encoder, const Load* load, const KeyColumn* parents,
    std::vector<std::string>* parent_keys)
{
    Columns columns(query);
    RowTree tree;
    tree.rows = make_encoder(*query.resource);
    LevelSink sink(columns, query, *tree.rows, load != nullptr);
    Filling filling(context);
    for (auto& computed : columns.computed)
        TRY(filling.fill(computed.expression));

    ReadPlan plan;
    plan.resource = query.resource;
    plan.filter = query.filter;
    plan.limit = query.limit;
    plan.offset = query.offset;
    plan.select = columns.all;
    plan.computed = columns.computed;
    plan.distinct = query.distinct;
    plan.distinct_sort = query.distinct_sort;
    if (load == nullptr) {
        plan.sort = query.sort;
        TRY(filling.fill(plan.filter));
        TRY(filling.fill(plan.sort));
        TRY(context.data_layer->read(plan, sink));
    } else if (!parents->distinct.empty()) {
        const auto& relationship = *load->relationship;
        plan.sort = related_sort(*load);
        plan.filter = both(std::move(plan.filter), relationship.filter_expression);
        plan.filter = both(std::move(plan.filter),
            TRY(tenant_filter(*query.resource, ActionMultitenancy::enforce, context)));
        TRY(filling.fill(plan.filter));
        TRY(filling.fill(plan.sort));
        if (relationship.kind == RelationshipKind::has_one)
            plan.limit = 1;
        else if (!plan.limit && relationship.limit)
            plan.limit = relationship.limit;
        auto plan_filter = plan.filter;
        RelatedPlan related { .read = std::move(plan),
            .key = relationship.destination_attribute,
            .values = parents->distinct,
            .parents = parents->attribute != relationship.source_attribute
                    || (plan_filter && speaks_of_parent(*plan_filter))
                ? relationship.source
                : nullptr,
            .source = relationship.source_attribute,
            .through = relationship.through,
            .join_source = relationship.source_attribute_on_join_resource,
            .join_destination = relationship.destination_attribute_on_join_resource };
        TRY(context.data_layer->read_related(related, sink));
    }
    if (sink.error())
        return fail(Errors(std::move(*sink.error())));
    tree.count = sink.count;
    tree.keysets = std::move(sink.keysets);
    if (parent_keys != nullptr)
        *parent_keys = std::move(sink.parents);
    for (size_t i = 0; i < query.loads.size(); ++i)
        tree.branches.push_back(
            TRY(read_branch(query.loads[i], columns.keys[i], context, make_encoder)));
    return tree;
}

Outcome<RowTree> read_tree(const Query& query, Context& context, const EncoderFactory& make_encoder)
{
    return read_level(query, context, make_encoder, nullptr, nullptr, nullptr);
}

namespace {

class RecordEncoder final : public RowEncoder {
public:
    explicit RecordEncoder(const Resource& resource)
        : resource_(resource)
    {
    }

    Result<void> row(std::span<const Attribute* const> columns, std::span<const StoredView> cells,
        std::span<const Derived> derived, std::span<const StoredView> derived_cells) override
    {
        Record record;
        record.resource = &resource_;
        record.state = RecordState::loaded;
        record.values.assign(resource_.attributes.size(), Value::not_loaded());
        for (size_t i = 0; i < columns.size(); ++i)
            record.values[columns[i]->index] = TRY(tunez::load(columns[i]->type, cells[i]));
        for (size_t i = 0; i < derived.size(); ++i)
            record.derived.push_back(
                { derived[i].json_key, TRY(tunez::load(*derived[i].type, derived_cells[i])) });
        records.push_back(std::move(record));
        return {};
    }

    std::vector<Record> records;

private:
    const Resource& resource_;
};

} // namespace

static std::unique_ptr<RowEncoder> make_record_encoder(const Resource& resource)
{
    return std::make_unique<RecordEncoder>(resource);
}

static Record assembled(const RowTree& tree, size_t row)
{
    auto record = static_cast<const RecordEncoder&>(*tree.rows).records[row];
    for (const auto& branch : tree.branches) {
        Related related { branch.relationship, {} };
        for (auto child : branch.children[row])
            related.records.push_back(assembled(*branch.tree, child));
        record.related.push_back(std::move(related));
    }
    return record;
}

Outcome<std::vector<Record>> read_records(const Query& query, Context& context)
{
    auto tree = TRY(read_tree(query, context, make_record_encoder));
    if (tree.branches.empty())
        return std::move(static_cast<RecordEncoder&>(*tree.rows).records);
    std::vector<Record> records;
    for (size_t row = 0; row < tree.count; ++row)
        records.push_back(assembled(tree, row));
    return records;
}

// The key of a record in hand, in its stored form; a key that was not fetched cannot be followed.
static Outcome<KeyColumn> keys_of(
    std::span<Record* const> records, const Relationship& relationship)
{
    KeyColumn keys;
    keys.attribute = parent_key(relationship);
    for (const auto* record : records) {
        const auto& value = record->values[keys.attribute->index];
        if (value.is_marker()) {
            auto error = Error::make(ErrorCode::invalid_load,
                "cannot load " + relationship.name + ", because " + keys.attribute->name
                    + " of the record was not loaded");
            error.field = relationship.name;
            return fail(Errors(std::move(error)));
        }
        auto stored = TRY(dump(keys.attribute->type, value));
        StoredView view { .kind = stored.kind() };
        if (stored.is(Kind::integer))
            view.integer = stored.integer();
        else if (stored.is(Kind::real))
            view.real = stored.real();
        else if (!stored.is_null())
            view.text = stored.text();
        TRY(keys.add(view));
    }
    return keys;
}

// Reads them by primary key, all in one statement.
static Outcome<void> load_derived(
    std::span<Record* const> records, std::vector<Derived> derived, Context& context)
{
    const auto& resource = *records.front()->resource;
    Query query;
    query.resource = &resource;
    query.select.emplace();
    query.derived = std::move(derived);
    for (const auto* record : records) {
        ExpressionRef key;
        for (const auto* attribute : resource.primary_key)
            key = both(std::move(key),
                call(Operator::eq,
                    { attribute_ref(*attribute), literal(record->values[attribute->index]) }));
        query.filter = query.filter ? call(Operator::or_, { query.filter, key }) : key;
    }
    auto found = TRY(read_records(query, context));
    for (auto* record : records) {
        auto same = std::ranges::find_if(found, [&](const Record& each) {
            return std::ranges::all_of(resource.primary_key, [&](const Attribute* attribute) {
                return equal(attribute->type, each.values[attribute->index],
                    record->values[attribute->index]);
            });
        });
        if (same != found.end())
            record->derived = same->derived;
    }
    return {};
}

// As many as stay far below the depth that SQLite allows of an expression.
static constexpr size_t derived_batch = 200;

static Outcome<void> load_all_derived(
    std::span<Record* const> records, const std::vector<Load>& loads, Context& context)
{
    std::vector<Derived> derived;
    for (const auto& load : loads) {
        if (load.relationship == nullptr)
            derived.push_back(load.derived);
    }
    for (size_t i = 0; !derived.empty() && i < records.size(); i += derived_batch)
        TRY(load_derived(
            records.subspan(i, std::min(derived_batch, records.size() - i)), derived, context));
    return {};
}

Outcome<void> load_related(
    std::span<Record* const> records, const std::vector<Load>& loads, Context& context)
{
    if (records.empty())
        return {};
    TRY(load_all_derived(records, loads, context));
    for (const auto& load : loads) {
        if (load.relationship == nullptr)
            continue;
        auto keys = TRY(keys_of(records, *load.relationship));
        auto branch = TRY(read_branch(load, keys, context, make_record_encoder));
        for (size_t row = 0; row < records.size(); ++row) {
            Related related { load.relationship, {} };
            for (auto child : branch.children[row])
                related.records.push_back(assembled(*branch.tree, child));
            put_related(*records[row], std::move(related));
        }
    }
    return {};
}

Result<void> read_aggregate(const Expression& aggregate, Context& context, RowSink& sink)
{
    auto expression = made(aggregate);
    TRY(Filling(context).fill(expression));
    Computed computed[] = { { expression, expression->type } };
    ReadPlan plan;
    plan.computed = computed;
    return context.data_layer->read(plan, sink);
}

} // namespace tunez
