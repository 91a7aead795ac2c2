#include "form/form.h"

#include "action/inputs.h"
#include "action/nested.h"
#include "action/start.h"
#include "changeset/record_map.h"
#include "form/embedded_form.h"
#include "form/params.h"
#include "validation/validation.h"

#include <algorithm>

namespace tunez {

// Names of what is no field of the form are never an error of it: they are left out.
static const std::vector<std::string> skip_all { "*" };

static bool has_input(const Value& inputs, const Attribute& attribute)
{
    return inputs.map().contains(attribute.key) || inputs.map().contains(attribute.name);
}

static Map values_beside(const Value& inputs, const Changeset& changeset)
{
    Map values;
    for (const auto& attribute : changeset.resource().attributes) {
        const auto* change = changeset.find_change(*attribute);
        if (change != nullptr && !has_input(inputs, *attribute))
            values.append(attribute->key, *change);
    }
    return values;
}

Form::Form(const Action& action, const Value& params)
    : action_(action)
{
    auto rearranged = normalized(params, action, forms_);
    state_.rearranged = rearranged.has_value();
    state_.params = rearranged ? *rearranged : params;
    state_.inputs = inputs_of(state_.params, &action, forms_);
}

void Form::validate(Changeset& changeset, BuildOptions options, Context& context)
{
    options.skip_unknown_inputs = skip_all;
    build(changeset, action_, state_.inputs, options, context);
    state_.values = values_beside(state_.inputs, changeset);
    collect(changeset.errors(), {});
    state_.valid = state_.valid && changeset.valid();
    validate_nested(changeset, action_, state_.params, {}, context);
}

void Form::validate(Context& context)
{
    auto arguments = cast_arguments(*action_.resource, action_, state_.inputs, skip_all, context);
    for (const auto& step : action_.steps) {
        if (step.kind == Step::Kind::validation)
            run_validation(step.entry, arguments, context);
    }
    collect(arguments.errors(), {});
}

void Form::refuse(const Errors& errors)
{
    state_.valid = false;
    state_.errors = errors.errors;
    state_.texts = {};
    for (const auto& error : errors.errors)
        show(error);
}

void Form::collect(std::span<const Error> found, const Path& path)
{
    Errors errors(std::vector<Error>(found.begin(), found.end()));
    errors.merge_duplicates();
    state_.valid = state_.valid && errors.empty();
    for (auto& error : errors.errors) {
        error.path.insert(error.path.begin(), path.begin(), path.end());
        show(error);
        state_.errors.push_back(std::move(error));
    }
}

// The item that an input with this number was made of.
size_t Form::place_of(const List& items, int64_t input)
{
    if (counted_ != &items) {
        counted_ = &items;
        places_.clear();
        for (size_t place = 0; place < items.size(); ++place) {
            if (!is_ignored(items[place]))
                places_.push_back(place);
        }
    }
    bool there = input >= 0 && static_cast<size_t>(input) < places_.size();
    return there ? places_[static_cast<size_t>(input)] : items.size() - 1;
}

// A step of a path; null where it ends, or has one of the other kind.
template <typename Step> static const Step* step_at(const Path& path, size_t at)
{
    return at < path.size() ? std::get_if<Step>(&path[at]) : nullptr;
}

static const Value* given_for(const NestedForm* form, const Value& params)
{
    return form != nullptr && params.is(Kind::map) ? params.map().find(form->key) : nullptr;
}

// Inputs have a place in a form of their own where they are nested: what leads there is respelled,
// and single forms have no index.
void Form::show(const Error& error)
{
    auto placed = error;
    placed.path.clear();
    const auto* resource = action_.resource;
    const auto* action = &action_;
    const auto* params = &state_.params;
    size_t at = 0;
    while (action != nullptr) {
        const auto* name = step_at<std::string>(error.path, at);
        const auto* form = name != nullptr ? find_form(forms_.of(*action), *name) : nullptr;
        const auto* given = given_for(form, *params);
        if (given == nullptr)
            break;
        placed.path.emplace_back(std::string(form->key));
        ++at;
        bool numbered = form->is_list || form->relationship != nullptr;
        const auto* index = numbered ? step_at<int64_t>(error.path, at) : nullptr;
        at += index != nullptr ? 1 : 0;
        params = given;
        if (form->is_list) {
            if (index == nullptr || !given->is(Kind::list) || given->list().empty())
                break;
            auto place = place_of(given->list(), *index);
            placed.path.emplace_back(static_cast<int64_t>(place));
            params = &given->list()[place];
        }
        resource = form->resource_for(*params);
        action = form->action_for(*params);
    }
    placed.path.insert(
        placed.path.end(), error.path.begin() + static_cast<ptrdiff_t>(at), error.path.end());
    if (action != nullptr)
        show_in_form(placed, error.path.size() - at, *action, *params);
    state_.texts.add(placed, *(resource != nullptr ? resource : action_.resource));
}

// What is said of an embedded value as a whole stands in the form of the value, where it has one.
// `rest`: how many steps of its path lead on from the form that has the value.
void Form::show_in_form(Error& error, size_t rest, const Action& action, const Value& params)
{
    const auto* form = find_form(forms_.of(action), error.field);
    const auto* given = given_for(form, params);
    if (given == nullptr || form->type == nullptr || rest != (form->is_list ? 1 : 0))
        return;
    const auto* value = given;
    auto path = error.path;
    path.insert(path.end() - static_cast<ptrdiff_t>(rest), std::string(form->key));
    if (form->is_list) {
        auto* index = std::get_if<int64_t>(&path.back());
        if (index == nullptr || !given->is(Kind::list) || given->list().empty())
            return;
        auto place = place_of(given->list(), *index);
        *index = static_cast<int64_t>(place);
        value = &given->list()[place];
    }
    if (!value->is(Kind::map))
        return;
    error.path = std::move(path);
    error.field = form->resource_for(*value) != nullptr ? whole_form : plain_value;
}

static Error too_deep()
{
    return Error::make(ErrorCode::invalid_message, "the forms are nested too deeply");
}

void Form::validate_nested(const Changeset& around, const Action& action, const Value& params,
    const Path& path, Context& context)
{
    if (!params.is(Kind::map))
        return;
    if (path.size() > 2 * deepest_form) {
        const Error errors[] = { too_deep() };
        return collect(errors, path);
    }
    for (const auto& form : forms_.of(action)) {
        const auto* given = params.map().find(form.key);
        bool is_checked = form.relationship == nullptr; // With the value that it is part of.
        if (given == nullptr || given->is_null() || is_checked)
            continue;
        auto place = path;
        place.emplace_back(std::string(form.key));
        if (!form.is_list) {
            validate_item(around, form, *given, 0, place, context);
        } else if (given->is(Kind::list)) {
            int64_t input = 0;
            for (const auto& item : given->list()) {
                if (is_ignored(item))
                    continue;
                place.emplace_back(input);
                validate_item(around, form, item, input++, place, context);
                place.pop_back();
            }
        }
    }
}

// The record that an item changes: what the form knows of it, at least its key.
static Outcome<Record> record_of_item(const NestedForm& form, const Value& item)
{
    const auto& resource = *form.relationship->destination;
    const auto& fields = item.map();
    const auto* data = fields.find("_data");
    if (data != nullptr && data->is(Kind::map))
        return TRY(record_from_map(resource, data->map()));
    Map key;
    for (const auto* attribute : resource.primary_key) {
        const auto* given = fields.find(attribute->key);
        if (given == nullptr)
            given = fields.find(attribute->name);
        if (given != nullptr)
            key.append(attribute->name, *given);
    }
    return TRY(record_from_map(resource, key));
}

// Its key is the relationship's to set.
static bool is_of_relationship(const Error& error, const NestedForm& form)
{
    const auto& relationship = *form.relationship;
    return error.code == ErrorCode::required && relationship.kind != RelationshipKind::belongs_to
        && relationship.destination_attribute != nullptr
        && error.field == relationship.destination_attribute->name;
}

void Form::validate_item(const Changeset& around, const NestedForm& form, const Value& item,
    int64_t input, const Path& path, Context& context)
{
    const auto* action = form.action_for(item);
    if (action == nullptr || !item.is(Kind::map))
        return;
    ManagedCall call;
    call.relationship = form.relationship;
    call.options = form.options;
    NestedCall nested(around, call, context);
    auto& own = nested.context(NestedSide::destination);
    auto started = action->type == ActionType::create
        ? start_create(*form.relationship->destination, own)
        : record_of_item(form, item).and_then([&](Record record) {
              return start_change(std::move(record), action->type, own);
          });
    if (!started)
        return collect(started.error().errors, path);
    BuildOptions options;
    options.skip_unknown_inputs = skip_all;
    auto inputs = inputs_of(item, action, forms_);
    if (form.is_list && !form.options->order_key.empty())
        inputs.mutable_map().set(form.options->order_key, Value(input));
    build(*started, *action, inputs, options, own);
    auto errors = started->errors();
    auto set_later = std::erase_if(
        errors, [&](const Error& error) { return is_of_relationship(error, form); });
    collect(errors, path);
    state_.valid = state_.valid && (started->valid() || set_later > 0);
    validate_nested(*started, *action, item, path, own);
}

} // namespace tunez
