#include "action/read.h"
#include "changeset/record_map.h"
#include "message/bulk_atomic.h"
#include "message/bulk_stream.h"
#include "message/operations.h"
#include "message/write_one.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tunez::message {

namespace {

enum class Strategy : uint8_t { atomic, atomic_batches, stream };

struct StrategyName {
    std::string_view name;
    Strategy strategy;
};

// In the order in which they are tried.
constexpr StrategyName strategies[] = {
    { "atomic", Strategy::atomic },
    { "atomic_batches", Strategy::atomic_batches },
    { "stream", Strategy::stream },
};

// What a bulk update or destroy is about: records that are given, named by their ids, or all that a
// query finds.
class Subjects {
public:
    Subjects(const Resource& resource, const Request& request, Context& context)
        : resource_(resource)
        , request_(request)
        , context_(context)
    {
    }

    bool by_query() const { return request_.member("query").is(Kind::map); }
    Outcome<void> check() const;
    Outcome<Query> query() const;
    // The records that the query finds, kept.
    Outcome<void> find();
    size_t count() const { return by_query() ? found_.size() : list().size(); }
    Outcome<Record> record(size_t index);
    // The rows of the subjects from one to another.
    Outcome<RowBatch> rows(size_t first, size_t last);

private:
    const Value& given() const
    {
        const auto& records = request_.member("records");
        return records.is_null() ? request_.member("ids") : records;
    }
    const List& list() const { return given().list(); }
    Result<ExpressionRef> key(size_t index);

    const Resource& resource_;
    const Request& request_;
    Context& context_;
    std::vector<Record> found_;
};

class SubjectSource final : public ChangesetSource {
public:
    SubjectSource(Subjects& subjects, const BulkRun& run)
        : subjects_(subjects)
        , run_(run)
    {
    }

    size_t count() const override { return subjects_.count(); }
    Outcome<Started> start(size_t index) override
    {
        auto record = TRY(subjects_.record(index));
        return Started { TRY(start_change(std::move(record), run_.action().type, run_.context())),
            run_.request().member("input") };
    }

private:
    Subjects& subjects_;
    const BulkRun& run_;
};

} // namespace

Outcome<void> Subjects::check() const
{
    if (by_query() || given().is(Kind::list))
        return {};
    return fail(Errors(Error::make(ErrorCode::invalid_message,
        "the message needs a list of `records` or of `ids`, or a `query`")));
}

Outcome<Query> Subjects::query() const
{
    auto query = TRY(parse_query(resource_, request_.member("query")));
    const auto* primary = TRY(action_of(resource_, {}, ActionType::read));
    TRY(query.refuse_combination("written"));
    TRY(prepare_read(query, *primary, {}, {}, context_));
    return query;
}

Outcome<void> Subjects::find()
{
    found_ = TRY(read_records(TRY(query()), context_));
    return {};
}

Outcome<Record> Subjects::record(size_t index)
{
    if (by_query())
        return std::move(found_[index]);
    const auto& subject = list()[index];
    if (!request_.member("records").is_null() && subject.is(Kind::map))
        return TRY(record_from_map(resource_, subject.map()));
    return find_by_id(resource_, subject, context_);
}

Result<ExpressionRef> Subjects::key(size_t index)
{
    if (!by_query() && (request_.member("records").is_null() || !list()[index].is(Kind::map)))
        return key_filter(resource_, list()[index]);
    const auto record
        = by_query() ? found_[index] : TRY(record_from_map(resource_, list()[index].map()));
    ExpressionRef same;
    for (const auto* field : resource_.primary_key)
        same = both(std::move(same),
            call(Operator::eq, { attribute_ref(*field), literal(record.values[field->index]) }));
    return same;
}

// The value that `key == value` asks for, where that is all of it.
static const Value* key_value(const Resource& resource, const Expression& condition)
{
    bool alone = resource.primary_key.size() == 1 && condition.kind == Expression::Kind::call
        && condition.op == Operator::eq
        && condition.arguments[0]->attribute == resource.primary_key.front()
        && condition.arguments[1]->kind == Expression::Kind::literal;
    return alone ? &condition.arguments[1]->literal : nullptr;
}

// Balanced, so that however many there are, they are not nested deeply.
static ExpressionRef any_of(std::span<const ExpressionRef> conditions)
{
    if (conditions.size() <= 1)
        return conditions.empty() ? literal(Value(false)) : conditions.front();
    auto half = conditions.size() / 2;
    return call(
        Operator::or_, { any_of(conditions.first(half)), any_of(conditions.subspan(half)) });
}

Outcome<RowBatch> Subjects::rows(size_t first, size_t last)
{
    RowBatch batch;
    std::vector<ExpressionRef> conditions;
    for (auto index = first; index < last; ++index) {
        auto condition = TRY(key(index));
        if (const auto* value = key_value(resource_, *condition))
            batch.keys.push_back(*value);
        else
            conditions.push_back(std::move(condition));
    }
    if (!batch.keys.empty())
        conditions.push_back(call(Operator::in,
            { attribute_ref(*resource_.primary_key.front()), literal(Value(batch.keys)) }));
    batch.query.resource = &resource_;
    batch.query.filter = any_of(conditions);
    const auto* primary = TRY(action_of(resource_, {}, ActionType::read));
    TRY(prepare_read(batch.query, *primary, {}, {}, context_));
    return batch;
}

