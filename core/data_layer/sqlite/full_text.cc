#include "data_layer/sqlite/full_text.h"

#include "base/value.h"
#include "type/text.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>

// Compiled by itself, for size (tools/cmake/TunezThirdParty.cmake), and so not known to sqlite3.h.
extern "C" int sqlite3Fts5Init(sqlite3*); // NOLINT(readability-identifier-naming): SQLite's name.

namespace tunez::sqlite {

static constexpr size_t most_words = 100;
static constexpr size_t trigram = 3;

static bool is_blank(char character) { return static_cast<unsigned char>(character) <= ' '; }

static void write_quoted(std::string& query, std::string_view words)
{
    query += query.empty() ? "\"" : " \"";
    for (auto character : words) {
        if (character == '"')
            query += '"';
        query += character == '\0' ? ' ' : character;
    }
    query += '"';
}

Result<std::string> full_text_query(std::string_view text)
{
    std::string query;
    for (size_t words = 0;; ++words) {
        text.remove_prefix(
            static_cast<size_t>(std::ranges::find_if_not(text, is_blank) - text.begin()));
        // A phrase without words is found nowhere; no phrase at all would be refused.
        if (text.empty())
            return query.empty() ? "\"\"" : query;
        if (words == most_words) {
            auto error = Error::make(ErrorCode::invalid_filter_value,
                "cannot be searched for: it has more than 100 words");
            error.path = { std::string("filter") };
            return fail(std::move(error));
        }
        bool is_phrase = text.front() == '"';
        if (is_phrase)
            text.remove_prefix(1);
        auto end = is_phrase ? text.find('"')
                             : static_cast<size_t>(std::ranges::find_if(text, [](char character) {
                                   return is_blank(character) || character == '"';
                               }) - text.begin());
        auto word = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), word.size() + (is_phrase ? 1 : 0)));
        bool is_beginning = !is_phrase && word.ends_with('*');
        while (!is_phrase && word.ends_with('*'))
            word.remove_suffix(1);
        if (is_phrase && text.starts_with('*')) {
            is_beginning = true;
            text.remove_prefix(1);
        }
        if (word.empty())
            continue;
        write_quoted(query, word);
        if (is_beginning)
            query += '*';
    }
}

static size_t characters(std::string_view text)
{
    return static_cast<size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

bool is_found_by_trigrams(const Expression& call)
{
    if (call.kind != Expression::Kind::call
        || (call.op != Operator::contains && call.op != Operator::string_starts_with
            && call.op != Operator::string_ends_with))
        return false;
    const auto& field = *call.arguments[0];
    const auto& part = *call.arguments[1];
    return field.kind == Expression::Kind::attribute && !field.conflict
        && field.attribute->trigrams != nullptr && part.kind == Expression::Kind::literal
        && part.literal.is_textual() && characters(fold_case(part.literal.text())) >= trigram;
}

std::string trigram_query(const Expression& call)
{
    std::string query;
    write_quoted(query, call.arguments[0]->attribute->source);
    query += " :";
    write_quoted(query, call.arguments[1]->literal.text());
    return query;
}

std::string_view tokenizer_sql(FullText::Tokenizer tokenizer)
{
    switch (tokenizer) {
    case FullText::Tokenizer::unicode61:
        return "unicode61 remove_diacritics 2";
    case FullText::Tokenizer::porter:
        return "porter unicode61 remove_diacritics 2";
    case FullText::Tokenizer::ascii:
        return "ascii";
    case FullText::Tokenizer::trigram:
        return "tunez_trigram";
    }
    return {};
}

// There is nothing that one of them would have to know.
static int make_tokenizer(void*, const char**, int, Fts5Tokenizer** tokenizer)
{
    static int made;
    *tokenizer = reinterpret_cast<Fts5Tokenizer*>(&made);
    return SQLITE_OK;
}

static void delete_tokenizer(Fts5Tokenizer*) { }

using TakeToken = int (*)(void*, int, const char*, int, int, int);

static int tokenize(Fts5Tokenizer*, void* context, int, const char* bytes, int size, TakeToken take)
{
    std::string_view written(bytes, static_cast<size_t>(size));
    // What was written past the engine may be no text at all.
    auto text = is_valid_utf8(written) ? fold_case(written) : std::string(written);
    std::array<size_t, trigram> starts {};
    size_t count = 0;
    for (size_t i = 0; i <= text.size(); ++i) {
        bool is_start = i == text.size() || (static_cast<unsigned char>(text[i]) & 0xc0) != 0x80;
        if (!is_start)
            continue;
        if (count >= trigram) {
            auto from = starts[count % trigram];
            auto code = take(context, 0, text.data() + from, static_cast<int>(i - from),
                static_cast<int>(from), static_cast<int>(i));
            if (code != SQLITE_OK)
                return code;
        }
        starts[count++ % trigram] = i;
    }
    return SQLITE_OK;
}

static int find_api(sqlite3* connection, fts5_api*& api)
{
    sqlite3_stmt* statement = nullptr;
    auto code = sqlite3_prepare_v2(connection, "SELECT fts5(?1)", -1, &statement, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_OK && !api ? SQLITE_NOMEM : code;
}

int register_full_text(sqlite3* connection)
{
    auto code = sqlite3Fts5Init(connection);
    fts5_api* api = nullptr;
    if (code == SQLITE_OK)
        code = find_api(connection, api);
    if (code != SQLITE_OK)
        return code;
    fts5_tokenizer tokenizer { make_tokenizer, delete_tokenizer, tokenize };
    return api->xCreateTokenizer(api, "tunez_trigram", nullptr, &tokenizer, nullptr);
}

} // namespace tunez::sqlite
