#include "action/read.h"

#include "action/fill.h"
#include "action/inputs.h"
#include "changeset/template.h"
#include "type/type.h"
#include "validation/validation.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace tunez {

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

// Steps over the rows of one level: hands the selected cells to the encoder and keeps the keys that
// loads need.
class LevelSink final : public RowSink {
public:
    LevelSink(std::span<const Attribute* const> columns, std::span<KeyColumn> keys,
        RowEncoder& encoder, bool related)
        : columns_(columns)
        , keys_(keys)
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
    size_t count = 0;

    std::optional<Error>& error() { return error_; }

private:
    Result<void> take(std::span<const StoredView> cells)
    {
        if (related_) {
            parents.push_back(key_bytes(cells.front()));
            cells = cells.subspan(1);
        }
        for (auto& key : keys_)
            TRY(key.add(cells[key.cell]));
        TRY(encoder_.row(columns_, cells.first(columns_.size())));
        ++count;
        return {};
    }

    std::span<const Attribute* const> columns_;
    std::span<KeyColumn> keys_;
    RowEncoder& encoder_;
    bool related_;
    std::optional<Error> error_;
};

// What is read at one level: the selected columns, then those that only loads need.
struct Columns {
    std::vector<const Attribute*> all;
    size_t selected = 0;
    std::vector<KeyColumn> keys;

    explicit Columns(const Query& query)
        : all(query.selected())
        , selected(all.size())
    {
        for (const auto& load : query.loads) {
            const auto* source = load.relationship->source_attribute;
            auto found = std::find(all.begin(), all.end(), source);
            KeyColumn key;
            key.attribute = source;
            key.cell = static_cast<size_t>(found - all.begin());
            if (found == all.end())
                all.push_back(source);
            keys.push_back(std::move(key));
        }
    }
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
    std::span<const Attribute* const> selected(columns.all.data(), columns.selected);
    LevelSink sink(selected, columns.keys, *tree.rows, load != nullptr);

    ReadPlan plan;
    plan.resource = query.resource;
    plan.filter = query.filter;
    plan.limit = query.limit;
    plan.offset = query.offset;
    plan.select = columns.all;
    if (load == nullptr) {
        plan.sort = query.sort;
        TRY(Filling(context).fill(plan.filter));
        TRY(Filling(context).fill(plan.sort));
        TRY(context.data_layer->read(plan, sink));
    } else if (!parents->distinct.empty()) {
        const auto& relationship = *load->relationship;
        plan.sort = related_sort(*load);
        plan.filter = both(std::move(plan.filter), relationship.filter_expression);
        plan.filter = both(std::move(plan.filter),
            TRY(tenant_filter(*query.resource, ActionMultitenancy::enforce, context)));
        TRY(Filling(context).fill(plan.filter));
        TRY(Filling(context).fill(plan.sort));
        if (relationship.kind == RelationshipKind::has_one)
            plan.limit = 1;
        else if (!plan.limit && relationship.limit)
            plan.limit = relationship.limit;
        RelatedPlan related { .read = std::move(plan),
            .key = relationship.destination_attribute,
            .values = parents->distinct,
            .through = relationship.through,
            .join_source = relationship.source_attribute_on_join_resource,
            .join_destination = relationship.destination_attribute_on_join_resource };
        TRY(context.data_layer->read_related(related, sink));
    }
    if (sink.error())
        return fail(Errors(std::move(*sink.error())));
    tree.count = sink.count;
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

