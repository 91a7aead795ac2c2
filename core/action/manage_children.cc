#include "action/carry_out.h"
#include "action/manage.h"

#include "changeset/record_map.h"
#include "type/type.h"

#include <algorithm>
#include <iterator>

namespace tunez {

namespace {

// One call, after the write.
class ChildCall {
public:
    ChildCall(BatchItem& item, ManagedCall& call, Context& context)
        : item_(item)
        , call_(call)
        , nested_(item.changeset, call, context)
        , keys_(call.relationship->to_many() ? call.options->keys
                                             : all_keys(*call.relationship->destination))
        , current_(current())
        , carry_out_(nested_, source(), errors_)
    {
    }

    Outcome<void> run();

private:
    const Relationship& relationship() const { return *call_.relationship; }
    bool to_many() const { return relationship().to_many(); }
    bool is_parent() const { return relationship().kind == RelationshipKind::belongs_to; }
    std::vector<Record> current() const;
    Value source() const;
    void match();
    bool is_match(const ManagedStep& step) const;
    void remove_missing();
    Outcome<void> look_up(std::span<ManagedStep* const> steps);
    void decide(ManagedStep& step, const Lookup& lookup);
    void decide_known_parent(ManagedStep& step);
    void carry_out(std::span<ManagedStep> steps);
    bool entangled(std::span<ManagedStep* const> steps) const;
    std::vector<Record> result();
    void sort(std::vector<Record>& records) const;

