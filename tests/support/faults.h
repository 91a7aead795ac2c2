#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace tunez::test {

// How many faults a test makes, and what it tells whoever asked for that many.

// `TUNEZ_FAULT_SIZE`, where it is set.
uint64_t faults_wanted(uint64_t otherwise);
// `TUNEZ_FAULT_SEED`, or 1.
uint64_t faults_seed();
// Numbers by name, for whoever asked for a size; those of several tests are added up.
void tell_faults(std::initializer_list<std::pair<std::string_view, uint64_t>> numbers);

} // namespace tunez::test
