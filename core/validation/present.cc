#include "validation/builtins.h"

namespace tunez::validation {

namespace {

struct Limits {
    std::optional<int64_t> exactly;
    std::optional<int64_t> at_least;
    std::optional<int64_t> at_most;
};

} // namespace

static std::optional<int64_t> limit(const Entry& entry, std::string_view name)
{
    const auto* option = entry.options.find(name);
    return option != nullptr && option->is(Kind::integer) ? std::optional(option->integer())
                                                          : std::nullopt;
}

static Limits limits_of(const Entry& entry)
{
    return { limit(entry, "exactly"), limit(entry, "at_least"), limit(entry, "at_most") };
}

static bool none_given(const Limits& limits)
{
    return !limits.exactly && !limits.at_least && !limits.at_most;
}

static Value names_of(const std::vector<std::string>& fields)
{
    List names;
    for (const auto& field : fields)
        names.emplace_back(field);
    return Value(std::move(names));
}

static std::string joined(const std::vector<std::string>& fields)
{
    std::string text;
    for (const auto& field : fields) {
        if (!text.empty())
            text += ',';
        text += field;
    }
    return text;
}

static Map vars_of(const std::vector<std::string>& fields, const Limits& limits)
{
    Map vars { { "attributes", names_of(fields) } };
    if (limits.exactly)
        vars.set("exactly", Value(*limits.exactly));
    if (limits.at_least)
        vars.set("at_least", Value(*limits.at_least));
    if (limits.at_most)
        vars.set("at_most", Value(*limits.at_most));
    return vars;
}

// The text is that of the first limit given, whichever was violated (spec §7.2).
static std::string message_of(size_t field_count, const Limits& limits)
{
    if (field_count == 1)
        return limits.at_most == 0 || limits.exactly == 0 ? "must not be present"
                                                          : "must be present";
    if (limits.exactly)
        return "exactly %{exactly} of %{keys} must be present";
    if (limits.at_least)
        return "at least %{at_least} of %{keys} must be present";
    return "at most %{at_most} of %{keys} must be present";
}

static bool violated(const Limits& limits, int64_t count)
{
    return (limits.exactly && count != *limits.exactly)
        || (limits.at_least && count < *limits.at_least)
        || (limits.at_most && count > *limits.at_most);
}

using Counts = bool (*)(const Changeset&, std::string_view);

static bool field_present(const Changeset& changeset, std::string_view field)
{
    return changeset.present(field);
}

static bool only_attribute_present(const Changeset& changeset, std::string_view field)
{
    const auto* attribute = changeset.resource().find_attribute(field);
    return attribute != nullptr && changeset.attribute_present(*attribute);
}

static int64_t count_present(
    const ValidationCall& call, const std::vector<std::string>& fields, Counts counts)
{
    int64_t count = 0;
    for (const auto& field : fields)
        count += counts(call.changeset, field) ? 1 : 0;
    return count;
}

static Error error_of(const std::vector<std::string>& fields, const Limits& limits)
{
    auto vars = vars_of(fields, limits);
    vars.set("keys", Value(joined(fields)));
    auto message = message_of(fields.size(), limits);
    return fields.size() == 1 ? Error::invalid_attribute(fields.front(), message, std::move(vars))
                              : Error::invalid_changes(fields, message, std::move(vars));
}

static void validate_present(const ValidationCall& call, std::vector<Error>& errors, Counts counts)
{
    auto fields = call.fields();
    auto limits = limits_of(call.entry);
    if (none_given(limits))
        limits.exactly = static_cast<int64_t>(fields.size());
    if (violated(limits, count_present(call, fields, counts)))
        errors.push_back(error_of(fields, limits));
}

// What `absent` asks of `present`: n absent at the least are all but n present at the most. The
// limit that is not derived is 0, as in the reference.
static Limits translated(const Limits& limits, int64_t count)
{
    Limits wanted { limits.exactly, 0, 0 };
    if (limits.at_most)
        wanted.at_least = count - *limits.at_most;
    if (limits.at_least)
        wanted.at_most = count - *limits.at_least;
    return wanted;
}

static void validate_absent(const ValidationCall& call, std::vector<Error>& errors, Counts counts)
{
    auto fields = call.fields();
    auto limits = limits_of(call.entry);
    auto count = count_present(call, fields, counts);
    if (!none_given(limits)) {
        auto wanted = translated(limits, static_cast<int64_t>(fields.size()));
        if (violated(wanted, count))
            errors.push_back(error_of(fields, wanted));
    } else if (count != 0) {
        auto vars = vars_of(fields, { .exactly = 0, .at_least = {}, .at_most = {} });
        vars.set("keys", Value(joined(fields)));
        errors.push_back(Error::invalid_changes(fields, "must be absent", std::move(vars)));
    }
}

static std::vector<std::string> fields_of(const Entry& entry)
{
    std::vector<std::string> fields;
    if (const auto* several = entry.options.find("fields")) {
        for (const auto& field : several->list())
            fields.emplace_back(field.text());
    } else if (const auto* one = entry.options.find("field")) {
        fields.emplace_back(one->text());
    }
    return fields;
}

static void describe_present(const Entry& entry, std::string& message, Map& vars)
{
    auto fields = fields_of(entry);
    auto limits = limits_of(entry);
    if (none_given(limits))
        limits.exactly = static_cast<int64_t>(fields.size());
    message = message_of(fields.size(), limits);
    vars = vars_of(fields, limits);
    if (fields.size() > 1)
        vars.set("keys", Value(joined(fields)));
}

static void describe_absent(const Entry& entry, std::string& message, Map& vars)
{
    auto fields = fields_of(entry);
    auto limits = limits_of(entry);
    if (none_given(limits)) {
        message = "must be absent";
        vars = vars_of(fields, { .exactly = 0, .at_least = {}, .at_most = {} });
        return;
    }
    auto wanted = translated(limits, static_cast<int64_t>(fields.size()));
    message = message_of(fields.size(), wanted);
    vars = vars_of(fields, wanted);
    if (fields.size() > 1)
        vars.set("keys", Value(joined(fields)));
}

static constexpr OptionRow present_options[] = {
    { "field", OptionKind::field, "The one field to count." },
    { "fields", OptionKind::fields, "The fields to count." },
    { "exactly", OptionKind::integer, "Exactly so many." },
    { "at_least", OptionKind::integer, "So many or more." },
    { "at_most", OptionKind::integer, "So many or fewer." },
};

const Validation present {
    .shape = { .name = "present",
        .doc = "Counts the fields that have a value.",
        .options = present_options },
    .validate = [](const ValidationCall& call,
                    std::vector<Error>& errors) { validate_present(call, errors, field_present); },
    .describe = describe_present,
};

const Validation absent {
    .shape = { .name = "absent",
        .doc = "Counts the fields that have no value.",
        .options = present_options },
    .validate = [](const ValidationCall& call,
                    std::vector<Error>& errors) { validate_absent(call, errors, field_present); },
    .describe = describe_absent,
};

const Validation attributes_present {
    .shape = { .name = "attributes_present",
        .doc = "As present, for attributes only.",
        .options = present_options },
    .validate
    = [](const ValidationCall& call,
          std::vector<Error>& errors) { validate_present(call, errors, only_attribute_present); },
    .describe = describe_present,
};

const Validation attributes_absent {
    .shape = { .name = "attributes_absent",
        .doc = "As absent, for attributes only.",
        .options = present_options },
    .validate
    = [](const ValidationCall& call,
          std::vector<Error>& errors) { validate_absent(call, errors, only_attribute_present); },
    .describe = describe_absent,
};

} // namespace tunez::validation
