#pragma once

#include "base/result.h"
#include "expr/expression.h"
#include "resource/resource.h"

#include <string>
#include <string_view>

struct sqlite3;

namespace tunez::sqlite {

// What a full-text index is asked, from text that a user wrote: all of its words, `"phrases"` and
// beginnings of words (`be*`). No character of it means anything else to FTS5. Fails with
// `invalid_filter_value` where there are more words than anybody searches for.
Result<std::string> full_text_query(std::string_view text);

// Whether a row can meet the call only if `arguments[0]->attribute->trigrams` finds it by
// trigram_query(): a part of a text is looked for that is long enough to be in the index.
bool is_found_by_trigrams(const Expression& call);
std::string trigram_query(const Expression& call);

// How FTS5 is told to take texts apart.
std::string_view tokenizer_sql(FullText::Tokenizer tokenizer);

// FTS5 and the tokenizer `tunez_trigram`: every three characters that follow each other once the
// text is folded the way ci_string compares. Answers an SQLite result code.
int register_full_text(sqlite3* connection);

} // namespace tunez::sqlite
