#pragma once

#include "type/type.h"

// What the types' own `prepare` functions share with make_type_use().
namespace tunez {

// A definition's words on a list of named things: a map from name to description, a keyword list,
// or a list of descriptions with a `name`. Null descriptions count as empty ones.
struct NamedWords {
    std::string_view name;
    const Map* words;
};
bool named_words(const Value& declared, std::vector<NamedWords>& result);

// The value of a constraint or of another word of a definition; null where it was not given.
const Value& word(const Map& words, std::string_view name);
std::optional<int64_t> count_word(const Map& words, std::string_view name);
bool flag_word(const Map& words, std::string_view name, bool otherwise);

// The type and constraints of a field or member that is described by `words`.
std::unique_ptr<TypeUse> described_use(const NamedWords& described, std::string_view container,
    Host& host, std::vector<std::string>& problems);

} // namespace tunez
