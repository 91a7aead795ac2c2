#include "action/carry_out.h"
#include "action/manage.h"

#include "changeset/record_map.h"

#include <algorithm>

namespace tunez {

namespace {

// One call that manages a belongs_to, up to its key.
class ParentCall {
public:
    ParentCall(Changeset& changeset, ManagedCall& call, Context& context)
        : changeset_(changeset)
        , call_(call)
        , nested_(changeset, call, context)
    {
    }

    Outcome<void> run();

private:
    Outcome<void> load_current();
    bool is_match(const Value& input) const;
    Outcome<void> take_record(const Value& input);
    Outcome<bool> look_up(const Value& input);
    Outcome<void> without_match(const Value& input);
    Outcome<void> create(const Value& input);
    bool is_about_to_go(const Value& input) const;
    void relate(Record record);
    void clear();
    Errors located(Errors errors, std::string_view step) const;

    Changeset& changeset_;
    ManagedCall& call_;
    NestedCall nested_;
};

} // namespace

Errors ParentCall::located(Errors errors, std::string_view step) const
{
    return nested_.located(std::move(errors), *call_.relationship->destination, std::nullopt, step);
}

void ParentCall::clear()
{
    changeset_.force_change_attribute(*call_.relationship->source_attribute, {});
}

void ParentCall::relate(Record record)
{
    changeset_.force_change_attribute(*call_.relationship->source_attribute,
        record.values[call_.relationship->destination_attribute->index]);
    call_.related = std::move(record);
}

Outcome<void> ParentCall::load_current()
{
    if (changeset_.action_type() != ActionType::update)
        return {};
    auto record = changeset_.data();
    if (auto loaded = tunez::load_current(record, *call_.relationship, nested_.context()); !loaded)
        return fail(located(std::move(loaded.error()), "load"));
    call_.current = find_related(record, *call_.relationship)->records;
    return {};
}

bool ParentCall::is_match(const Value& input) const
{
    const auto& options = *call_.options;
    if (options.on_match.what == Managing::no_match || call_.current.empty())
        return false;
    if (options.on_no_match.what == Managing::match)
        return true;
    Matcher matcher(*call_.relationship, options.keys, call_.current);
    return !matcher.find_all(input).empty();
}

// A record that is given is neither looked up nor created.
Outcome<void> ParentCall::take_record(const Value& input)
{
    auto record = record_from_map(*call_.relationship->destination, input.map());
    if (!record)
        return fail(located(Errors(std::move(record.error())), "lookup"));
    relate(std::move(*record));
    return {};
}

Outcome<bool> ParentCall::look_up(const Value& input)
{
    auto key = lookup_key(*call_.relationship->destination, call_.options->keys, input);
    if (!key)
        return false;
    Lookup lookup;
    const KeyValues* keys[] = { &*key };
    if (auto read = lookup.read(nested_, keys, *call_.options->on_lookup.read_action); !read)
        return fail(located(std::move(read.error()), "lookup"));
    const auto* found = lookup.find(*key);
    if (found != nullptr)
        relate(*found);
    return found != nullptr;
}

Outcome<void> ParentCall::create(const Value& input)
{
    auto changeset = nested_.create(
        *call_.options->on_no_match.action, Value(input.map()), NestedSide::destination);
    if (!changeset)
        return fail(located(std::move(changeset.error()), "create"));
    NestedJob job { .changeset = std::move(*changeset), .record = {}, .failure = {} };
    run_nested({ &job, 1 }, nested_.context());
    if (job.failure)
        return fail(located(std::move(*job.failure), "create"));
    call_.created = true;
    relate(std::move(*job.record));
    return {};
}

Outcome<void> ParentCall::without_match(const Value& input)
{
    const auto& options = *call_.options;
    bool looks_up = options.on_lookup.what != Managing::ignore;
    if (input.is(Kind::structure) && (looks_up || options.on_no_match.what == Managing::create))
        return take_record(input);
    if (looks_up && TRY(look_up(input)))
        return {};
    if (options.on_no_match.what == Managing::create)
        return create(input);
    if (auto decision = decide_no_match(*call_.relationship, options, input); decision.refusal) {
        auto refusal = Errors(std::move(*decision.refusal));
        return fail(looks_up ? located(std::move(refusal), "create") : std::move(refusal));
    }
    if (is_about_to_go(input))
        clear();
    return {};
}

// Whether whom the key leads to now is destroyed after the write, as missing.
bool ParentCall::is_about_to_go(const Value& input) const
{
    const auto& missing = call_.options->on_missing;
    if (missing.what != Managing::destroy || missing.action->soft)
        return false;
    auto keys = all_keys(*call_.relationship->destination);
    return Matcher(*call_.relationship, keys, call_.current).find_all(input).empty();
}

Outcome<void> ParentCall::run()
{
    call_.handled = true;
    TRY(load_current());
    const auto& options = *call_.options;
    if (call_.inputs.empty()) {
        if (options.on_missing.what != Managing::ignore)
            clear();
        return {};
    }
    const auto& input = call_.inputs.front();
    if (!is_match(input))
        return without_match(input);
    auto what = options.on_match.what;
    if (what == Managing::destroy || what == Managing::unrelate)
        clear();
    return {};
}

static bool is_pending(const ManagedCall& call)
{
    return call.relationship->kind == RelationshipKind::belongs_to && !call.handled;
}

// Spec §10.5, A6.
static void require_parents(Changeset& changeset)
{
    for (const auto& relationship : changeset.resource().relationships) {
        bool required = relationship->kind == RelationshipKind::belongs_to
            && !relationship->allow_nil && changeset.manages(*relationship);
        if (required && changeset.get_attribute(*relationship->source_attribute).is_null())
            changeset.add_error(
                Error::required(relationship->name, "relationship", changeset.resource().name));
    }
}

void manage_parents(BatchItem& item, Context& context)
{
    auto& changeset = item.changeset;
    bool any = false;
    for (auto* call : ordered(changeset.managed())) {
        if (!is_pending(*call))
            continue;
        any = true;
        if (auto done = ParentCall(changeset, *call, context).run(); !done) {
            item.failure = std::move(done.error());
            return;
        }
    }
    if (any)
        require_parents(changeset);
    if (any && !changeset.valid())
        item.failure = Errors(changeset.errors());
}

} // namespace tunez
