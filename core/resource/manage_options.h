#pragma once

#include "base/error.h"
#include "base/value.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tunez {

struct Action;
struct Attribute;
struct Relationship;

// What is done with inputs and records that a relationship is managed with (spec §10.1).
enum class Managing : uint8_t {
    ignore,
    error,
    match, // Whichever record is related counts as the match (to-one relationships).
    no_match, // Treated as if nothing had matched.
    missing, // Left alone, and out of the result.
    create,
    update,
    unrelate,
    destroy,
    relate,
    relate_and_update,
};

// A canonical instruction (spec §10.3): nothing in it is left to be found out.
struct Instruction {
    Managing what = Managing::ignore;
    const Action* action = nullptr; // Of the destination; null: it is left as it is.
    const Action* join_action = nullptr; // Of the join resource (many_to_many).
    const Action* read_action = nullptr; // Of the destination, for what is looked up.
    bool all_to_join = false; // `*`: every key of the input goes to the join action,
    std::vector<std::string> join_keys; // else these, under each of their spellings.
};

// The attributes of a primary key or an identity.
using KeyList = std::vector<const Attribute*>;

// One way of managing one relationship: the options of a call, read once.
struct ManageOptions {
    Instruction on_lookup;
    Instruction on_no_match;
    Instruction on_match;
    Instruction on_missing;
    std::vector<KeyList> keys; // What inputs are matched and looked up by, first one first.
    std::string value_key; // What a bare value is the value of; empty: it cannot be one.
    bool wraps_all = false; // Every input is such a value, whatever it looks like.
    std::string order_key; // Where the place of an input in the list is written; empty: nowhere.
    std::optional<Path> error_path;
    std::string id; // How errors name the call; empty: as the relationship.
    std::optional<int64_t> order; // Calls with one come before those without.
    bool authorize = true;
    bool ignore = false; // Queued, never carried out.
    bool eager_validate = false;
    bool bulk = false; // Together, even where hooks of one record could see another.
    bool empty = false; // No option was given at all.

    // Where errors of an input lie; without an index, those of the call as a whole.
    Path path_of(const Relationship& relationship, std::optional<size_t> index) const;
};

// Reads the options of a call: shortcuts are expanded, actions and identities found. Problems
// become sentences; what is answered then is of no use.
std::shared_ptr<ManageOptions> decode_manage_options(
    const Relationship& relationship, const Map& options, std::vector<std::string>& problems);

} // namespace tunez
