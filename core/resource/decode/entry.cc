#include "resource/decode/decode.h"
#include "resource/excerpt.h"
#include "resource/name.h"

#include <algorithm>

namespace tunez {

// Validations inside validations (negate, any, all, where) beyond this are no definition that
// anybody wrote.
static constexpr int deepest_entry = 32;

EntryKind entry_kind(Step::Kind kind, const BuiltinTables& tables)
{
    switch (kind) {
    case Step::Kind::change:
        return { kind, "change", tables.changes };
    case Step::Kind::validation:
        return { kind, "validation", tables.validations };
    case Step::Kind::preparation:
        return { kind, "preparation", tables.preparations };
    }
    return { kind, "validation", tables.validations };
}

static const Builtin* find_builtin(std::string_view name, const EntryKind& kind)
{
    for (const auto* builtin : kind.table) {
        if (name == builtin->name)
            return builtin;
    }
    return nullptr;
}

static const Builtin* known_builtin(
    std::string_view name, const EntryKind& kind, const Location& at, Decoder& decoder)
{
    const auto* builtin = find_builtin(name, kind);
    if (builtin != nullptr)
        return builtin;
    std::vector<std::string_view> names;
    for (const auto* row : kind.table)
        names.emplace_back(row->name);
    decoder.mistakes.add(at,
        "there is no " + std::string(kind.what) + " " + quoted(name)
            + decoder.mistakes.hint(name, names));
    return nullptr;
}

static void check_regex(const Value& value, const Location& at, Decoder& decoder)
{
    const auto* source = value.is(Kind::map) ? value.map().find("regex") : &value;
    const auto* flags = value.is(Kind::map) ? value.map().find("flags") : nullptr;
    bool shaped
        = source != nullptr && source->is_textual() && (flags == nullptr || flags->is_textual());
    if (!shaped) {
        decoder.mistakes.add(at,
            "expected a regular expression, a text or {\"regex\", \"flags\"}, not "
                + summary(value));
        return;
    }
    auto checked = decoder.host.check_regex(
        source->text(), flags != nullptr ? flags->text() : std::string_view());
    if (!checked)
        decoder.mistakes.add(at,
            quoted(source->text()) + " is not a regular expression: " + checked.error().rendered());
}

static OptionKind kind_of_option(const Entry& entry, std::string_view name)
{
    if (entry.builtin != nullptr) {
        for (const auto& row : entry.builtin->options) {
            if (name == row.name)
                return row.kind;
        }
    }
    return OptionKind::any;
}

// {"atom":"x"} is a symbol, also inside a list.
static Value with_symbols(const Value& value)
{
    if (value.is(Kind::map) && value.map().size() == 1) {
        const auto* symbol = value.map().find("atom");
        return symbol != nullptr && symbol->is_textual() ? Value::atom(symbol->text()) : value;
    }
    if (!value.is(Kind::list))
        return value;
    List items;
    for (const auto& item : value.list())
        items.push_back(with_symbols(item));
    return Value(std::move(items));
}

namespace {

// An entry being decoded, and how deep it stands in others.
struct EntryDecoder {
    const EntryKind& kind;
    Decoder& decoder;
    int depth;

