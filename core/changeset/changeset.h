#pragma once

#include "base/error.h"
#include "base/field_set.h"
#include "changeset/atomic.h"
#include "changeset/hook.h"
#include "changeset/managed.h"
#include "changeset/upsert.h"
#include "expr/expression.h"
#include "resource/record.h"
#include "resource/resource.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace tunez {

// What is done to a value that comes in: it is cast and constrained, or the caller says that it is
// cast, and it is only refused where it is no value of its type.
enum class Casting : uint8_t { full, assumed };

// One pending create, update or destroy: accepted inputs, changes so far, errors collected (spec
// §3). The functions change it in place; a copy is cheap, because values are shared. They keep
// working on a changeset that is already invalid.
//
// Invariants:
// 1. A change is held at its attribute's index, and only while `changing_` has that index.
// 2. On update and destroy a change that equals the original is not held.
// 3. `valid_` is false once an error was added, also an error that a handler dropped.
class Changeset {
public:
    // For a create: the original is blank.
    explicit Changeset(const Resource& resource);
    // For an update or destroy of a record.
    Changeset(Record original, ActionType type);
    // For an update or destroy of all rows that a query finds, in one statement: nothing is known
    // of their data.
    static Changeset of_rows(const Resource& resource, ActionType type);

    const Resource& resource() const { return *resource_; }
    ActionType action_type() const { return action_type_; }
    void set_action_type(ActionType type) { action_type_ = type; }
    const Action* action() const { return action_; }
    // Whether the row goes: a destroy that is not a soft one.
    bool destroys() const
    {
        return action_type_ == ActionType::destroy && (action_ == nullptr || !action_->soft);
    }
    // Assigns the action; arguments that were set before are cast against it.
    void set_action(const Action& action);
    const Record& data() const { return data_; }
    void set_data(Record data) { data_ = std::move(data); }
    Phase phase() const { return phase_; }
    void set_phase(Phase phase) { phase_ = phase; }
    bool valid() const { return valid_; }
    // The request in which values of embedded resources are cast by their actions; answers the one
    // before. Null: they are taken as they are. It must live until it is set back.
    Context* set_request(Context* context) { return std::exchange(request_, context); }
    // Of an embedded resource: the changeset of the record that its value will be part of, which is
    // alive as long as this one is in use. Null: none, or it is not to be seen.
    void set_source(const Changeset* source, int64_t handle)
    {
        source_ = source;
        source_handle_ = handle;
    }
    const Changeset* source() const { return source_; }
    int64_t source_handle() const { return source_handle_; }
    const Value& params() const { return params_; }
    void set_params(Value params) { params_ = std::move(params); }

    // ── Attributes (spec §3.3). By name or key; unknown names become errors. ──
    void change_attribute(std::string_view name, const Value& value);
    void change_attribute(
        const Attribute& attribute, const Value& value, Casting casting = Casting::full);
    void force_change_attribute(std::string_view name, const Value& value);
    void force_change_attribute(const Attribute& attribute, const Value& value);
    // Change it as a default: later code can tell it from input.
    void change_default_attribute(const Attribute& attribute, const Value& value);
    // A value that is known to be cast and within constraints already (a literal default).
    void put_default(const Attribute& attribute, const Value& value);
    // The change that it has is a default, whoever made it.
    void note_default(const Attribute& attribute) { defaults_.insert(attribute.index); }
    void force_put(const Attribute& attribute, Value value);
    // The change, else the original.
    const Value& get_attribute(const Attribute& attribute) const;
    const Value* find_change(const Attribute& attribute) const;
    // Also by an expression.
    bool changing_attribute(const Attribute& attribute) const
    {
        return changing_.contains(attribute.index)
            || (!atomics_.empty() && find_atomic(attribute) != nullptr);
    }
    bool changing_attributes() const { return !changing_.empty() || !atomics_.empty(); }
    const FieldSet& changing() const { return changing_; }
    const Value& original(const Attribute& attribute) const;
    // Neither null nor a marker; for a name: the argument or the attribute.
    bool attribute_present(const Attribute& attribute) const
    {
        return get_attribute(attribute).is_present();
    }
    bool present(std::string_view name) const;
    void clear_change(std::string_view name);
    bool is_default(const Attribute& attribute) const
    {
        return defaults_.contains(attribute.index);
    }
    bool is_invalid(const Attribute& attribute) const { return invalid_.contains(attribute.index); }
    // Whether the input named it, equal to the original or not.
    bool touching(const Attribute& attribute) const { return touched_.contains(attribute.index); }

