#pragma once

#include "resource/mistakes.h"
#include "resource/resource.h"

#include <span>

namespace tunez {

// Judges a completed definition: every rule of the table in rules.cc, each of which notes all the
// places where it is broken. A part that is missing because it was refused earlier (a type, a
// destination) is passed over by the rules that need it.
void verify(const Definition& definition, Mistakes& mistakes);

// One rule about definitions: a function, and the sentence that it enforces.
struct Rule {
    const char* name;
    const char* sentence;
    // One of the two is set.
    void (*check_resource)(const Resource& resource, const Location& at, Mistakes& mistakes)
        = nullptr;
    void (*check_definition)(const Definition& definition, Mistakes& mistakes) = nullptr;
};

std::span<const Rule> rules();

} // namespace tunez
