#include "form/form.h"

#include "action/inputs.h"
#include "validation/validation.h"

namespace tunez {

// Names of what is no field of the form are never an error of it: they are left out.
static const std::string skip_all[] = { "*" };

// What belongs to the form itself and never reaches the action (spec §14.2).
static bool is_bookkeeping(std::string_view name) { return name.starts_with('_'); }

static Value inputs_of(const Value& params)
{
    Map inputs;
    if (params.is(Kind::map)) {
        for (const auto& [name, value] : params.map()) {
            if (!is_bookkeeping(name) && !params.map().contains("_unused_" + name))
                inputs.append(name, value);
        }
    }
    return Value(std::move(inputs));
}

static bool has_input(const Value& inputs, const Attribute& attribute)
{
    return inputs.map().contains(attribute.key) || inputs.map().contains(attribute.name);
}

static Map values_beside(const Value& inputs, const Changeset& changeset)
{
    Map values;
    for (const auto& attribute : changeset.resource().attributes) {
        if (changeset.changing_attribute(*attribute) && !has_input(inputs, *attribute))
            values.append(attribute->key, changeset.get_attribute(*attribute));
    }
    return values;
}

static void collect(FormState& state, const Changeset& changeset)
{
    Errors errors(changeset.errors());
    errors.merge_duplicates();
    state.valid = state.valid && changeset.valid();
    for (const auto& error : errors.errors)
        state.texts.add(error, changeset.resource());
    state.errors = std::move(errors.errors);
}

FormState validate_form(Changeset& changeset, const Action& action, const Value& params,
    BuildOptions options, Context& context)
{
    FormState state;
    state.inputs = inputs_of(params);
    options.skip_unknown_inputs.assign(std::begin(skip_all), std::end(skip_all));
    build(changeset, action, state.inputs, options, context);
    state.values = values_beside(state.inputs, changeset);
    collect(state, changeset);
    return state;
}

FormState validate_form(
    const Resource& resource, const Action& action, const Value& params, Context& context)
{
    FormState state;
    state.inputs = inputs_of(params);
    auto arguments = cast_arguments(resource, action, state.inputs, skip_all, context);
    for (const auto& step : action.steps) {
        if (step.kind == Step::Kind::validation)
            run_validation(step.entry, arguments, context);
    }
    collect(state, arguments);
    return state;
}

} // namespace tunez