    Entry decode(const Value& value, const Location& at);
    void decode_options(Fields& fields, Entry& entry, const Location& at);
    void add_option(std::string_view name, const Value& value, const Location& at, Entry& entry);
    void add_inner(const Value& value, const Location& at, std::vector<Entry>& into);
    void add_inner_list(const Value& value, const Location& at, std::vector<Entry>& into);
};

} // namespace

// Which functions the application's object has; a bare function is the main one.
static void decode_functions(Fields& fields, CallbackFunctions& functions)
{
    auto names = fields.texts("functions");
    if (!names)
        return;
    struct FunctionFlag {
        std::string_view name;
        bool CallbackFunctions::* flag;
    };
    static constexpr FunctionFlag flags[] = { { "change", &CallbackFunctions::main },
        { "validate", &CallbackFunctions::main }, { "atomic", &CallbackFunctions::atomic },
        { "batch_change", &CallbackFunctions::batch_change },
        { "before_batch", &CallbackFunctions::before_batch },
        { "after_batch", &CallbackFunctions::after_batch },
        { "batch_callbacks", &CallbackFunctions::batch_callbacks } };
    functions.main = false;
    auto at = fields.at().field("functions");
    for (size_t i = 0; i < names->size(); ++i) {
        auto found = std::ranges::find(flags, (*names)[i], &FunctionFlag::name);
        if (found != std::end(flags))
            functions.*found->flag = true;
        else
            fields.decoder().mistakes.add(
                at.item(i), quoted((*names)[i]) + " is not a function that is ever called");
    }
}

static void decode_on(Fields& fields, ActionTypes& on)
{
    auto names = fields.texts("on");
    if (!names)
        return;
    struct TypeFlag {
        std::string_view name;
        bool ActionTypes::* flag;
    };
    static constexpr TypeFlag flags[] = { { "create", &ActionTypes::create },
        { "read", &ActionTypes::read }, { "update", &ActionTypes::update },
        { "destroy", &ActionTypes::destroy }, { "action", &ActionTypes::generic } };
    std::vector<std::string_view> known;
    for (const auto& flag : flags)
        known.push_back(flag.name);
    auto at = fields.at().field("on");
    if (names->empty())
        fields.decoder().mistakes.add(at, "it would never run; name the action types it is for");
    for (size_t i = 0; i < names->size(); ++i) {
        bool found = false;
        for (const auto& flag : flags) {
            if ((*names)[i] == flag.name)
                on.*flag.flag = found = true;
        }
        if (!found)
            fields.decoder().mistakes.add(at.item(i),
                quoted((*names)[i]) + " is not an action type"
                    + fields.decoder().mistakes.hint((*names)[i], known));
    }
}

void EntryDecoder::add_inner(const Value& value, const Location& at, std::vector<Entry>& into)
{
    if (depth >= deepest_entry) {
        decoder.mistakes.add(at, "validations are nested too deeply");
        return;
    }
    auto inner_kind = entry_kind(Step::Kind::validation, decoder.tables);
    into.push_back(EntryDecoder { inner_kind, decoder, depth + 1 }.decode(value, at));
}

void EntryDecoder::add_inner_list(const Value& value, const Location& at, std::vector<Entry>& into)
{
    if (!value.is(Kind::list)) {
        add_inner(value, at, into);
        return;
    }
    for (size_t i = 0; i < value.list().size(); ++i)
        add_inner(value.list()[i], at.item(i), into);
}

void EntryDecoder::add_option(
    std::string_view name, const Value& value, const Location& at, Entry& entry)
{
    // The application's own function gets its options as they were written.
    if (entry.name == "callback") {
        entry.options.set(name, value);
        return;
    }
    name = without_question_mark(name);
    auto option_kind = kind_of_option(entry, name);
    if (option_kind == OptionKind::entry)
        add_inner(value, at, entry.inner);
    else if (option_kind == OptionKind::entries)
        add_inner_list(value, at, entry.inner);
    else if (entry.options.contains(name))
        decoder.mistakes.add(at, "the option " + quoted(name) + " is given twice");
    // Only where anything goes nil is a value; elsewhere it means "not given".
    else if (!value.is_null() || option_kind == OptionKind::any)
        entry.options.set(name, with_symbols(value));
    if (option_kind == OptionKind::regex && !value.is_null())
        check_regex(value, at, decoder);
}

void EntryDecoder::decode_options(Fields& fields, Entry& entry, const Location& at)
{
    static constexpr std::string_view own_keys[]
        = { "name", "options", "where", "message", "on", "only_when_valid", "before_action",
              "always_atomic", "description", "callback", "functions" };
    for (const auto& [key, value] : fields.map()) {
        if (std::ranges::find(own_keys, without_question_mark(key)) == std::end(own_keys))
            add_option(key, value, at.field(key), entry);
    }
    auto options = fields.map("options");
    if (options.is_null())
        return;
    auto options_at = at.field("options");
    for (const auto& [key, value] : options.map())
        add_option(key, value, options_at.field(key), entry);
}

Entry EntryDecoder::decode(const Value& value, const Location& at)
{
    Entry entry;
    entry.location = at.to_string();
    if (value.is_textual()) {
        entry.name = value.text();
        entry.builtin = known_builtin(entry.name, kind, at, decoder);
        return entry;
    }
    auto what = "a " + std::string(kind.what);
    Fields fields(value, at, decoder, what);
    if (!fields.is_map())
        return entry;
    if (fields.required("name", "it needs the `name` of " + what, entry.name))
        entry.builtin = known_builtin(entry.name, kind, at, decoder);
    if (entry.name == "callback") {
        entry.callback = fields.callback("callback");
        if (!fields.has("callback"))
            decoder.mistakes.add(at, "it needs the `callback` that is called");
        decode_functions(fields, entry.functions);
    }
    decode_options(fields, entry, at);
    add_inner_list(
        fields.has("where") ? fields.any("where") : Value(List()), at.field("where"), entry.where);
    fields.text("message", entry.message);
    decode_on(fields, entry.on);
    fields.flag("only_when_valid", entry.only_when_valid);
    fields.flag("before_action", entry.before_action);
    fields.text("description", entry.description);
    return entry;
}

Entry decode_entry(const Value& value, const EntryKind& kind, const Location& at, Decoder& decoder)
{
    return EntryDecoder { kind, decoder, 0 }.decode(value, at);
}

std::vector<Entry> decode_entries(Fields& fields, std::string_view key, Step::Kind kind)
{
    auto entry_table = entry_kind(kind, fields.decoder().tables);
    std::vector<Entry> entries;
    fields.each(key, [&](const Value& value, const Location& at) {
        entries.push_back(decode_entry(value, entry_table, at, fields.decoder()));
    });
    return entries;
}

} // namespace tunez
