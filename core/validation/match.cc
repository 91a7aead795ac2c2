#include "changeset/context.h"
#include "validation/as_text.h"
#include "validation/builtins.h"

namespace tunez::validation {

// Longer texts are not handed to a pattern: some patterns take time that grows much faster than the
// text.
static constexpr size_t longest_subject = 1'000'000;

namespace {
struct Pattern {
    std::string source;
    std::string flags;
};
} // namespace

static Pattern pattern_of(const Entry& entry)
{
    const auto& written = entry.options.find("match")->map();
    return { std::string(written.find("regex")->text()),
        std::string(written.find("flags")->text()) };
}

static std::string message_of(const Pattern& pattern)
{
    return "must match /" + pattern.source + "/" + pattern.flags;
}

static void validate_match(const ValidationCall& call, std::vector<Error>& errors)
{
    const auto& value = call.value(call.field());
    if (!value.is_present())
        return;
    auto pattern = pattern_of(call.entry);
    std::string written;
    auto text = as_text(value, written);
    bool matches = false;
    if (text && text->size() <= longest_subject) {
        auto answer = call.context.host.regex_matches(pattern.source, pattern.flags, *text);
        if (!answer) {
            errors.push_back(std::move(answer).error());
            return;
        }
        matches = *answer;
    }
    if (!matches)
        errors.push_back(Error::invalid_attribute(
            call.field(), message_of(pattern), { { "match", Value(pattern.source) } }));
}

static constexpr OptionRow match_options[] = {
    { "field", OptionKind::field, "What to look at.", true },
    { "match", OptionKind::regex, "The pattern.", true },
};

const Validation match {
    .shape
    = { .name = "match", .doc = "A text matches a regular expression.", .options = match_options },
    .validate = validate_match,
    .describe =
        [](const Entry& entry, std::string& message, Map& vars) {
            auto pattern = pattern_of(entry);
            message = message_of(pattern);
            vars.set("match", Value(pattern.source));
        },
};

} // namespace tunez::validation