    BatchItem& item_;
    ManagedCall& call_;
    NestedCall nested_;
    std::vector<KeyList> keys_;
    std::vector<Record> current_;
    std::vector<bool> is_missing_;
    std::vector<ManagedStep> steps_;
    std::vector<Error> errors_;
    CarryOut carry_out_;
};

} // namespace

std::vector<Record> ChildCall::current() const
{
    if (is_parent())
        return call_.current;
    const auto* related = find_related(*item_.record, relationship());
    return related != nullptr ? related->records : std::vector<Record>();
}

// What the caller did not select is not in the record.
Value ChildCall::source() const
{
    const auto* attribute = relationship().source_attribute;
    if (attribute == nullptr)
        return {};
    const auto& value = item_.record->values[attribute->index];
    return value.is_marker() ? item_.changeset.get_attribute(*attribute) : value;
}

void ChildCall::match()
{
    Matcher matcher(relationship(), keys_, current_);
    is_missing_.assign(current_.size(), true);
    steps_.reserve(call_.inputs.size());
    for (size_t place = 0; place < call_.inputs.size(); ++place) {
        auto found = matcher.find_all(call_.inputs[place]);
        for (auto record : found)
            is_missing_[record] = false;
        auto& step = steps_.emplace_back();
        step.place = place;
        step.index = to_many() ? place : 0;
        step.input = call_.inputs[place];
        if (!found.empty())
            step.match = found.front();
        else if (!to_many() && current_.size() == 1
            && call_.options->on_no_match.what == Managing::match)
            step.match = 0;
    }
}

bool ChildCall::is_match(const ManagedStep& step) const
{
    // Whom the key was just set to is not whom it led to before.
    return step.match && call_.options->on_match.what != Managing::no_match && !call_.related;
}

void ChildCall::remove_missing()
{
    auto decision = decide_missing(relationship(), *call_.options);
    std::vector<ManagedStep> gone;
    for (size_t i = 0; i < current_.size(); ++i) {
        if (!is_missing_[i])
            continue;
        if (decision.refusal) {
            errors_.push_back(*decision.refusal);
            return;
        }
        auto& step = gone.emplace_back();
        if (to_many())
            step.index = 0;
        step.input = Value(Map());
        step.record = current_[i];
        step.decision = decision;
    }
    std::vector<ManagedStep*> steps;
    for (auto& step : gone)
        steps.push_back(&step);
    carry_out_.run(steps);
    // The first failure says why.
    if (!errors_.empty())
        errors_.resize(1);
}

Outcome<void> ChildCall::look_up(std::span<ManagedStep* const> steps)
{
    std::vector<const KeyValues*> keys;
    for (auto* step : steps) {
        if (is_match(*step) || is_parent() || step->input.is(Kind::structure)
            || call_.options->on_lookup.what == Managing::ignore)
            continue;
        step->lookup = lookup_key(*relationship().destination, step->input);
        keys.push_back(step->lookup ? &*step->lookup : nullptr);
    }
    Lookup lookup;
    if (!keys.empty())
        TRY(lookup.read(nested_, keys, *call_.options->on_lookup.read_action));
    for (auto* step : steps)
        decide(*step, lookup);
    return {};
}

// Whom a belongs_to leads to was found out before the write.
void ChildCall::decide_known_parent(ManagedStep& step)
{
    step.record = call_.related;
    if (!call_.created)
        step.decision = decide_found(relationship(), *call_.options);
}

void ChildCall::decide(ManagedStep& step, const Lookup& lookup)
{
    const auto& options = *call_.options;
    bool looks_up = options.on_lookup.what != Managing::ignore;
    if (is_match(step)) {
        step.record = current_[*step.match];
        step.decision = decide_match(relationship(), options);
    } else if (is_parent() && call_.related) {
        decide_known_parent(step);
    } else if (step.input.is(Kind::structure)
        && (looks_up || options.on_no_match.what == Managing::create)) {
        auto record = record_from_map(*relationship().destination, step.input.map());
        if (!record)
            return carry_out_.refuse(
                step, Errors(std::move(record.error())), *relationship().destination, "lookup");
        step.record = std::move(*record);
        step.decision = looks_up ? decide_found(relationship(), options)
                                 : decide_no_match(relationship(), options, step.input);
    } else if (const auto* found = step.lookup ? lookup.find(*step.lookup) : nullptr) {
        step.record = *found;
        step.decision = decide_found(relationship(), options);
    } else if (!is_parent()) {
        step.decision = decide_no_match(relationship(), options, step.input);
    } else {
        step.decision.keeps = false;
    }
    if (!step.decision.refusal)
        return;
    // Only what is said about an input in particular has its place.
    bool about_input = step.decision.refusal->code == ErrorCode::not_found;
    if (about_input)
        return carry_out_.refuse(
            step, Errors(*step.decision.refusal), *relationship().destination, "create");
    step.failed = true;
    if (std::ranges::find(errors_, ErrorCode::invalid_relationship, &Error::code) == errors_.end())
        errors_.push_back(*step.decision.refusal);
}

bool ChildCall::entangled(std::span<ManagedStep* const> steps) const
{
    std::vector<PlannedInput> planned;
    for (const auto* step : steps) {
        const auto* record = step->record ? &*step->record : nullptr;
        if (!step->decision.actions.empty() || step->lookup)
            planned.push_back({ &step->input, record });
    }
    return planned.size() > 1 && is_entangled(relationship(), planned);
}

// As many inputs as are built and looked up at once.
static constexpr size_t steps_at_once = 1000;

void ChildCall::carry_out(std::span<ManagedStep> steps)
{
    std::vector<ManagedStep*> all;
    for (auto& step : steps)
        all.push_back(&step);
    auto one_by_one = [&](std::span<ManagedStep* const> some) {
        auto read = look_up(some);
        if (!read) {
            for (auto* step : some)
                carry_out_.refuse(*step, read.error(), *relationship().destination, "lookup");
        }
        return read.has_value();
    };
    auto before = errors_.size();
    if (!one_by_one(all))
        return;
    if (!entangled(all))
        return carry_out_.run(all);
    // What one leaves behind is what the next one finds.
    errors_.resize(before);
    for (auto& step : steps) {
        step = { .place = step.place,
            .index = step.index,
            .input = step.input,
            .match = step.match,
            .lookup = {},
            .record = {},
            .decision = {} };
        ManagedStep* only[] = { &step };
        if (one_by_one(only))
            carry_out_.run(only);
    }
}

// Nil comes last.
void ChildCall::sort(std::vector<Record>& records) const
{
    const auto* order = relationship().destination->find_attribute(call_.options->order_key);
    if (order == nullptr)
        return;
    std::ranges::stable_sort(records, [&](const Record& left, const Record& right) {
        const auto& a = left.values[order->index];
        const auto& b = right.values[order->index];
        if (!a.is_present() || !b.is_present())
            return a.is_present() && !b.is_present();
        auto compared = compare_values(a, b);
        return compared && *compared < 0;
    });
}

std::vector<Record> ChildCall::result()
{
    std::vector<Record> kept;
    for (size_t i = 0; i < current_.size(); ++i) {
        if (is_missing_[i] && call_.options->on_missing.what == Managing::ignore)
            kept.push_back(current_[i]);
    }
    // Who was dropped in the end is dropped wherever else it was an input.
    std::vector<bool> dropped(current_.size());
    for (const auto& step : steps_) {
        if (step.match && !step.decision.keeps)
            dropped[*step.match] = true;
    }
    std::vector<Record> managed;
    for (auto& step : steps_) {
        bool gone = !step.decision.keeps || !step.record || (step.match && dropped[*step.match]);
        if (!gone)
            managed.push_back(std::move(*step.record));
    }
    if (!to_many()) {
        managed.insert(managed.end(), kept.begin(), kept.end());
        if (managed.size() > 1)
            managed.resize(1);
        return managed;
    }
    kept.insert(kept.end(), std::make_move_iterator(managed.begin()),
        std::make_move_iterator(managed.end()));
    sort(kept);
    return kept;
}

Outcome<void> ChildCall::run()
{
    match();
    remove_missing();
    bool go_on = errors_.empty();
    for (size_t first = 0; go_on && first < steps_.size(); first += steps_at_once)
        carry_out(std::span(steps_).subspan(first, std::min(steps_at_once, steps_.size() - first)));
    if (!errors_.empty()) {
        Errors errors(std::move(errors_));
        errors.merge_duplicates();
        return fail(std::move(errors));
    }
    auto& record = *item_.record;
    put_related(record, { .relationship = &relationship(), .records = result(), .page = {} });
    if (const auto* join = relationship().join_relationship)
        std::erase_if(
            record.related, [&](const Related& known) { return known.relationship == join; });
    return {};
}

// A new record has no relatives, unless somebody says so.
static bool is_new(const Changeset& changeset, const Relationship& relationship)
{
    bool upserts = changeset.upsert() != nullptr
        || (changeset.action() != nullptr && changeset.action()->upsert.upsert);
    return changeset.action_type() == ActionType::create && !upserts
        && !relationship.could_be_related_at_creation;
}

static Outcome<void> load_related_of(
    BatchItem& item, std::span<ManagedCall* const> calls, Context& context)
{
    for (const auto* call : calls) {
        const auto& relationship = *call->relationship;
        if (relationship.kind == RelationshipKind::belongs_to
            || !must_load(*call->options, is_new(item.changeset, relationship))
            || find_related(*item.record, relationship) != nullptr)
            continue;
        NestedCall nested(item.changeset, *call, context);
        auto loaded
            = load_current(*item.record, relationship, nested.context(NestedSide::destination));
        if (!loaded)
            return fail(nested.located(
                std::move(loaded.error()), *relationship.destination, std::nullopt, "load"));
    }
    return {};
}

// How deep managed relationships may lie in each other: a circle of actions would never end.
static constexpr int deepest_nesting = 32;

static Outcome<void> manage_all(BatchItem& item, Context& context)
{
    auto calls = ordered(item.changeset.managed());
    if (calls.empty())
        return {};
    if (context.nesting >= deepest_nesting)
        return fail(Errors(refused(*calls.front()->relationship,
            "relationships are managed inside each other without an end")));
    TRY(load_related_of(item, calls, context));
    for (auto* call : calls)
        TRY(ChildCall(item, *call, context).run());
    return {};
}

void manage_children(BatchItem& item, Context& context)
{
    if (auto done = manage_all(item, context); !done)
        item.failure = std::move(done.error());
}

} // namespace tunez
