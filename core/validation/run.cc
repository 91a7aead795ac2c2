#include "changeset/context.h"
#include "validation/validation.h"

namespace tunez {

void validate_entry(
    const Entry& entry, const Changeset& changeset, Context& context, std::vector<Error>& errors)
{
    validation_of(entry).validate(ValidationCall { entry, changeset, context }, errors);
}

Result<bool> conditions_hold(
    const std::vector<Entry>& where, const Changeset& changeset, Context& context)
{
    for (const auto& condition : where) {
        std::vector<Error> errors;
        validate_entry(condition, changeset, context, errors);
        for (auto& error : errors) {
            // A condition that could not be asked at all is no answer.
            if (error.code == ErrorCode::callback_failed
                || error.code == ErrorCode::callback_returned_promise)
                return fail(std::move(error));
        }
        if (!errors.empty())
            return false;
    }
    return true;
}

// Spec §4.4: an own message makes the error one about a field, or one about the changes.
static void override_message(const Entry& entry, Error& error)
{
    if (error.code == ErrorCode::callback_failed
        || error.code == ErrorCode::callback_returned_promise)
        return;
    if (error.field.empty() && error.fields.size() == 1) {
        error.field = std::move(error.fields.front());
        error.fields.clear();
    }
    if (error.field.empty()) {
        error.code = ErrorCode::invalid_changes;
        if (error.fields.empty())
            error.vars = {};
    } else {
        error.code = ErrorCode::invalid_attribute;
    }
    error.message = entry.message;
}

static void validate(const Entry& entry, Changeset& changeset, Context& context)
{
    if (entry.only_when_valid && !changeset.valid())
        return;
    if (!entry.where.empty()) {
        auto holds = conditions_hold(entry.where, changeset, context);
        if (!holds)
            changeset.add_error(std::move(holds.error()));
        if (!holds || !*holds)
            return;
    }
    std::vector<Error> errors;
    validate_entry(entry, changeset, context, errors);
    for (auto& error : errors) {
        if (!entry.message.empty())
            override_message(entry, error);
        changeset.add_error(std::move(error));
    }
}

// Spec §6.7. What does not depend on the row is decided at once; the rest when it is written.
static void run_atomically(const Entry& entry, Changeset& changeset, Context& context)
{
    auto& build = *changeset.atomic_build();
    // What the application's own depends on is not known, so it is asked about every row.
    if (entry.callback) {
        if (entry.functions.atomic)
            build.checks.push_back(&entry);
        else
            build.obstacles.push_back("the validation `" + entry.name + "` has no atomic form");
        return;
    }
    build.asked_data = false;
    auto judged = changeset;
    validate(entry, judged, context);
    if (build.asked_data)
        build.checks.push_back(&entry);
    else
        changeset = std::move(judged);
}

void run_validation(const Entry& entry, Changeset& changeset, Context& context)
{
    if (changeset.atomic_build() != nullptr)
        run_atomically(entry, changeset, context);
    else
        validate(entry, changeset, context);
}

ExpressionRef surely_hold(
    std::span<const Entry* const> entries, const Changeset& changeset, Context& context)
{
    ExpressionRef all;
    for (const auto* entry : entries) {
        // Conditions may be the application's, which are asked about every row.
        auto surely_holds = entry->where.empty() ? validation_of(*entry).surely_holds : nullptr;
        auto one = surely_holds != nullptr
            ? surely_holds(ValidationCall { *entry, changeset, context })
            : nullptr;
        if (one == nullptr)
            return nullptr;
        all = both(std::move(all), std::move(one));
    }
    return all;
}

} // namespace tunez