// Those that are asked for. What is given as a list is no query, but batches of it are.
static std::vector<Strategy> strategies_of(const Request& request, const Subjects& subjects)
{
    auto names = request.names("strategy");
    if (names.empty())
        names.emplace_back("atomic");
    auto asked
        = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
    std::vector<Strategy> wanted;
    for (const auto& [name, strategy] : strategies) {
        bool batches = strategy == Strategy::atomic_batches && asked("atomic");
        if (asked(name) || (batches && !subjects.by_query()))
            wanted.push_back(strategy);
    }
    return wanted;
}

static Errors no_strategy(const BulkRun& run, List reasons)
{
    auto error = Error::make(ErrorCode::no_matching_bulk_strategy,
        run.resource().name + "." + run.action().name
            + " had no matching bulk strategy that could be used.");
    error.details.set("reasons", Value(std::move(reasons)));
    return Errors(std::move(error));
}

namespace {

// The run that is none: nothing is there to be run, or nothing can be.
class NoBatches final : public BulkBatches {
public:
    explicit NoBatches(std::optional<Errors> errors)
        : errors_(std::move(errors))
    {
    }
    size_t count() const override { return errors_ ? 1 : 0; }
    Task run(size_t, BulkRun& run) override
    {
        run.refuse(std::move(*errors_), std::nullopt);
        return {};
    }

private:
    std::optional<Errors> errors_;
};

using Batches = std::unique_ptr<BulkBatches>;

} // namespace

static Outcome<Batches> atomic(BulkRun& run, Subjects& subjects, RowsChange built)
{
    std::vector<RowBatch> all;
    // What order they had is gone once they are written.
    if (run.options().sorted) {
        TRY(subjects.find());
        all.push_back(TRY(subjects.rows(0, subjects.count())));
    } else {
        all.push_back({ TRY(subjects.query()), {} });
    }
    return std::make_unique<AtomicBatches>(std::move(all), std::move(built), true);
}

static Outcome<Batches> atomic_batches(BulkRun& run, Subjects& subjects, RowsChange built)
{
    if (subjects.by_query())
        TRY(subjects.find());
    std::vector<RowBatch> all;
    auto size = run.options().batch_size;
    for (size_t first = 0; first < subjects.count(); first += size)
        all.push_back(TRY(subjects.rows(first, std::min(subjects.count(), first + size))));
    return std::make_unique<AtomicBatches>(std::move(all), std::move(built), false);
}

static Outcome<Batches> stream(BulkRun& run, Subjects& subjects)
{
    if (subjects.by_query())
        TRY(subjects.find());
    return std::make_unique<StreamBatches>(std::make_unique<SubjectSource>(subjects, run), run);
}

// By the first strategy that can be used.
static Outcome<Batches> batches_of(BulkRun& run, Subjects& subjects)
{
    TRY(subjects.check());
    if (!subjects.by_query() && subjects.count() == 0)
        return std::make_unique<NoBatches>(std::nullopt);
    std::optional<RowsChange> built;
    List reasons;
    for (auto strategy : strategies_of(run.request(), subjects)) {
        if (strategy == Strategy::stream)
            return stream(run, subjects);
        if (strategy == Strategy::atomic && !subjects.by_query()) {
            reasons.emplace_back("could not use `atomic`: it takes a query");
            continue;
        }
        if (!built)
            built = TRY(build_for_rows(run));
        const auto& obstacles = built->changeset.atomic_build()->obstacles;
        if (obstacles.empty()) {
            auto use = strategy == Strategy::atomic ? atomic : atomic_batches;
            return use(run, subjects, std::move(*built));
        }
        reasons.emplace_back("could not use `"
            + std::string(strategies[static_cast<size_t>(strategy)].name)
            + "`: " + obstacles.front());
    }
    return std::make_unique<NoBatches>(no_strategy(run, std::move(reasons)));
}

static Task run_bulk_change(Undertaking& change, ActionType type)
{
    auto action = find_action(change, type);
    if (!action) {
        change.outcome = fail(std::move(action).error());
        co_return;
    }
    const auto& resource = **resource_of(change.session, change.request);
    Subjects subjects(resource, change.request, change.context);
    BulkRun run(resource, **action, change);
    auto batches = batches_of(run, subjects);
    if (batches)
        co_await run.run(std::move(*batches));
    else
        change.outcome = fail(std::move(batches).error());
}

const MessageOperation bulk_update_operation {
    .name = "bulk_update",
    .needs = MessageOperation::Needs::database,
    .start = [](Undertaking& change) { return run_bulk_change(change, ActionType::update); },
};

const MessageOperation bulk_destroy_operation {
    .name = "bulk_destroy",
    .needs = MessageOperation::Needs::database,
    .start = [](Undertaking& change) { return run_bulk_change(change, ActionType::destroy); },
};

} // namespace tunez::message
