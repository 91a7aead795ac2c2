#include "message/packed.h"

#include "base/json_scan.h"
#include "base/utf8.h"
#include "type/type.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace tunez {

namespace {

// The lowest bits of a word that says how long a text is, in units of its part.
enum class TextForm : uint8_t { ascii, wide, json, tagged_json };
constexpr int form_bits = 2;

constexpr int32_t nil = -1;
// In place of an integer: nil, or a text that says it.
constexpr int32_t nil_integer = std::numeric_limits<int32_t>::min();
constexpr int32_t integer_as_text = nil_integer + 1;
constexpr int32_t boolean_as_text = 2;
// The upper half of a real that none has: then the lower says which of these it is.
constexpr uint64_t no_real = 0xffff'ffff'0000'0000;
constexpr uint64_t nil_real = no_real;
constexpr uint64_t real_as_text = no_real + 1;

// What an answer that is packed begins with, where JSON begins with a brace.
constexpr int32_t magic = 'P';
constexpr size_t header_words = 5;
constexpr size_t kept_items = 262'144;

} // namespace

static int32_t text_word(size_t length, TextForm form)
{
    return static_cast<int32_t>(length << form_bits | static_cast<size_t>(form));
}

// Copies up to the first letter beyond ASCII, eight at a time, and returns whether that was all.
static bool copy_ascii(char* out, std::string_view text)
{
    uint64_t seen = 0;
    size_t at = 0;
    for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
        uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        std::memcpy(out + at, &word, sizeof word);
        seen |= word;
    }
    for (; at < text.size(); ++at) {
        out[at] = text[at];
        seen |= static_cast<unsigned char>(text[at]);
    }
    return (seen & beyond_ascii) == 0;
}

static size_t write_wide(char16_t* out, std::string_view text)
{
    char16_t* end = out;
    while (!text.empty()) {
        auto [letter, length] = first_letter(text);
        if (letter >= 0x10000) {
            letter -= 0x10000;
            *end++ = static_cast<char16_t>(0xd800 | letter >> 10);
            letter = 0xdc00 | (letter & 0x3ff);
        }
        *end++ = static_cast<char16_t>(letter);
        text.remove_prefix(length);
    }
    return static_cast<size_t>(end - out);
}

void PackedParts::text(std::string_view text)
{
    if (copy_ascii(ascii.room(text.size()), text)) {
        ascii.took(text.size());
        return words.push(text_word(text.size(), TextForm::ascii));
    }
    auto units = write_wide(wide.room(text.size()), text);
    wide.took(units);
    words.push(text_word(units, TextForm::wide));
}

void PackedParts::json(const JsonWriter& json)
{
    auto text = json.text();
    ascii.append(text);
    words.push(text_word(text.size(), json.tagged() ? TextForm::tagged_json : TextForm::json));
}

static void put_real(Buffer<int32_t>& words, uint64_t bits)
{
    words.append(std::bit_cast<std::array<int32_t, 2>>(bits));
}

// Writes a cell where its form holds it; false where it does not, text among them.
static bool write_number(CellForm form, const StoredView& cell, PackedParts& parts)
{
    switch (form) {
    case CellForm::integer:
        if (cell.kind != Kind::integer || cell.integer <= integer_as_text
            || cell.integer > std::numeric_limits<int32_t>::max())
            break;
        parts.words.push(static_cast<int32_t>(cell.integer));
        return true;
    case CellForm::real:
        if (cell.kind != Kind::real || !std::isfinite(cell.real))
            break;
        put_real(parts.words, std::bit_cast<uint64_t>(cell.real));
        return true;
    case CellForm::boolean:
        if (cell.kind != Kind::integer || (cell.integer != 0 && cell.integer != 1))
            break;
        parts.words.push(static_cast<int32_t>(cell.integer));
        return true;
    case CellForm::text:
        break;
    }
    return false;
}

