#pragma once

#include "host/host.h"
#include "resource/location.h"
#include "resource/mistakes.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

struct BuiltinTables;

// What decoding needs besides the message.
struct Decoder {
    const BuiltinTables& tables;
    Host& host;
    Mistakes& mistakes;
};

// Reads the keys of one map of a definition. Each reader takes a key once and says what is wrong
// with its value; null counts as not given. What nobody asked for is refused by finish().
class Fields {
public:
    // `what` names such a map in sentences: "an attribute".
    Fields(const Value& value, const Location& at, Decoder& decoder, std::string_view what);

    const Location& at() const { return at_; }
    Decoder& decoder() const { return decoder_; }
    // Whether there is a map to read; otherwise that was said, and nothing is found in it.
    bool is_map() const { return value_.is(Kind::map); }
    const Map& map() const { return *map_; }
    bool has(std::string_view key);

    // The value as it is; null when it was not given.
    Value any(std::string_view key);
    std::optional<std::string> text(std::string_view key);
    void text(std::string_view key, std::string& into);
    // A text that is not empty; where there is none, `sentence` says what is missing.
    bool required(std::string_view key, std::string_view sentence, std::string& into);
    void flag(std::string_view key, bool& into);
    std::optional<int64_t> count(std::string_view key); // A whole number ≥ 0.
    std::optional<CallbackId> callback(std::string_view key);
    // A list of texts, or one text.
    std::optional<std::vector<std::string>> texts(std::string_view key);
    Value map(std::string_view key); // A map, or null.

    template <typename Choice> struct Named {
        std::string_view name;
        Choice choice;
    };
    // One of a few names, each in a row that is Named or like it. False, and `into` as it was, when
    // it was not given or is none of them.
    template <typename Row, typename Choice, size_t Size>
    bool choice(std::string_view key, const Row (&table)[Size], Choice& into)
    {
        std::vector<std::string_view> names;
        for (const auto& row : table)
            names.push_back(row.name);
        auto index = index_of(key, names);
        if (index)
            into = table[*index].choice;
        return index.has_value();
    }

    // Each element of a collection that is a list of maps with `name`, or a map from names.
    // Elements without a usable name are visited too, with an empty one, so that their other
    // mistakes are found.
    using Visitor
        = std::function<void(std::string_view name, const Value& value, const Location& at)>;
    void each_named(std::string_view key, std::string_view what, const Visitor& visit);
    // Each element of a list.
    void each(std::string_view key,
        const std::function<void(const Value& value, const Location& at)>& visit);

    // A key that somebody else reads.
    void know(std::string_view key) { known_.push_back(key); }
    // A key that this sort of thing does not take, with the sentence that says so.
    void refuse(std::string_view key, std::string_view sentence);
    void finish();

private:
    const Value* find(std::string_view key);
    std::optional<size_t> index_of(std::string_view key, std::span<const std::string_view> names);
    void expected(std::string_view key, std::string_view what, const Value& value);
    std::optional<std::vector<std::string>> texts_of(std::string_view key, const List& list);

    const Map* map_;
    Value value_; // Keeps the map alive.
    const Location& at_;
    Decoder& decoder_;
    std::string_view what_;
    std::vector<std::string_view> known_;
};

// What everything that has a name can be asked: the name itself, "" after saying why it is none.
std::string decode_name(Fields& fields, std::string_view name);

} // namespace tunez
