#include "changeset/changeset.h"

#include "base/verify.h"
#include "changeset/context.h"
#include "type/embedded.h"

#include <algorithm>
#include <utility>

namespace tunez {

static const Value no_value {};

std::string_view name(Phase phase)
{
    static constexpr std::string_view names[]
        = { "pending", "validate", "atomic", "around_transaction", "before_transaction",
              "around_action", "before_action", "after_action", "after_transaction" };
    return names[static_cast<size_t>(phase)];
}

void deep_merge(Map& into, const Map& from)
{
    for (const auto& [key, value] : from) {
        const auto* existing = into.find(key);
        if (existing != nullptr && existing->is(Kind::map) && value.is(Kind::map)) {
            auto merged = existing->map();
            deep_merge(merged, value.map());
            into.set(key, Value(std::move(merged)));
        } else {
            into.set(key, value);
        }
    }
}

Changeset::Changeset(const Resource& resource)
    : resource_(&resource)
    , action_type_(ActionType::create)
{
    data_.resource = &resource;
}

Changeset::Changeset(Record original, ActionType type)
    : resource_(original.resource)
    , action_type_(type)
    , data_(std::move(original))
{
}

Value& Changeset::slot(size_t index)
{
    if (changes_.size() != resource_->attributes.size())
        changes_.resize(resource_->attributes.size());
    return changes_[index];
}

const Value& Changeset::original(const Attribute& attribute) const
{
    if (atomic_build_) [[unlikely]]
        atomic_build_->asked_data = true;
    // The blank record of a create holds no values at all, which spares every create an allocation.
    return attribute.index < data_.values.size() ? data_.values[attribute.index] : no_value;
}

const Value& Changeset::get_attribute(const Attribute& attribute) const
{
    return changing_.contains(attribute.index) ? changes_[attribute.index] : original(attribute);
}

const Value* Changeset::find_change(const Attribute& attribute) const
{
    return changing_.contains(attribute.index) ? &changes_[attribute.index] : nullptr;
}

void Changeset::refuse(const Attribute& attribute, const Value& input, TypeErrors errors)
{
    invalid_.insert(attribute.index);
    add_errors(to_errors(std::move(errors), ErrorCode::invalid_attribute, attribute.name, input,
        attribute.sensitive));
}

InRequest::InRequest(std::span<Changeset* const> changesets, Context& context)
    : changesets_(changesets)
{
    for (auto* changeset : changesets)
        before_ = changeset->set_request(&context);
}

InRequest::~InRequest()
{
    for (auto* changeset : changesets_)
        changeset->set_request(before_);
}

std::unique_ptr<EmbeddedActions> Changeset::actions_for(const TypeUse& type)
{
    bool run = type.holds_embedded && request_ != nullptr && request_->embedded_actions != nullptr;
    return run ? request_->embedded_actions(*this, *request_) : nullptr;
}

bool Changeset::cast_value(
    const Attribute& attribute, const Value& value, Value& out, TypeErrors& errors)
{
    if (!attribute.type.holds_embedded)
        return cast(attribute.type, value, out, errors);
    if (atomic_build_) {
        atomic_build_->obstacles.push_back("what is embedded in `" + attribute.name
            + "` is changed by its own actions, with the record");
        return cast(attribute.type, value, out, errors);
    }
    auto actions = actions_for(attribute.type);
    if (actions == nullptr || action_type_ == ActionType::create)
        return cast(attribute.type, value, out, errors, { actions.get() });
    if (original(attribute).is(Kind::not_loaded)) {
        auto stored = actions->read(data_, attribute);
        if (!stored) {
            add_error(std::move(stored).error());
            return false;
        }
        data_.values[attribute.index] = std::move(*stored);
    }
    auto before = original(attribute);
    return cast(attribute.type, value, out, errors, { actions.get(), &before });
}

void Changeset::store(
    const Attribute& attribute, const Value& value, Checked writable, Casting casting)
{
    if (writable == Checked::yes && !attribute.writable) {
        auto error = Error::invalid_attribute(attribute.name, "Attribute is not writable");
        if (!attribute.sensitive)
            error.value = value;
        invalid_.insert(attribute.index);
        add_error(std::move(error));
        return;
    }
    touched_.insert(attribute.index);
    Value stored;
    TypeErrors errors;
    bool cast = casting == Casting::assumed ? take_cast(attribute.type, value, stored, errors)
                                            : cast_value(attribute, value, stored, errors);
    if (!cast) {
        refuse(attribute, value, std::move(errors));
        return;
    }
    defaults_.erase(attribute.index);
    if (action_type_ != ActionType::create) {
        const auto& before = original(attribute);
        bool unknown = before.is_marker();
        bool same = unknown
            ? writable == Checked::yes && stored.is_null() && atomic_build_ == nullptr
            : equal(attribute.type, before, stored);
        if (same) {
            changing_.erase(attribute.index);
            return;
        }
    }
    slot(attribute.index) = std::move(stored);
    changing_.insert(attribute.index);
}

void Changeset::change_attribute(const Attribute& attribute, const Value& value, Casting casting)
{
    store(attribute, value, Checked::yes, casting);
}

void Changeset::force_change_attribute(const Attribute& attribute, const Value& value)
{
    store(attribute, value, Checked::no, Casting::full);
}

static Error no_such_attribute(std::string_view name, const Resource& resource)
{
    auto error = Error::make(
        ErrorCode::no_such_attribute, "No such attribute %{name} for resource %{resource}");
    error.vars = { { "name", Value(name) }, { "resource", Value(resource.name) } };
    error.field = std::string(name);
    return error;
}

void Changeset::change_attribute(std::string_view name, const Value& value)
{
    if (const auto* attribute = resource_->find_attribute(name))
        change_attribute(*attribute, value);
    else
        add_error(no_such_attribute(name, *resource_));
}

void Changeset::force_change_attribute(std::string_view name, const Value& value)
{
    if (const auto* attribute = resource_->find_attribute(name))
        force_change_attribute(*attribute, value);
    else
        add_error(no_such_attribute(name, *resource_));
}

void Changeset::change_default_attribute(const Attribute& attribute, const Value& value)
{
    change_attribute(attribute, value);
    defaults_.insert(attribute.index);
}

void Changeset::put_default(const Attribute& attribute, const Value& value)
{
    defaults_.insert(attribute.index);
    if (action_type_ != ActionType::create && equal(attribute.type, original(attribute), value))
        return;
    slot(attribute.index) = value;
    changing_.insert(attribute.index);
}

void Changeset::force_put(const Attribute& attribute, Value value)
{
    slot(attribute.index) = std::move(value);
    changing_.insert(attribute.index);
}

bool Changeset::present(std::string_view name) const
{
    const auto* argument = find_argument(name);
    const auto* attribute = resource_->find_attribute(name);
    if ((argument != nullptr && argument->is_present())
        || (attribute != nullptr && attribute_present(*attribute)))
        return true;
    // A belongs_to counts through its key, and both through what it is managed with.
    const auto* relationship
        = attribute != nullptr ? attribute->belongs_to : resource_->find_relationship(name);
    if (relationship == nullptr || relationship->kind != RelationshipKind::belongs_to)
        return false;
    bool managed = std::ranges::any_of(managed_, [&](const ManagedCall& call) {
        return call.relationship == relationship && !call.inputs.empty();
    });
    return managed
        || (relationship->source_attribute != nullptr
            && attribute_present(*relationship->source_attribute));
}

bool Changeset::manages(const Relationship& relationship) const
{
    return std::ranges::any_of(
        managed_, [&](const ManagedCall& call) { return call.relationship == &relationship; });
}

bool Changeset::manages_any() const
{
    return std::ranges::any_of(
        managed_, [](const ManagedCall& call) { return !call.options->ignore; });
}

void Changeset::clear_change(std::string_view name)
{
    if (const auto* attribute = resource_->find_attribute(name)) {
        changing_.erase(attribute->index);
        std::erase_if(atomics_, [&](const auto& atomic) { return atomic.attribute == attribute; });
    } else if (const auto* relationship = resource_->find_relationship(name)) {
        std::erase_if(
            managed_, [&](const ManagedCall& call) { return call.relationship == relationship; });
    }
}

Record Changeset::apply() const
{
    Record record;
    record.resource = resource_;
    record.state = data_.state;
    record.metadata = data_.metadata;
    if (data_.values.empty())
        record.values.resize(resource_->attributes.size());
    else
        record.values = data_.values;
    for (size_t i = 0; i < changes_.size(); ++i) {
        if (changing_.contains(i))
            record.values[i] = changes_[i];
    }
    return record;
}

void Changeset::add_error(Error error)
{
    valid_ = false;
    if (!error_handler_) {
        keep(std::move(error));
        return;
    }
    // Taken off while it runs: what it adds itself would come back to it without end.
    auto handler = std::exchange(error_handler_, nullptr);
    auto handled = (*handler)(*this, error);
    error_handler_ = std::move(handler);
    if (handled)
        keep(std::move(*handled));
}

// More than these are counted by one error behind them.
static constexpr size_t most_errors = 1000;

void Changeset::keep(Error error)
{
    if (errors_.size() < most_errors) {
        errors_.push_back(std::move(error));
        return;
    }
    if (errors_.size() == most_errors)
        errors_.push_back(Error::invalid_changes({}, "%{count} more errors"));
    auto& count = errors_.back().vars;
    const auto* before = count.find("count");
    count.set("count", Value(before != nullptr ? before->integer() + 1 : int64_t { 1 }));
}

void Changeset::add_errors(std::vector<Error> errors)
{
    for (auto& error : errors)
        add_error(std::move(error));
}

const Value* Changeset::find_value(std::string_view name) const
{
    if (action_ != nullptr && !action_->arguments.empty()) {
        if (const auto* input = action_->find_input(name);
            input != nullptr && input->argument != nullptr)
            return &get_argument(*input->argument);
    }
    if (const auto* argument = undeclared_arguments_.find(name))
        return argument;
    if (const auto* attribute = resource_->find_attribute(name))
        return &get_attribute(*attribute);
    return nullptr;
}

void Changeset::select(std::span<const Attribute* const> attributes, bool replace)
{
    if (replace || !selection_)
        selection_.emplace();
    for (const auto* attribute : attributes)
        selection_->insert(attribute->index);
}

void Changeset::ensure_selected(std::span<const Attribute* const> attributes)
{
    if (!selection_) {
        selection_.emplace();
        for (const auto& attribute : resource_->attributes) {
            if (attribute->select_by_default)
                selection_->insert(attribute->index);
        }
    }
    select(attributes, false);
}

void Changeset::deselect(std::span<const Attribute* const> attributes)
{
    ensure_selected({});
    for (const auto* attribute : attributes)
        selection_->erase(attribute->index);
}

bool Changeset::selecting(const Attribute& attribute) const
{
    if (attribute.primary_key || attribute.always_select)
        return true;
    return selection_ ? selection_->contains(attribute.index) : attribute.select_by_default;
}

void Changeset::set_context(const Map& context)
{
    deep_merge(context_, context);
    if (const auto* shared = context.find("shared"); shared != nullptr && shared->is(Kind::map))
        deep_merge(context_, shared->map());
}

void Changeset::set_tenant(Value tenant, Value stored)
{
    tenant_ = std::move(tenant);
    stored_tenant_ = std::move(stored);
}

// Loads are kept as the list of everything that was asked for, in order.
void Changeset::add_load(Value load)
{
    if (load.is_null())
        return;
    List all = load_.is(Kind::list) ? load_.list() : List {};
    if (load.is(Kind::list)) {
        for (const auto& item : load.list())
            all.push_back(item);
    } else {
        all.push_back(std::move(load));
    }
    load_ = Value(std::move(all));
}

Hooks& Changeset::mutable_hooks()
{
    if (!hooks_)
        hooks_ = std::make_shared<Hooks>();
    else if (hooks_.use_count() > 1)
        hooks_ = std::make_shared<Hooks>(*hooks_);
    return *hooks_;
}

template <typename H> static void place(std::vector<H>& list, H hook, HookPosition position)
{
    list.insert(position == HookPosition::prepend ? list.begin() : list.end(), std::move(hook));
}

bool Changeset::is_late(Phase hooks, std::string_view kind)
{
    if (phase_ < hooks)
        return false;
    warn("a hook of the kind " + std::string(kind) + " was added too late and is ignored");
    return true;
}

void Changeset::before_transaction(BeforeHook hook, HookPosition position)
{
    if (!is_late(Phase::before_transaction, "before_transaction"))
        place(mutable_hooks().before_transaction, std::move(hook), position);
}

void Changeset::around_transaction(AroundHook hook, HookPosition position)
{
    if (!is_late(Phase::around_transaction, "around_transaction"))
        place(mutable_hooks().around_transaction, hook, position);
}

void Changeset::around_action(AroundHook hook, HookPosition position)
{
    if (!is_late(Phase::around_action, "around_action"))
        place(mutable_hooks().around_action, hook, position);
}

void Changeset::before_action(BeforeHook hook, HookPosition position)
{
    if (!is_late(Phase::before_action, "before_action"))
        place(mutable_hooks().before_action, std::move(hook), position);
}

void Changeset::after_action(AfterActionHook hook, HookPosition position)
{
    if (!is_late(Phase::after_action, "after_action"))
        place(mutable_hooks().after_action, std::move(hook), position);
}

void Changeset::after_transaction(AfterTransactionHook hook, HookPosition position)
{
    if (!is_late(Phase::after_transaction, "after_transaction"))
        place(mutable_hooks().after_transaction, hook, position);
}

} // namespace tunez
