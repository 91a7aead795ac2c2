#pragma once

#include "base/result.h"
#include "base/value.h"
#include "resource/manage_options.h"
#include "resource/record.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tunez {

class Changeset;
struct Context;
struct Relationship;

// One call of manage_relationship on a changeset: what is to become of the records of a
// relationship when the changeset is written (spec §3.5, §10).
struct ManagedCall {
    const Relationship* relationship = nullptr;
    // Each a map, or a record (a structure called like its resource).
    List inputs;
    std::shared_ptr<const ManageOptions> options;

    // Of a belongs_to, whose key is found out before the write (spec §10.5):
    bool handled = false;
    std::vector<Record> current; // Who was related.
    std::optional<Record> related; // Who was found or created for the input.
    bool created = false; // `related` was.
};

// Queues a call (spec §10.2). Input is brought into the form of ManagedCall::inputs; what cannot be
// managed is an error of the changeset.
void manage_relationship(Changeset& changeset, const Relationship& relationship, const Value& input,
    std::shared_ptr<const ManageOptions> options, Context& context);
// The same with options as written. Fails with invalid_message where they make no sense.
Result<void> manage_relationship(Changeset& changeset, std::string_view relationship,
    const Value& input, const Map& options, Context& context);

} // namespace tunez