    // ── Atomics (spec §3.3, §6.7) ──
    // An expression over the stored row; `written` is how it was given. Wins over a plain change.
    void atomic_update(
        const Attribute& attribute, ExpressionRef expression, Value written, bool cast);
    // The same on create, where there is no row yet.
    void atomic_set(const Attribute& attribute, ExpressionRef expression, Value written, bool cast);
    std::span<const Atomic> atomics() const { return atomics_; } // In the order set.
    const Atomic* find_atomic(const Attribute& attribute) const;
    // Whether an expression is its value in a new row.
    bool inserts_atomically(const Attribute& attribute) const;
    // The same for one row of them, whose data is known by now; what it sets by expressions is not.
    Changeset of_row(Record data) const;
    // Null while the data of one record is known.
    AtomicBuild* atomic_build() { return atomic_build_.get(); }
    const AtomicBuild* atomic_build() const { return atomic_build_.get(); }
    void set_upsert(std::shared_ptr<const Upsert> upsert) { upsert_ = std::move(upsert); }
    const Upsert* upsert() const { return upsert_.get(); }

    // ── Arguments (spec §3.4) ──
    void set_argument(std::string_view name, const Value& value);
    void set_argument(
        const Argument& argument, const Value& value, Casting casting = Casting::full);
    // Refuses a public one with this text; a name that the action does not declare is ignored.
    void set_private_argument(std::string_view name, const Value& value,
        std::string_view refusal = "can't set public arguments with set_private_argument/3");
    void delete_argument(std::string_view name);
    const Value* find_argument(std::string_view name) const; // Null when it was not provided.
    bool has_argument(const Argument& argument) const { return provided_.contains(argument.index); }
    const Value& get_argument(const Argument& argument) const;
    bool is_invalid(const Argument& argument) const;
    const Map& undeclared_arguments() const { return undeclared_arguments_; }

    // The value a validation judges: argument first, then the changed or stored attribute. Null
    // when nothing is called so.
    const Value* find_value(std::string_view name) const;

    // ── Relationships (spec §3.5), in the order of the calls ──
    void manage(ManagedCall call) { managed_.push_back(std::move(call)); }
    std::vector<ManagedCall>& managed() { return managed_; }
    const std::vector<ManagedCall>& managed() const { return managed_; }
    // Whether there is input for it, even an empty list.
    bool manages(const Relationship& relationship) const;
    // Whether anything is to be done for them when the changeset is written.
    bool manages_any() const;

    // ── Errors (spec §3.6) ──
    void add_error(Error error);
    void add_errors(std::vector<Error> errors);
    const std::vector<Error>& errors() const { return errors_; } // Oldest first.
    // From now on each added error passes through the handler (not those that the handler itself
    // adds).
    void handle_errors(ErrorHandler handler)
    {
        error_handler_ = std::make_shared<const ErrorHandler>(std::move(handler));
    }

    // ── Select, filter, context (spec §3.7) ──
    void select(std::span<const Attribute* const> attributes, bool replace);
    void ensure_selected(std::span<const Attribute* const> attributes);
    void deselect(std::span<const Attribute* const> attributes);
    bool selecting(const Attribute& attribute) const;
    bool has_selection() const { return selection_.has_value(); }
    void add_filter(ExpressionRef filter) { filter_ = both(filter_, std::move(filter)); }
    const ExpressionRef& filter() const { return filter_; }
    void set_context(const Map& context); // Deep merge; `shared` is merged at the top as well.
    const Map& context() const { return context_; }
    // A tenant, and what the resource's rows hold of it.
    void set_tenant(Value tenant, Value stored);
    const Value& tenant() const { return tenant_; }
    const Value& stored_tenant() const { return stored_tenant_; }
    void set_actor(Value actor) { actor_ = std::move(actor); }
    const Value& actor() const { return actor_; }
    void set_result(Outcome<Record> result)
    {
        result_ = std::make_shared<Outcome<Record>>(std::move(result));
    }
    const Outcome<Record>* result() const { return result_.get(); }
    void add_load(Value load);
    const Value& load() const { return load_; }
    void set_timeout(std::optional<int64_t> milliseconds) { timeout_ms_ = milliseconds; }
    std::optional<int64_t> timeout() const { return timeout_ms_; }

