#include "action/read.h"

#include "action/calculate.h"
#include "action/fill.h"
#include "action/level.h"
#include "action/read_again.h"
#include "type/type.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace tunez {

namespace {

// Steps over the rows of one level: hands the selected cells to the encoder and keeps the keys that
// loads need.
class LevelSink final : public RowSink {
public:
    LevelSink(Level& level, RowEncoder& encoder, bool related)
        : level_(level)
        , query_(level.query())
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

    std::vector<uint32_t> parents; // The number of each row's, when it is read for a relationship.
    std::vector<List> keysets;
    size_t count = 0;

    std::optional<Error>& error() { return error_; }

private:
    Result<void> take(std::span<const StoredView> cells)
    {
        if (related_) {
            parents.push_back(static_cast<uint32_t>(cells.front().integer));
            cells = cells.subspan(1);
        }
        for (auto& key : level_.keys())
            TRY(key.add(cells[key.cell]));
        level_.order().add(cells);
        auto computed = cells.subspan(level_.columns().size());
        auto derived = query_.derived.size();
        auto selected = level_.selected();
        TRY(encoder_.row(level_.columns().first(selected), cells.first(selected), query_.derived,
            computed.first(derived)));
        if (!level_.keyset_cells().empty())
            keysets.push_back(keyset_of(cells));
        ++count;
        return {};
    }

    List keyset_of(std::span<const StoredView> cells) const
    {
        List values;
        for (auto cell : level_.keyset_cells())
            values.push_back(cells[cell].to_value());
        return values;
    }

    Level& level_;
    const Query& query_;
    RowEncoder& encoder_;
    bool related_;
    std::optional<Error> error_;
};

// How many rows each parent has.
class CountSink final : public RowSink {
public:
    explicit CountSink(size_t parents)
        : counts(parents)
    {
    }

    bool row(std::span<const StoredView> cells) override
    {
        counts[static_cast<size_t>(cells[0].integer)] = cells[1].integer;
        return true;
    }

    std::vector<int64_t> counts; // By the number of the parent's key.
};

// The rows of each distinct key, in their order.
using RowsOfKeys = std::vector<std::vector<uint32_t>>;

} // namespace

static Outcome<void> finish_level(Level& level, LevelSink& sink, RowTree& tree, Context& context,
    const EncoderFactory& make_encoder);

static RowsOfKeys rows_of_keys(size_t keys, std::span<const uint32_t> parent_of_row)
{
    std::vector<uint32_t> counts(keys);
    for (auto parent : parent_of_row)
        ++counts[parent];
    RowsOfKeys rows(keys);
    for (size_t key = 0; key < keys; ++key)
        rows[key].reserve(counts[key]);
    for (size_t i = 0; i < parent_of_row.size(); ++i)
        rows[parent_of_row[i]].push_back(static_cast<uint32_t>(i));
    return rows;
}

// A page for each key, one without rows among them.
static Outcome<std::vector<Page>> pages_of_keys(const Level& level, const KeyColumn& parents,
    const RowTree& tree, RowsOfKeys& rows, Context& context)
{
    CountSink counted(parents.distinct.size());
    if (level.page()->counted && !parents.distinct.empty())
        TRY(context.data_layer->read_related(level.count(), counted));
    std::vector<Page> pages;
    for (size_t key = 0; key <= rows.size(); ++key) {
        auto page = *level.page();
        bool is_parent = key < rows.size();
        finish_page(page, tree.keysets, is_parent ? rows[key] : std::vector<uint32_t> {});
        if (page.counted)
            page.count = is_parent ? counted.counts[key] : 0;
        if (is_parent)
            rows[key] = page.rows;
        pages.push_back(std::move(page));
    }
    return pages;
}

static Outcome<RowTree::Branch> read_branch(const Load& load, const KeyColumn& parents,
    Context& context, const EncoderFactory& make_encoder)
{
    RowTree::Branch branch;
    branch.relationship = load.relationship;
    branch.key_of_row = parents.of_row;
    Level level(*load.query, &load);
    TRY(level.plan(context, parents.distinct));
    branch.tree = std::make_unique<RowTree>();
    branch.tree->rows = make_encoder(*load.query->resource);
    LevelSink sink(level, *branch.tree->rows, true);
    if (!parents.distinct.empty())
        TRY(context.data_layer->read_related(level.related(), sink));
    TRY(finish_level(level, sink, *branch.tree, context, make_encoder));
    auto& rows = branch.rows_of_key;
    rows = rows_of_keys(parents.distinct.size(), sink.parents);
    for (auto& of_parent : rows)
        level.order().sort(of_parent);
    if (level.page())
        branch.pages = TRY(pages_of_keys(level, parents, *branch.tree, rows, context));
    return branch;
}