static void write_nil(CellForm form, Buffer<int32_t>& words)
{
    if (form == CellForm::real)
        return put_real(words, nil_real);
    words.push(form == CellForm::integer ? nil_integer : nil);
}

// The words of a form before a text in its place.
static void announce_text(CellForm form, Buffer<int32_t>& words)
{
    if (form == CellForm::real)
        put_real(words, real_as_text);
    else if (form != CellForm::text)
        words.push(form == CellForm::integer ? integer_as_text : boolean_as_text);
}

void PackedParts::cell(const TypeUse& type, const StoredView& cell, JsonWriter& scratch)
{
    auto form = type.type->cell_form;
    if (form == CellForm::text && is_wire_text(type, cell))
        return text(cell.text);
    if (write_number(form, cell, *this))
        return;
    if (cell.kind == Kind::null)
        return write_nil(form, words);
    announce_text(form, words);
    scratch.clear();
    write_stored(type, cell, scratch);
    json(scratch);
}

template <typename Item>
static std::span<const Item> between(const Buffer<Item>& buffer, size_t from, size_t to)
{
    return buffer.items().subspan(from, to - from);
}

void PackedParts::append(const PackedParts& other, const Sizes& from, const Sizes& to)
{
    words.append(between(other.words, from.words, to.words));
    ascii.append(between(other.ascii, from.ascii, to.ascii));
    wide.append(between(other.wide, from.wide, to.wide));
}

void PackedParts::clear()
{
    words.shrink(kept_items);
    ascii.shrink(kept_items);
    wide.shrink(kept_items);
}

static void describe(std::string_view json_key, const TypeUse& type, std::string& description)
{
    if (!description.empty())
        description += ',';
    description += '[';
    description += json_key.substr(0, json_key.size() - 1); // Without the colon.
    description += ',';
    description += static_cast<char>('0' + static_cast<int>(type.type->cell_form));
    description += ']';
}

void describe_fields(std::span<const Attribute* const> columns, std::span<const Derived> derived,
    std::string& description)
{
    for (const auto* column : columns)
        describe(column->json_key, column->type, description);
    for (const auto& each : derived)
        describe(each.json_key, *each.type, description);
}

Result<void> PackedRows::row(std::span<const Attribute* const> columns,
    std::span<const StoredView> cells, std::span<const Derived> derived,
    std::span<const StoredView> derived_cells)
{
    if (ends_.empty())
        describe_fields(columns, derived, fields_);
    for (size_t i = 0; i < columns.size(); ++i)
        parts_.cell(columns[i]->type, cells[i], scratch_);
    for (size_t i = 0; i < derived.size(); ++i)
        parts_.cell(*derived[i].type, derived_cells[i], scratch_);
    ends_.push_back(parts_.sizes());
    return {};
}

std::unique_ptr<RowEncoder> make_packed_encoder(const Resource&)
{
    return std::make_unique<PackedRows>();
}

static const PackedRows& rows_of(const RowTree& tree)
{
    return static_cast<const PackedRows&>(*tree.rows);
}

static std::string_view kind_of(const RowTree::Branch& branch)
{
    return !branch.relationship->to_many() ? "\"one\""
        : branch.pages.empty()             ? "\"many\""
                                           : "\"page\"";
}

// The fields of a level's records in a list, and what is loaded with them behind.
static void describe(const RowTree& tree, std::string& description)
{
    description += '[';
    description += rows_of(tree).fields();
    bool is_first = rows_of(tree).fields().empty();
    for (const auto& branch : tree.branches) {
        if (!std::exchange(is_first, false))
            description += ',';
        const auto& key = branch.relationship->json_key;
        description += '[';
        description.append(key, 0, key.size() - 1);
        description += ',';
        description += kind_of(branch);
        description += ',';
        describe(*branch.tree, description);
        description += ']';
    }
    description += ']';
}

void PackedAnswer::begin(std::string_view kind, const RowTree& tree)
{
    description_ = "[";
    description_ += kind;
    description_ += ',';
    describe(tree, description_);
    description_ += ']';
}

