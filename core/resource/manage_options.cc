#include "resource/manage_options.h"

#include "resource/excerpt.h"
#include "resource/resource.h"

#include <algorithm>
#include <iterator>
#include <span>

namespace tunez {

namespace {

// Which of the four instructions a word may be, as a set.
enum Place : uint8_t { on_lookup = 1, on_no_match = 2, on_match = 4, on_missing = 8 };

// A word of an instruction, and what may follow it in a list, each a letter: `d` an action of the
// destination, `j` one of the join resource, `r` a read action, `k` join keys, `x` an action that
// changes nothing about it. What is not given is the primary action of that type.
struct Word {
    std::string_view name;
    Managing what;
    uint8_t places;
    const char* many_to_many;
    const char* has;
    const char* belongs_to;
    ActionType type; // Of `d`,
    ActionType join_type; // and of `j`.
};

struct Shortcut {
    std::string_view name;
    const char* words[4]; // In the order of `instruction_names`.
};

} // namespace

static constexpr Word words[] = {
    { "ignore", Managing::ignore, 15, "", "", "", {}, {} },
    { "error", Managing::error, on_no_match | on_match | on_missing, "", "", "", {}, {} },
    { "match", Managing::match, on_no_match, "", "", "", {}, {} },
    { "no_match", Managing::no_match, on_match, "", "", "", {}, {} },
    { "missing", Managing::missing, on_match, "", "", "", {}, {} },
    { "create", Managing::create, on_no_match, "djk", "d", "d", ActionType::create,
        ActionType::create },
    { "update", Managing::update, on_match, "djk", "d", "d", ActionType::update,
        ActionType::update },
    { "update_join", Managing::update, on_match, "jk", nullptr, nullptr, ActionType::update,
        ActionType::update },
    { "unrelate", Managing::unrelate, on_match | on_missing, "j", "d", "x", ActionType::update,
        ActionType::destroy },
    { "destroy", Managing::destroy, on_match | on_missing, "dj", "d", "d", ActionType::destroy,
        ActionType::destroy },
    { "relate", Managing::relate, on_lookup, "jrk", "dr", "xr", ActionType::update,
        ActionType::create },
    { "relate_and_update", Managing::relate_and_update, on_lookup, "jrk", "dr", "dr",
        ActionType::update, ActionType::create },
};

static constexpr std::string_view instruction_names[]
    = { "on_lookup", "on_no_match", "on_match", "on_missing" };

static constexpr Shortcut shortcuts[] = {
#define TUNEZ_SHORTCUT(name, lookup, no_match, match, missing)                                     \
    { #name, { #lookup, #no_match, #match, #missing } },
#include "resource/manage_shortcuts.def"
#undef TUNEZ_SHORTCUT
};

Path ManageOptions::path_of(const Relationship& relationship, std::optional<size_t> index) const
{
    if (error_path)
        return *error_path;
    Path path { id.empty() ? relationship.key : id };
    if (index)
        path.emplace_back(static_cast<int64_t>(*index));
    return path;
}

namespace {

class Reader {
public:
    Reader(const Relationship& relationship, const Map& options, std::vector<std::string>& problems)
        : relationship_(relationship)
        , options_(options)
        , problems_(problems)
    {
    }

    void read(ManageOptions& into);

private:
    void problem(std::string_view option, std::string text);
    const Value* find(std::string_view name) const;
    std::string_view text(std::string_view name);
    bool flag(std::string_view name, bool otherwise);
    const char* slots(const Word& word) const;
    const Action* action_of(
        std::string_view option, const Resource* resource, const Value& name, ActionType type);
    const Action* primary(std::string_view option, const Resource* resource, ActionType type);
    void join_keys(std::string_view option, const Value& written, Instruction& into);
    void take_part(
        std::string_view option, const Word& word, char slot, const Value& part, Instruction& into);
    void fill(std::string_view option, const Word& word, char slot, Instruction& into);
    void expand(
        std::string_view option, const Word& word, std::span<const Value> parts, Instruction& into);
    Instruction instruction(size_t place, const char* otherwise);
    std::vector<std::string_view> names(std::string_view option);
    void keys(ManageOptions& into);
    void values(ManageOptions& into);
    void meta(ManageOptions& into);

    const Relationship& relationship_;
    const Map& options_;
    std::vector<std::string>& problems_;
};

} // namespace

void Reader::problem(std::string_view option, std::string text)
{
    problems_.push_back(quoted(option) + " " + std::move(text));
}

// Names may end in a question mark; what is nil was not given.
const Value* Reader::find(std::string_view name) const
{
    const auto* value = options_.find(name);
    if (value == nullptr)
        value = options_.find(std::string(name) + "?");
    return value != nullptr && !value->is_null() ? value : nullptr;
}

std::string_view Reader::text(std::string_view name)
{
    const auto* value = find(name);
    if (value == nullptr)
        return {};
    if (value->is_textual())
        return value->text();
    problem(name, "is a name, not " + summary(*value));
    return {};
}

bool Reader::flag(std::string_view name, bool otherwise)
{
    const auto* value = find(name);
    return value != nullptr && value->is(Kind::boolean) ? value->boolean() : otherwise;
}

// Null: the word means nothing for this kind of relationship.
const char* Reader::slots(const Word& word) const
{
    switch (relationship_.kind) {
    case RelationshipKind::many_to_many:
        return word.many_to_many;
    case RelationshipKind::belongs_to:
        return word.belongs_to;
    default:
        return word.has;
    }
}

const Action* Reader::action_of(
    std::string_view option, const Resource* resource, const Value& action_name, ActionType type)
{
    if (resource == nullptr)
        return nullptr;
    const auto* action
        = action_name.is_textual() ? resource->find_action(action_name.text()) : nullptr;
    if (action != nullptr && action->type == type)
        return action;
    problem(option,
        "needs an action of the type " + std::string(name(type)) + " of " + resource->name
            + ", which " + summary(action_name) + " is not");
    return nullptr;
}

const Action* Reader::primary(std::string_view option, const Resource* resource, ActionType type)
{
    if (resource == nullptr)
        return nullptr;
    if (const auto* action = resource->primary_action(type))
        return action;
    problem(option,
        "needs a primary action of the type " + std::string(name(type)) + ", and " + resource->name
            + " has none");
    return nullptr;
}

void Reader::join_keys(std::string_view option, const Value& written, Instruction& into)
{
    if (written.is_textual() && written.text() == "*") {
        into.all_to_join = true;
        return;
    }
    if (!written.is(Kind::list)) {
        problem(option, "has join keys that are no list of names");
        return;
    }
    for (const auto& key : written.list()) {
        if (!key.is_textual())
            continue;
        into.join_keys.emplace_back(key.text());
        const auto* input
            = into.join_action != nullptr ? into.join_action->find_input(key.text()) : nullptr;
        if (input == nullptr)
            continue;
        into.join_keys.push_back(input->argument ? input->argument->name : input->attribute->name);
        into.join_keys.push_back(input->argument ? input->argument->key : input->attribute->key);
    }
}

void Reader::take_part(
    std::string_view option, const Word& word, char slot, const Value& part, Instruction& into)
{
    const auto* destination = relationship_.destination;
    if (slot == 'd')
        into.action = action_of(option, destination, part, word.type);
    else if (slot == 'j')
        into.join_action = action_of(option, relationship_.through, part, word.join_type);
    else if (slot == 'r')
        into.read_action = action_of(option, destination, part, ActionType::read);
    else if (slot == 'k')
        join_keys(option, part, into);
}

void Reader::fill(std::string_view option, const Word& word, char slot, Instruction& into)
{
    if (slot == 'd')
        into.action = primary(option, relationship_.destination, word.type);
    else if (slot == 'j')
        into.join_action = primary(option, relationship_.through, word.join_type);
    else if (slot == 'r')
        into.read_action = primary(option, relationship_.destination, ActionType::read);
    else if (const auto* keys = find("join_keys"); keys != nullptr && slot == 'k')
        join_keys("join_keys", *keys, into);
}

void Reader::expand(
    std::string_view option, const Word& word, std::span<const Value> parts, Instruction& into)
{
    std::string_view expected = slots(word);
    // With one action the record itself stays; only what joins it goes.
    if (word.what == Managing::destroy && option == instruction_names[2] && parts.size() == 1
        && relationship_.kind == RelationshipKind::many_to_many)
        expected = "j";
    if (parts.size() > expected.size()) {
        problem(option, "has more in it than " + quoted(word.name) + " takes");
        return;
    }
    for (size_t i = 0; i < expected.size(); ++i) {
        if (i < parts.size() && !parts[i].is_null())
            take_part(option, word, expected[i], parts[i], into);
        else
            fill(option, word, expected[i], into);
    }
}

Instruction Reader::instruction(size_t place, const char* otherwise)
{
    auto option = instruction_names[place];
    Value written(otherwise);
    if (const auto* given = find(option))
        written = *given;
    Instruction into;
    std::span<const Value> parts;
    const auto* word = &written;
    if (written.is(Kind::list) || written.is(Kind::tuple)) {
        parts = written.list();
        word = parts.empty() ? nullptr : &parts.front();
        parts = parts.subspan(parts.empty() ? 0 : 1);
    }
    auto known = std::ranges::find_if(words, [&](const Word& row) {
        return word != nullptr && word->is_textual() && word->text() == row.name
            && (row.places & (1U << place)) != 0;
    });
    if (known == std::end(words) || slots(*known) == nullptr) {
        problem(option, "cannot be " + summary(written));
        return into;
    }
    into.what = known->what;
    expand(option, *known, parts, into);
    return into;
}

std::vector<std::string_view> Reader::names(std::string_view option)
{
    std::vector<std::string_view> all;
    const auto* value = find(option);
    if (value == nullptr)
        return all;
    if (!value->is(Kind::list)) {
        problem(option, "is a list of names, not " + summary(*value));
        return all;
    }
    for (const auto& item : value->list()) {
        if (item.is_textual())
            all.push_back(item.text());
        else
            problem(option, "is a list of names, without " + summary(item));
    }
    return all;
}

static constexpr std::string_view primary_key_name = "_primary_key";

void Reader::keys(ManageOptions& into)
{
    auto used = names("use_identities");
    if (find("use_identities") == nullptr)
        used.push_back(primary_key_name);
    auto priority = names("identity_priority");
    std::ranges::stable_sort(
        used, {}, [&](std::string_view name) { return std::ranges::find(priority, name); });
    for (auto name : used) {
        const auto* identity = relationship_.destination->find_identity(name);
        if (name == primary_key_name)
            into.keys.push_back(relationship_.destination->primary_key);
        else if (identity == nullptr)
            problem("use_identities",
                "names " + quoted(name) + ", which is no identity of "
                    + relationship_.destination->name);
        else if (!identity->where.is_null())
            problem("use_identities",
                "names " + quoted(name) + ", which has a `where`: it cannot find records");
        else
            into.keys.push_back(identity->keys);
    }
}

void Reader::values(ManageOptions& into)
{
    auto key = text("value_is_key");
    into.wraps_all = !key.empty();
    const auto& primary = relationship_.destination->primary_key;
    if (!key.empty())
        into.value_key = key;
    else if (primary.size() == 1)
        into.value_key = primary.front()->name;
    into.order_key = text("order_is_key");
    const auto* ordered = relationship_.destination->find_attribute(into.order_key);
    if (ordered != nullptr)
        into.order_key = ordered->name;
}

void Reader::meta(ManageOptions& into)
{
    const auto* meta = find("meta");
    if (meta == nullptr || !meta->is(Kind::map))
        return;
    if (const auto* id = meta->map().find("id"); id != nullptr && id->is_textual())
        into.id = id->text();
    if (const auto* order = meta->map().find("order"); order != nullptr && order->is(Kind::integer))
        into.order = order->integer();
}

static Path path_from(const Value& written)
{
    Path path;
    for (const auto& step : written.is(Kind::list) ? written.list() : List { written }) {
        if (step.is(Kind::integer))
            path.emplace_back(step.integer());
        else if (step.is_textual())
            path.emplace_back(std::string(step.text()));
    }
    return path;
}

void Reader::read(ManageOptions& into)
{
    auto type = text("type");
    if (type == "replace") // As it was called once.
        type = "append_and_remove";
    const auto* shortcut = std::ranges::find(shortcuts, type, &Shortcut::name);
    bool known = shortcut != std::end(shortcuts);
    if (!type.empty() && !known)
        problem("type", "cannot be " + quoted(type));
    Instruction* const instructions[]
        = { &into.on_lookup, &into.on_no_match, &into.on_match, &into.on_missing };
    for (size_t place = 0; place < std::size(instructions); ++place)
        *instructions[place] = instruction(place, known ? shortcut->words[place] : "ignore");
    keys(into);
    values(into);
    meta(into);
    if (const auto* path = find("error_path"))
        into.error_path = path_from(*path);
    into.authorize = flag("authorize", true);
    into.ignore = flag("ignore", false);
    into.bulk = flag("bulk", false);
    // A domain may be named; each has its records in the same place here.
    const auto* with = find("eager_validate_with");
    into.eager_validate = flag("eager_validate", with != nullptr && with->is_textual());
    into.empty = options_.empty();
}

std::shared_ptr<ManageOptions> decode_manage_options(
    const Relationship& relationship, const Map& options, std::vector<std::string>& problems)
{
    auto decoded = std::make_shared<ManageOptions>();
    if (relationship.destination != nullptr)
        Reader(relationship, options, problems).read(*decoded);
    return decoded;
}

} // namespace tunez