static Outcome<void> finish_level(Level& level, LevelSink& sink, RowTree& tree, Context& context,
    const EncoderFactory& make_encoder)
{
    if (sink.error())
        return fail(Errors(std::move(*sink.error())));
    tree.count = sink.count;
    tree.keysets = std::move(sink.keysets);
    const auto& loads = level.query().loads;
    for (size_t i = 0; i < loads.size(); ++i)
        tree.branches.push_back(TRY(read_branch(loads[i], level.keys()[i], context, make_encoder)));
    return {};
}

Outcome<RowTree> read_tree(const Query& query, Context& context, const EncoderFactory& make_encoder)
{
    RowTree tree;
    Level level(query, nullptr);
    TRY(level.plan(context, {}));
    tree.rows = make_encoder(*query.resource);
    LevelSink sink(level, *tree.rows, false);
    TRY(context.data_layer->read(level.read(), sink));
    TRY(finish_level(level, sink, tree, context, make_encoder));
    return tree;
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

static Record assembled(const RowTree& tree, size_t row);

static Related related_of(const RowTree::Branch& branch, size_t row)
{
    Related related { branch.relationship, {}, {} };
    for (auto child : branch.children(row))
        related.records.push_back(assembled(*branch.tree, child));
    if (const auto* page = branch.page(row))
        related.page = Value(to_map(*page));
    return related;
}

static Record assembled(const RowTree& tree, size_t row)
{
    auto record = static_cast<const RecordEncoder&>(*tree.rows).records[row];
    for (const auto& branch : tree.branches)
        record.related.push_back(related_of(branch, row));
    return record;
}

Outcome<std::vector<Record>> read_records(const Query& query, Context& context)
{
    std::vector<List> keysets;
    return read_records(query, context, keysets);
}

Outcome<std::vector<Record>> read_records(
    const Query& query, Context& context, std::vector<List>& keysets)
{
    auto tree = TRY(read_tree(query, context, make_record_encoder));
    keysets = std::move(tree.keysets);
    std::vector<Record> records;
    if (tree.branches.empty()) {
        records = std::move(static_cast<RecordEncoder&>(*tree.rows).records);
    } else {
        for (size_t row = 0; row < tree.count; ++row)
            records.push_back(assembled(tree, row));
    }
    if (!has_code(query))
        return records;
    std::vector<Record*> pointers;
    for (auto& record : records)
        pointers.push_back(&record);
    TRY(calculate_levels(pointers, query, context));
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

static Outcome<void> load_derived(
    std::span<Record* const> records, const std::vector<Load>& loads, Context& context)
{
    Query query;
    query.resource = records.front()->resource;
    query.select.emplace();
    std::vector<Derived> code;
    for (const auto& load : loads) {
        if (load.relationship == nullptr)
            (load.derived.code != nullptr ? code : query.derived).push_back(load.derived);
    }
    if (!query.derived.empty()) {
        auto read = TRY(read_again(records, std::move(query), context));
        for (size_t i = 0; i < records.size(); ++i) {
            for (auto& value : read[i].derived)
                put_derived(*records[i], std::move(value));
        }
    }
    return calculate(records, code, context);
}

Outcome<void> load_related(
    std::span<Record* const> records, const std::vector<Load>& loads, Context& context)
{
    if (records.empty())
        return {};
    TRY(load_derived(records, loads, context));
    for (const auto& load : loads) {
        if (load.relationship == nullptr)
            continue;
        auto keys = TRY(keys_of(records, *load.relationship));
        auto branch = TRY(read_branch(load, keys, context, make_record_encoder));
        for (size_t row = 0; row < records.size(); ++row)
            put_related(*records[row], related_of(branch, row));
        if (!has_code(*load.query))
            continue;
        std::vector<Record*> below;
        for (auto* record : records) {
            for (auto& each : record->related) {
                if (each.relationship != load.relationship)
                    continue;
                for (auto& child : each.records)
                    below.push_back(&child);
            }
        }
        TRY(calculate_levels(below, *load.query, context));
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