    Result<void> row(
        std::span<const Attribute* const> columns, std::span<const StoredView> cells) override
    {
        Record record;
        record.resource = &resource_;
        record.state = RecordState::loaded;
        record.values.assign(resource_.attributes.size(), Value::not_loaded());
        for (size_t i = 0; i < columns.size(); ++i)
            record.values[columns[i]->index] = TRY(tunez::load(columns[i]->type, cells[i]));
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
    keys.attribute = relationship.source_attribute;
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

Outcome<void> load_related(
    std::span<Record* const> records, const std::vector<Load>& loads, Context& context)
{
    if (records.empty())
        return {};
    for (const auto& load : loads) {
        auto keys = TRY(keys_of(records, *load.relationship));
        auto branch = TRY(read_branch(load, keys, context, make_record_encoder));
        for (size_t row = 0; row < records.size(); ++row) {
            Related related { load.relationship, {} };
            for (auto child : branch.children[row])
                related.records.push_back(assembled(*branch.tree, child));
            records[row]->related.push_back(std::move(related));
        }
    }
    return {};
}

Outcome<void> prepare_read(Query& query, const Action& action, const Value& input,
    std::span<const std::string> skip, Context& context)
{
    query.action = &action;
    query.filter = both(
        std::move(query.filter), TRY(tenant_filter(*query.resource, action.multitenancy, context)));
    bool plain = action.arguments.empty() && action.steps.empty() && action.filter.is_null();
    if (plain && (input.is_null() || (input.is(Kind::map) && input.map().empty())))
        return {};
    Changeset arguments(*query.resource);
    arguments.set_action_type(ActionType::read);
    arguments.set_action(action);
    cast_params(arguments, input, skip);
    apply_argument_defaults(arguments, context);
    require_arguments(arguments);
    for (const auto& step : action.steps) {
        if (step.kind == Step::Kind::validation)
            run_validation(step.entry, arguments, context);
    }
    if (!arguments.valid()) {
        Errors errors(arguments.errors());
        errors.merge_duplicates();
        return fail(std::move(errors));
    }
    if (!action.filter.is_null()) {
        std::vector<Error> errors;
        auto written = TRY(fill_filter(action.filter, arguments, context, OnMissingActor::nil));
        auto filter = TRY(parse_filter(*query.resource, written, errors));
        if (!errors.empty())
            return fail(Errors(std::move(errors)));
        query.filter = both(std::move(query.filter), std::move(filter));
    }
    return {};
}

static Error invalid_key(const Resource& resource, const Value& key)
{
    auto error = Error::make(
        ErrorCode::invalid_primary_key, "invalid primary key " + inspect(key) + " provided");
    error.details.set("resource", Value(resource.name));
    return error;
}

static Result<ExpressionRef> key_part(
    const Resource& resource, const Attribute& attribute, const Value& given, const Value& key)
{
    Value value;
    TypeErrors errors;
    if (!cast_input(attribute.type, given, value, errors) || value.is_null())
        return fail(invalid_key(resource, key));
    return call(Operator::eq, { attribute_ref(attribute), literal(std::move(value)) });
}

Result<ExpressionRef> key_filter(const Resource& resource, const Value& key)
{
    if (!key.is(Kind::map)) {
        if (resource.primary_key.size() != 1)
            return fail(invalid_key(resource, key));
        return key_part(resource, *resource.primary_key.front(), key, key);
    }
    ExpressionRef filter;
    for (const auto& [name, value] : key.map()) {
        const auto* attribute = resource.find_attribute(name);
        if (attribute == nullptr)
            return fail(invalid_key(resource, key));
        filter = both(std::move(filter), TRY(key_part(resource, *attribute, value, key)));
    }
    if (!filter)
        return fail(invalid_key(resource, key));
    return filter;
}

Error not_found(const Resource& resource, const Value& key)
{
    std::string text;
    if (key.is(Kind::map)) {
        for (const auto& [name, value] : key.map())
            text += (text.empty() ? "" : " | ") + name + ": " + inspect(value);
    } else if (resource.primary_key.size() == 1) {
        text = resource.primary_key.front()->name + ": " + inspect(key);
    }
    auto error = Error::make(ErrorCode::not_found,
        text.empty() ? "record not found" : "record with " + text + " not found");
    error.details.set("resource", Value(resource.name));
    error.details.set("primary_key", key);
    return error;
}

} // namespace tunez
