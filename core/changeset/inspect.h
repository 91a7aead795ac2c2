#pragma once

#include "changeset/changeset.h"

#include <string>

namespace tunez {

// How a changeset reads for people who look for a mistake: its action, what changes, its arguments,
// what is managed, its errors and the record that it is of. What is sensitive is shown as
// "**redacted**"; of what relationships are managed with there is but the number of inputs.
std::string inspect(const Changeset& changeset);

} // namespace tunez