    // ── Hooks (spec §3.8). Too late for their phase, they are ignored with a warning. ──
    void before_transaction(BeforeHook hook, HookPosition position = HookPosition::append);
    void around_transaction(AroundHook hook, HookPosition position = HookPosition::append);
    void around_action(AroundHook hook, HookPosition position = HookPosition::append);
    void before_action(BeforeHook hook, HookPosition position = HookPosition::append);
    void after_action(AfterActionHook hook, HookPosition position = HookPosition::append);
    void after_transaction(AfterTransactionHook hook, HookPosition position = HookPosition::append);
    const Hooks* hooks() const { return hooks_.get(); }

    const std::vector<std::string>& warnings() const { return warnings_; }
    void warn(std::string text) { warnings_.push_back(std::move(text)); }
    // Set when the pipeline of for_create / for_update / for_destroy has run.
    bool validated() const { return validated_; }
    void mark_validated() { validated_ = true; }

    // data merged with the changes (spec §3.3 apply_attributes, without defaults).
    Record apply() const;

    size_t input_index = 0; // Its place among the inputs of its batch.

private:
    enum class Checked : bool { no, yes };

    void store(const Attribute& attribute, const Value& value, Checked writable, Casting casting);
    // Null where values of the type are cast without any.
    std::unique_ptr<EmbeddedActions> actions_for(const TypeUse& type);
    bool cast_value(const Attribute& attribute, const Value& value, Value& out, TypeErrors& errors);
    void refuse(const Attribute& attribute, const Value& input, TypeErrors errors);
    void keep(Error error);
    Value& slot(size_t index);
    Hooks& mutable_hooks();
    bool is_late(Phase hooks, std::string_view kind);

    const Resource* resource_;
    const Action* action_ = nullptr;
    ActionType action_type_;
    Phase phase_ = Phase::pending;
    bool valid_ = true;
    bool validated_ = false;
    Record data_;
    Value params_;
    std::vector<Value> changes_; // By attribute index; sized on the first change.
    FieldSet changing_;
    FieldSet defaults_;
    FieldSet invalid_;
    FieldSet touched_;
    std::vector<Atomic> atomics_;
    std::shared_ptr<AtomicBuild> atomic_build_;
    std::shared_ptr<const Upsert> upsert_;
    std::vector<Value> arguments_; // By argument index of the action.
    FieldSet provided_;
    std::vector<ManagedCall> managed_;
    Map undeclared_arguments_;
    std::vector<std::string> invalid_arguments_;
    std::vector<Error> errors_;
    std::shared_ptr<const ErrorHandler> error_handler_;
    std::optional<FieldSet> selection_;
    ExpressionRef filter_;
    Map context_;
    Value tenant_;
    Value stored_tenant_;
    Value actor_;
    Value load_;
    std::optional<int64_t> timeout_ms_;
    std::shared_ptr<Outcome<Record>> result_;
    std::shared_ptr<Hooks> hooks_; // Copied before it is changed when shared.
    std::vector<std::string> warnings_;
    Context* request_ = nullptr;
    const Changeset* source_ = nullptr;
    int64_t source_handle_ = 0;
};

// For as long as it lives, the changesets are worked on in that request.
class InRequest {
public:
    InRequest(std::span<Changeset* const> changesets, Context& context);
    ~InRequest();
    InRequest(const InRequest&) = delete;
    InRequest& operator=(const InRequest&) = delete;

private:
    std::span<Changeset* const> changesets_;
    Context* before_ = nullptr; // The same for all of them.
};

// Merges `from` into `into`, maps within maps.
void deep_merge(Map& into, const Map& from);

} // namespace tunez