void PackedAnswer::branch(const RowTree::Branch& branch, size_t row_of_parent)
{
    auto children = branch.children(row_of_parent);
    if (const auto* of_parent = branch.page(row_of_parent);
        of_parent && branch.relationship->to_many())
        return page(*of_parent, *branch.tree);
    if (!branch.relationship->to_many())
        children = children.first(std::min<size_t>(children.size(), 1));
    parts_.words.push(static_cast<int32_t>(children.size()));
    for (auto child : children)
        row(*branch.tree, child);
}

void PackedAnswer::row(const RowTree& tree, size_t row)
{
    const auto& rows = rows_of(tree);
    parts_.append(rows.parts(), rows.begin(row), rows.end(row));
    for (const auto& each : tree.branches)
        branch(each, row);
}

void PackedAnswer::page(const Page& page, const RowTree& tree)
{
    parts_.words.push(static_cast<int32_t>(page.rows.size()));
    for (auto each : page.rows)
        row(tree, each);
    json_.clear();
    json_.value(Value(to_map(page)));
    parts_.json(json_);
}

// The header, the words, what describes them, the texts.
void PackedAnswer::seal(size_t description, const PackedParts& parts)
{
    auto ascii = description + parts.ascii.size();
    auto padded = (ascii + 1) / 2 * 2;
    auto words = header_words + parts.words.size();
    size_ = words * sizeof(int32_t) + padded + parts.wide.size() * sizeof(char16_t);
    if (auto needed = (size_ + 3) / 4; needed > capacity_) {
        capacity_ = std::max(needed, capacity_ * 2);
        words_ = std::make_unique_for_overwrite<int32_t[]>(capacity_);
    }
    auto* word = words_.get();
    *word++ = magic;
    for (auto size : { parts.words.size(), description, ascii, parts.wide.size() })
        *word++ = static_cast<int32_t>(size);
    auto put = [out = reinterpret_cast<char*>(word)](const auto& items) mutable {
        auto bytes = std::as_bytes(std::span(items));
        if (!bytes.empty())
            std::memcpy(out, bytes.data(), bytes.size());
        out += bytes.size();
    };
    put(parts.words.items());
    put(std::string_view(description_).substr(0, description));
    put(parts.ascii.items());
    put(std::string_view("\0", padded - ascii));
    put(parts.wide.items());
}

void PackedAnswer::write_row(const RowTree& tree, size_t number)
{
    begin("\"one\"", tree);
    parts_.words.push(1);
    row(tree, number);
    seal(description_.size(), parts_);
}

void PackedAnswer::write_rows(const RowTree& tree)
{
    begin("\"many\"", tree);
    parts_.words.push(static_cast<int32_t>(tree.count));
    if (tree.branches.empty())
        parts_.append(rows_of(tree).parts(), {}, rows_of(tree).parts().sizes());
    else
        for (size_t each = 0; each < tree.count; ++each)
            row(tree, each);
    seal(description_.size(), parts_);
}

void PackedAnswer::write_page(const Page& of_tree, const RowTree& tree)
{
    begin("\"page\"", tree);
    page(of_tree, tree);
    seal(description_.size(), parts_);
}

void PackedAnswer::add_known_row(
    std::span<const Attribute* const> columns, std::span<const StoredView> cells)
{
    for (size_t i = 0; i < columns.size(); ++i)
        parts_.cell(columns[i]->type, cells[i], json_);
}

void PackedAnswer::finish_known_row() { seal(0, parts_); }

Result<void> PackedRecordEncoder::row(std::span<const Attribute* const> columns,
    std::span<const StoredView> cells, std::span<const Derived>, std::span<const StoredView>)
{
    answer_.add_known_row(columns, cells);
    return {};
}

void PackedAnswer::clear()
{
    size_ = 0;
    parts_.clear();
    if (capacity_ <= kept_items)
        return;
    words_.reset();
    capacity_ = 0;
}

} // namespace tunez
